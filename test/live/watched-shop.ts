import { startApi } from '../../src/api';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { TajoClient } from '../../packages/sdk/index';
import { testConfig } from '../support/connector';
import { eventually } from '../support/eventually';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';

const KEY = 'test-key-of-the-api';
export const READ_KEY = 'test-key-of-those-who-look';

const WHO = ['silent', 'late', 'happy', 'angry', 'unasked', 'neutral', 'held'] as const;
type Who = (typeof WHO)[number];

/** A shop with a past, in which one ticket of each kind ends while the connector watches; its API, and whoever asks it. */
export interface WatchedShop {
  readonly harness: LiveHarness;
  readonly client: TajoClient;
  readonly tickets: Readonly<Record<Who, number>>;
  end(): Promise<void>;
}

const SCORES: Readonly<Partial<Record<Who, number>>> = { happy: 5, angry: 1, neutral: 3, held: 4 };

export function email(who: Who): string {
  return `canary-${who}@customer.example.com`;
}

export async function openWatchedShop(): Promise<WatchedShop> {
  const harness = await openLiveHarness({ world: { customers: 80, tickets: 200, surveys: 120 } });
  await harness.connector.sync();
  const { connector, temporal } = harness;
  const api = await startApi({
    ...{ store: connector.store, keyring: connector.keyring, config: testConfig(shortTimes), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: KEY, readKey: READ_KEY, webhookSecrets: [], host: '127.0.0.1', port: 0, orNext: false },
    ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
  });
  const client = new TajoClient({ url: api.url, apiKey: KEY });
  const tickets: Record<Who, number> = {
    ...{ happy: 0, angry: 0, silent: 0, unasked: 0, neutral: 0, held: 0, late: 0 },
  };
  for (const who of WHO) tickets[who] = await endTicket(harness, who);
  await scoreLate({ harness, client, ticketId: tickets.late });
  await untilSettled(client);
  return {
    ...{ harness, client, tickets },
    end: async () => {
      await api.close();
      await harness.end();
    },
  };
}

async function endTicket(harness: LiveHarness, who: Who): Promise<number> {
  const happen: LiveHarness['happen'] = (change) => harness.happen(change);
  const person = { email: email(who), name: `Canary ${who}`, channel: 'chat' };
  const ticketId = await happen({ do: 'openTicketByNewcomer', ...person, subject: `Canary subject of ${who}` });
  if (who === 'held') {
    const customerId = harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
    const other = await happen({ do: 'openTicket', customerId });
    // Known before the campaign may leave, however busy the machine is.
    await eventually(async () => (await harness.view(other))?.status === 'open');
  }
  await happen({ do: 'closeTicket', ticketId, survey: who === 'unasked' ? 'skip' : 'create', surveyDelayMs: 0 });
  if (who === 'unasked') {
    // That no survey is sent stands in the feed alone, which must be read before the wait for one is over.
    await harness.sync();
    return ticketId;
  }
  await happen({ do: 'sendSurvey', ticketId });
  const score = SCORES[who];
  if (score !== undefined) await happen({ do: 'scoreSurvey', ticketId, score, comment: 'Canary comment' });
  return ticketId;
}

/** The answer comes when it was decided already that there is none. */
async function scoreLate({
  harness,
  client,
  ticketId,
}: Pick<WatchedShop, 'harness' | 'client'> & { readonly ticketId: number }): Promise<void> {
  const outcome = async (): Promise<string | null> =>
    (await client.connectors.why('gorgias', { ticketId })).tickets[0]?.outcome ?? null;
  await eventually(async () => (await outcome()) === 'no_answer');
  await harness.happen({ do: 'scoreSurvey', ticketId, score: 2 });
  await harness.sync();
}

async function untilSettled(client: TajoClient): Promise<void> {
  let seen = '';
  const isSettled = async (): Promise<boolean> => {
    const { ends, sent, fates } = await client.connectors.funnel('gorgias');
    seen = JSON.stringify(fates);
    return ends === WHO.length && sent === 4;
  };
  await eventually(isSettled, () => `not all is sent: ${seen}`);
}
