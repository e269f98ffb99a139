/** What `why` answers, in the words that a person reads; a moment stands as `…`, a ticket by the name that its row gives it. */
export const IS_OPEN = 'Open since ….';
export const IS_OPEN_AGAIN = 'Open again since ….';
export const HAS_NO_EMAIL =
  'Its customer has no e-mail address, by which Brevo knows people: the timeline is told as soon as there is one.';
export const UNANSWERED = 'Closed, no answer to a survey came in time; remind is sent.';
export const WITHOUT_SURVEY =
  'Closed, no survey is sent for it; no campaign: no campaign of the policy is for the outcome "no survey".';
export const UPSELL = scored(5, 'upsell is sent');
export const BEFORE_THE_WATCH =
  'no campaign: the ticket ended before the connector watched: old tickets cause no campaign';
export const ANSWERED_OTHERWISE = 'the newest answer is 1 ("dissatisfied"), and the campaign is for "satisfied"';
export const CAPPED = 'no campaign: 1 of 1 campaigns to the customer within 7d: the cap is reached';

/** A ticket that was rated, and what has come of it. */
export function scored(score: 1 | 3 | 4 | 5, then: string): string {
  const end = score === 1 ? 'dissatisfied' : score === 3 ? 'neutral' : 'satisfied';
  return `Closed, ${end} with a score of ${String(score)}; ${then}.`;
}

/** Added to what was decided before the score came. */
export function ratedLate(score: 1 | 5): string {
  return `; rated ${String(score)} …, after its wait was over: what was decided stays.`;
}
