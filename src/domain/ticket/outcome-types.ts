/** How support ended for the customer. `no_survey`: none was sent; `no_answer`: none came in time. */
export type Outcome = 'satisfied' | 'neutral' | 'dissatisfied' | 'no_answer' | 'no_survey';

/** Why a ticket has no outcome, and will have none as it stands. `unknown`: nothing was read yet. */
export type NoOutcome = 'unknown' | 'open' | 'snoozed' | 'spam' | 'trashed' | 'deleted' | 'merged';
