import { plus, type Timestamp } from '../../domain/timestamp';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import { addressOf } from './request';

const DAY_MS = 86_400_000;

/** Whether Brevo has the event, by its `event_key`. Costs one of 100 requests an hour, so only a lost answer is a reason to ask. */
export async function wasReceived(
  deps: ActivityDeps,
  account: string,
  { entry, now }: { readonly entry: OutboxEntry; readonly now: Timestamp },
): Promise<boolean> {
  const { send, key, emailKey, happenedAt } = entry;
  const name = send !== null && 'event' in send ? send.event : entry.name;
  const contactId = await contactIdOf(deps, account, emailKey);
  if (contactId === null) return false;
  // Brevo takes the dates in the account's own time zone: a day more at each end costs nothing.
  const until = happenedAt > now ? happenedAt : now;
  const found = await deps.brevo(account).listEvents({
    name,
    contactId,
    from: iso(plus(happenedAt, -DAY_MS)),
    to: iso(plus(until, DAY_MS)),
  });
  return found.some(({ properties }) => properties['event_key'] === key);
}

function iso(at: Timestamp): string {
  return new Date(at).toISOString();
}

async function contactIdOf(deps: ActivityDeps, account: string, emailKey: string): Promise<number | null> {
  try {
    return (await deps.brevo(account).getContact(addressOf(deps, account, emailKey))).id;
  } catch (thrown) {
    // Unknown there, or no address that Brevo takes; as long as it does not answer, nobody can say.
    judge(deps, thrown, { account, subject: 'campaign', about: `contact-of/${emailKey}` });
    return null;
  }
}
