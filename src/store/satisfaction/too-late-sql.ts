/**
 * `isTooLate` of `domain/ticket/late-score.ts` in SQL, the one place where the store says it: whether the score `s.scored_at` came too late for
 * the row `d` of `decisions`, the newest end before it. One that was decided by a score is followed by none that is late.
 *
 * @param wait the parameter with the milliseconds for which an answer is waited
 */
export function tooLate(wait: string): string {
  return `case d.outcome
      when 'no_survey' then s.scored_at > d.decided_at
      when 'no_answer' then s.scored_at > least(d.decided_at, d.closed_at + ${wait}::bigint * interval '1 millisecond')
      else false end`;
}
