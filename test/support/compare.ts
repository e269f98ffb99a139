import type { BrevoContact } from '../../packages/sandbox/brevo/model';
import type { Acquaintances, Sandbox } from '../../packages/sandbox/start';
import type { World } from '../../packages/sandbox/world/world';
import { expectedContacts, type Extras } from './oracle';

/** Lists that the shipped configuration keeps. */
const OUR_LISTS = [35, 36, 37, 38];

/** Both sides of the comparison, which may also come from the snapshot of another process. */
export interface EndState {
  readonly world: World;
  readonly contacts: readonly Readonly<BrevoContact>[];
  readonly acquaintances: Acquaintances;
}

export function differences(
  { world, brevo, acquaintances }: Sandbox,
  startedAtMs: number,
  extras: Extras = {},
): readonly string[] {
  return differencesBetween({ world, contacts: brevo.state.contacts(), acquaintances }, startedAtMs, extras);
}

/**
 * Every difference between what Brevo holds and what it should hold: loss, surplus, wrong value, wrong list. Empty: they are equal.
 * Consent: somebody blocklisted is on none of our lists, somebody unsubscribed not on that one. A phone that two people claim may be at
 * either of them, but at nobody else.
 */
export function differencesBetween(
  { world, contacts, acquaintances }: EndState,
  startedAtMs: number,
  extras: Extras = {},
): readonly string[] {
  const held = new Map(contacts.map((contact) => [contact.email, contact]));
  const expected = expectedContacts(world, startedAtMs, extras);
  const found: string[] = [];
  const claims = new Map<string, number>();
  for (const { phone } of expected.values()) if (phone !== null) claims.set(phone, (claims.get(phone) ?? 0) + 1);
  const foreign = acquaintances.phoneHolder?.phone.replace(/\D/g, '');

  for (const [email, contact] of expected) {
    const actual = held.get(email);
    if (actual === undefined) {
      found.push(`${email}: missing in Brevo`);
      continue;
    }
    const { SMS: sms, ...attributes } = actual.attributes as Record<string, unknown>;
    if (JSON.stringify(sorted(attributes)) !== JSON.stringify(sorted(contact.attributes))) {
      found.push(
        `${email}: ${JSON.stringify(sorted(attributes))} instead of ${JSON.stringify(sorted(contact.attributes))}`,
      );
    }
    const allowed =
      email === acquaintances.blocklisted
        ? []
        : contact.lists.filter((list) => !(email === acquaintances.unsubscribed && list === 36));
    const lists = actual.listIds.filter((list) => OUR_LISTS.includes(list)).sort();
    if (JSON.stringify(lists) !== JSON.stringify(allowed))
      found.push(`${email}: on lists ${lists.join()} instead of ${allowed.join()}`);
    const shared = contact.phone !== null && ((claims.get(contact.phone) ?? 0) > 1 || contact.phone === foreign);
    const digits = typeof sms !== 'string' ? null : sms.replace(/\D/g, '');
    if (digits !== contact.phone && !(shared && digits === null))
      found.push(`${email}: phone ${String(digits)} instead of ${String(contact.phone)}`);
    if (actual.emailBlacklisted !== (email === acquaintances.blocklisted)) found.push(`${email}: blocklisting changed`);
  }
  const known = new Set([...expected.keys(), 'newsletter@reader.example.com', acquaintances.phoneHolder?.email ?? '']);
  for (const contact of contacts) {
    const lists = contact.listIds.filter((list) => OUR_LISTS.includes(list));
    if (!known.has(contact.email ?? '') && lists.length > 0)
      found.push(`${String(contact.email)}: left on lists ${lists.join()}`);
  }
  return found;
}

function sorted(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => a.localeCompare(b)));
}
