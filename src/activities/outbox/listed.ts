import type { QuarantineCause } from '../../domain/errors/quarantine-causes';
import type { OutboxEnd, OutboxEntry } from '../../store/outbox/outbox-types';
import type { QuarantineEntry } from '../../store/types';

/** Causes of what has an end. A ticket tells an event of one name more than once: what became of one says nothing of another that ended so. */
export const ENDS = [
  'campaign_unknown',
  'brevo.rejected',
  'brevo.not_found',
  'brevo.duplicate',
  'brevo.invalid_phone',
] as const satisfies readonly QuarantineCause[];

/** Under which cause an end is listed; null: nobody has to see to it. */
export function causeOf(state: OutboxEnd, reason: string | null): (typeof ENDS)[number] | null {
  if (state === 'unknown') return 'campaign_unknown';
  if (state !== 'refused') return null;
  return ENDS.find((cause) => cause === reason) ?? 'brevo.rejected';
}

/** As it stands in the list of what is set aside. */
export function listed(entry: OutboxEntry, cause: QuarantineCause): QuarantineEntry {
  return { ...recordOf(entry), cause, held: true };
}

/** What the list knows it by, whatever the cause. */
export function recordOf({
  kind,
  ticketId,
  customerId,
  key,
  name,
}: OutboxEntry): Omit<QuarantineEntry, 'cause' | 'held'> {
  const entry = { step: 'publish', detail: `${kind === 'campaign' ? 'campaign' : 'event'} ${name}` } as const;
  if (ticketId !== null) return { kind: 'ticket', key: String(ticketId), ...entry };
  return customerId === null || kind === 'campaign'
    ? { kind: 'event', key, ...entry }
    : { kind: 'customer', key: String(customerId), ...entry };
}
