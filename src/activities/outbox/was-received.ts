import { isConnectorError } from '../../domain/errors';
import type { Timestamp } from '../../domain/records';
import type { ActivityDeps } from '../deps';

const DAY_MS = 86_400_000;

interface SentEvent {
  readonly name: string;
  readonly emailKey: string;
  readonly eventKey: string;
  readonly happenedAt: Timestamp;
}

/** Whether Brevo has the event, by its `event_key`. Costs one of 100 requests an hour, so only a lost answer is a reason to ask. */
export async function wasReceived(deps: ActivityDeps, account: string, event: SentEvent): Promise<boolean> {
  const brevo = deps.brevo(account);
  const contactId = await contactIdOf(deps, account, event.emailKey);
  if (contactId === null) return false;
  // Brevo takes the dates in the account's own time zone: a day more at each end costs nothing.
  const happenedAt = Date.parse(event.happenedAt);
  const found = await brevo.listEvents({
    name: event.name,
    contactId,
    from: new Date(happenedAt - DAY_MS).toISOString(),
    to: new Date(Math.max(happenedAt, deps.now().getTime()) + DAY_MS).toISOString(),
  });
  return found.some(({ properties }) => properties['event_key'] === event.eventKey);
}

async function contactIdOf(deps: ActivityDeps, account: string, emailKey: string): Promise<number | null> {
  try {
    return (await deps.brevo(account).getContact(emailKey)).id;
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.not_found')) return null;
    throw thrown;
  }
}
