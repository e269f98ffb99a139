import { type ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import { plus, type Timestamp } from '../../domain/timestamp';
import type { Campaign } from '../../domain/campaign/campaign-types';
import { formatDate } from '../../domain/ticket/format';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { readPerson, type PersonSnapshot } from './person-snapshot';

const UNREADABLE = 'what a vendor answers about the customer cannot be read';
/** Temporal asks again by then at the latest (`workflows/activity-options.ts`). */
const RETRIED_WITHIN_MS = 60_000;
/** What does not pass by itself: when the incremental sync asks for what is overdue. */
const OVERDUE_MS = 10 * 60_000;

/** A campaign that all rules allow so far, and of whose person a vendor has not answered. */
export interface Unanswered {
  readonly entry: OutboxEntry;
  readonly error: ConnectorError;
  readonly now: Timestamp;
  /** When it is asked again by itself, at the latest. */
  readonly until: Timestamp;
}

interface About {
  readonly account: string;
  readonly key: string;
  readonly campaign: Campaign;
  readonly unanswered: (unanswered: Unanswered) => Promise<void>;
}

/**
 * Asks both vendors about the person. While one does not answer, the campaign waits and expires, and says so; one whose answer cannot be read is
 * listed with what is kept back, too.
 */
export async function askAbout(
  deps: ActivityDeps,
  { account, key, campaign, unanswered }: About,
  entry: OutboxEntry,
): Promise<PersonSnapshot> {
  try {
    return await readPerson(deps, account, { emailKey: entry.emailKey, campaign });
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.protocol', 'gorgias.protocol'))
      await deps.store.outbox.keepBack(account, key, { gate: UNREADABLE, dueAt: null });
    // What may have left already is told by what becomes of it.
    if (isOfVendor(thrown) && entry.state === 'intended') {
      const now = await deps.store.outbox.now();
      await unanswered({ entry, error: thrown, now, until: await askedAgainAt(deps, account, { error: thrown, now }) });
    }
    throw thrown;
  }
}

/** In one sentence, as it is kept. `since`: when it was asked for the first time without an answer. */
export function unansweredText({ error, now }: Unanswered, since: Timestamp): string {
  const question =
    vendorOf(error) === 'Gorgias' ? 'which tickets the customer has' : 'whether the customer may be mailed';
  const asked = `asked since ${formatDate(since, now)}, last answered with ${error.code}`;
  return `the policy allows it, and it waits for ${vendorOf(error)} to say ${question} (${asked})`;
}

function vendorOf({ code }: ConnectorError): string {
  return /gorgias/.test(code) ? 'Gorgias' : 'Brevo';
}

/** A pause, or a database that is away, is told by itself. */
function isOfVendor(thrown: unknown): thrown is ConnectorError {
  return isConnectorError(thrown) && /^(?:brevo|gorgias|auth)\./.test(thrown.code);
}

async function askedAgainAt(
  { store }: ActivityDeps,
  account: string,
  { error, now }: Pick<Unanswered, 'error' | 'now'>,
): Promise<Timestamp> {
  const hold = (await store.admission.holds(account)).find(({ code }) => code === error.code);
  if (hold !== undefined) return hold.probeAt;
  if (!error.retryable) return plus(now, OVERDUE_MS);
  return plus(now, Math.max(RETRIED_WITHIN_MS, error.retryAfterMs ?? 0));
}
