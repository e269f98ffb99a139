/** The rule that decided, of a row `d` of `decisions`: the last one that was asked. */
export const RULE = `d.rules -> -1 ->> 'rule'`;

/**
 * By what it is known what holds the campaign of a row `d` of `decisions`: the end of the rule's sentence, which names no ticket, and how the
 * ticket in its way stands now; null where no other ticket holds it.
 */
export const HELD_AS = `case when d.kind = 'held' and ${RULE} = 'no_open_ticket' then jsonb_build_object(
    'said', regexp_replace(d.why, '^ticket \\d+ ', 'ticket 0 '),
    'phase', (select (select phase from ticket_states where account = $1 and ticket_id = s.held_by)
      from ticket_states s where s.account = $1 and s.ticket_id = d.ticket_id)
  ) end`;

/**
 * The only place that says what became of a campaign, as one of `FATES`: by a row `d` of `decisions` and, where it was let through, its row `o`
 * of `outbox`.
 *
 * @param rule the expression for {@link RULE}
 */
export function fateOf(rule: string): string {
  return `case d.kind when 'wait' then 'waiting' when 'held' then 'held'
      when 'skip' then case when ${rule} in ('not_expired', 'still_installed') then 'given-up' else 'skipped' end
      else case when o.state in ('sent', 'unknown') then o.state when o.state in ('refused', 'given_up') then 'given-up' else 'leaving' end end`;
}

/** The same of a row of `campaign_requests`: nothing but the moment before it is first decided is `asked`. */
export const REQUEST_FATE = `case status when 'asked' then 'leaving' else status end`;

/** Of a row `r` of `campaign_requests`: the ticket had caused it already. The program is told that it is sent, and it is one campaign. */
export const ASKED_ONCE_MORE = `(r.ticket_id is not null and r.status = 'sent' and exists (
  select 1 from outbox where account = $1 and key = $1 || '/' || r.ticket_id || '/campaign/1' and intended_at < r.asked_at))`;
