import { type Client, ServiceError } from '@temporalio/client';
import { ConnectorError } from '../domain/errors/connector-error';
import type { TicketHint } from '../workflows/messages';
import { temporalFailure } from '../temporal/failures';
import { createSharedSends } from './coalesced-sends';
import type { TicketSignaller } from './signal-ticket';
import { placeOf } from './temporal-call';

/** Gorgias waits 5 s for an answer (gorgias-api.md 9.4). */
const ACCEPT_WITHIN_MS = 3_000;
/** More than that at once are not accepted within the 3 s by a small server; better to say so at once. */
const MOST_WAITING = 500;

export interface TicketEvents {
  /** Resolves when Temporal has accepted it within 3 s; else throws `temporal.unavailable`, though it may still be accepted later. */
  accept(account: string, ticketId: number, hint: TicketHint): Promise<void>;
  /** To be awaited before the connection is closed, which gives up what is under way. */
  settled(): Promise<void>;
}

/** How webhooks and the SDK hand a ticket over. */
export function createTicketEvents(client: Client, signaller: TicketSignaller): TicketEvents {
  const sends = createSharedSends();
  const accept: TicketEvents['accept'] = async (account, ticketId, hint) => {
    if (sends.waiting >= MOST_WAITING) throw unavailable('Too many ticket events wait for the Temporal server');
    const deadline = Date.now() + ACCEPT_WITHIN_MS;
    const send = (): Promise<void> =>
      client.connection.withDeadline(Math.max(deadline, Date.now() + 1_000), () =>
        signaller.signal(account, ticketId, hint),
      );
    try {
      await within(ACCEPT_WITHIN_MS, sends.send(`${account}/${ticketId}`, send));
    } catch (thrown) {
      const failure = temporalFailure(thrown, placeOf(client));
      if (failure !== null) throw failure;
      if (thrown instanceof ServiceError)
        throw unavailable('The Temporal server did not accept the ticket event', thrown);
      throw thrown;
    }
  };
  return { accept, settled: () => sends.settled() };
}

/** The client's own deadline does not bound the time that a connection takes to come up. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable('The Temporal server did not accept the ticket event in time')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(sentence: string, cause?: unknown): ConnectorError {
  return new ConnectorError('temporal.unavailable', sentence, cause === undefined ? {} : { cause });
}
