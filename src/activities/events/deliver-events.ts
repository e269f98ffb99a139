import { ConnectorError, isConnectorError } from '../../domain/errors';
import type { QuarantineCause } from '../../domain/quarantine-causes';
import type { LedgerRow } from '../../store/live/live-types';
import type { QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { wasReceived } from './was-received';

/** Brevo says nowhere how long an event takes to show in `GET /events`: absent before this proves nothing (brevo-api.md 9). */
export const VISIBLE_WITHIN_MS = 60_000;

const TAKEN_WAIT_MS = 5_000;

/** Sends what is unsettled, oldest first. After a lost answer Brevo is asked before anything is sent again. */
export async function deliverEvents(deps: ActivityDeps, account: string, ticketId: number | null): Promise<void> {
  for (const event of await deps.store.ledger.unsettled(account, ticketId)) {
    if (event.state === 'sending' && (await isSettledByLooking(deps, account, event))) continue;
    await send(deps, account, event);
  }
}

async function isSettledByLooking(deps: ActivityDeps, account: string, event: LedgerRow): Promise<boolean> {
  if (await wasReceived(deps, account, { ...event, eventKey: event.key })) {
    await deps.store.ledger.settle(account, event.key, 'sent', 'found after a lost answer');
    return true;
  }
  const waitMs = Date.parse(event.triedAt ?? event.happenedAt) + VISIBLE_WITHIN_MS - deps.now().getTime();
  if (waitMs <= 0) return false;
  throw new ConnectorError('brevo.busy', 'An event may or may not have reached Brevo; it is looked for again', {
    retryAfterMs: waitMs,
  });
}

async function send(deps: ActivityDeps, account: string, event: LedgerRow): Promise<void> {
  const { ledger, quarantine } = deps.store;
  const { key, name, emailKey: email, happenedAt: occurredAt, properties } = event;
  const triedAt = await ledger.trying(account, event);
  if (triedAt === null) throw takenMeanwhile('An event');
  try {
    await deps.brevo(account).sendEvent({ name, email, occurredAt, properties });
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.rejected', 'brevo.not_found')) {
      await ledger.settle(account, key, 'refused', thrown.code);
      return quarantine.put(account, [refusal(event, thrown.code)]);
    }
    if (isConnectorError(thrown) && thrown.details.outcomeUnknown !== true) await ledger.untried(account, key, triedAt);
    throw thrown;
  }
  await ledger.settle(account, key, 'sent', null);
}

/** Another attempt of the same step is at it, or was: the next one looks what became of it. */
export function takenMeanwhile(what: string): ConnectorError {
  return new ConnectorError('brevo.busy', `${what} is being sent by another attempt`, { retryAfterMs: TAKEN_WAIT_MS });
}

function refusal({ ticketId, customerId, name }: LedgerRow, cause: QuarantineCause): QuarantineEntry {
  const of =
    ticketId === null ? ({ kind: 'customer', id: customerId } as const) : ({ kind: 'ticket', id: ticketId } as const);
  return { kind: of.kind, key: String(of.id), step: 'publish', cause, detail: `event ${name}`, held: true };
}
