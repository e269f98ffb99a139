import { type Timestamp } from '../timestamp';
import { roundsOf } from '../ticket/rounds';
import { type TicketState, type TimelineKind } from '../ticket/state';
import { answerOf, surveySentAt } from '../ticket/survey';

/** Something that happened to the ticket and belongs on the timeline, as the facts known so far prove it. */
export interface Happening {
  readonly kind: TimelineKind;
  readonly at: Timestamp;
  /** False: only that it happened by then is known. */
  readonly exact: boolean;
  /** The moments that it is known by. Better facts may move `at`, but never take one of these away. */
  readonly witnesses: readonly Timestamp[];
}

/** Everything that is proved, oldest first within each kind. Opening and survey come once in a ticket's life. */
export function happeningsOf(state: TicketState): readonly Happening[] {
  const { closings, reopenings } = roundsOf(state);
  return [
    ...once('opened', state.level?.createdAt ?? state.marks['ticket-created']?.at),
    ...closings.map(({ at, witnesses }): Happening => ({ kind: 'resolved', at, exact: true, witnesses })),
    ...reopenings.map(({ of, at, exact }): Happening => {
      return { kind: 'reopened', at, exact, witnesses: of?.witnesses ?? [at] };
    }),
    ...once('survey_sent', surveySentAt(state)),
    ...once('survey_answered', answerOf(state)?.at),
  ];
}

function once(kind: TimelineKind, at: Timestamp | null | undefined): readonly Happening[] {
  return at === null || at === undefined ? [] : [{ kind, at, exact: true, witnesses: [at] }];
}
