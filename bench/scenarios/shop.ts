import { performance } from 'node:perf_hooks';
import type { OperationDeps } from '../../src/api/operation';
import { OPERATIONS } from '../../src/api/routes/operations';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import type { Store } from '../../src/store/types';
import { atMost, type Figure } from '../figures';
import { SHOP, withLargeShop } from '../large-shop';
import { meterStatements } from '../statement-meter';

/** What a statement may take, whoever asks: nobody waits behind it (design). Milliseconds. */
const MOST_MS = 250;
const TIMES = 4;

/** `SHOP_TICKETS=5000000` for the shop that docs/performance.md tells of; the rest goes with it. */
const TICKETS = Number(process.env['SHOP_TICKETS'] ?? 350_000);
const WHALE = 25_000;
const WHALES_ADDRESS = 'customer1@mail.example';
const A_DAY_MS = 86_400_000;

const SIZES = {
  tickets: TICKETS,
  customers: Math.floor(TICKETS / 5),
  surveys: Math.floor(TICKETS * 0.12),
  whale: WHALE,
  big_tag: Math.floor(TICKETS * 0.12),
  watched: Math.floor(TICKETS / 5),
  waiting: Math.floor(TICKETS / 50),
  events: Math.floor(TICKETS * 0.4),
  automations: Math.floor(TICKETS / 5),
};

/** What the console and the commands beside it, and the rights of the person with most tickets, ask of a large shop: the slowest statement of each. */
export function shop(): Promise<readonly Figure[]> {
  return withLargeShop(SIZES, measureShop);
}

async function measureShop(store: Store): Promise<readonly Figure[]> {
  const since = meterStatements();
  const figures: Figure[] = [];
  const measure = async (name: string, work: () => Promise<unknown>, times = TIMES): Promise<void> => {
    const worst: number[] = [];
    let [slowest, statements, began] = ['', 0, 0];
    let all = 0;
    for (let round = 0; round < times; round += 1) {
      since();
      began = performance.now();
      await work();
      all = Math.max(all, performance.now() - began);
      const asked = [...since()].sort((one, other) => other.ms - one.ms);
      if ((asked[0]?.ms ?? 0) >= Math.max(0, ...worst)) slowest = asked[0]?.sql ?? '';
      worst.push(asked[0]?.ms ?? 0);
      statements = asked.length;
    }
    const [cold = 0, ...warm] = worst;
    const ms = Math.max(...(warm.length > 0 ? warm : [cold]));
    const value = `${ms.toFixed(0)} ms (first ${cold.toFixed(0)}), ${String(statements)} in ${all.toFixed(0)}`;
    figures.push({ name, value, target: atMost(MOST_MS, Math.round(ms)) });
    if (Math.max(...worst) > MOST_MS)
      process.stdout.write(`${name}: ${slowest.replaceAll(/\s+/g, ' ').slice(0, 300)}\n`);
  };
  for (const [name, id, input] of CALLS) await measure(name, () => call(store, id, input()));
  await measure('pages that listen', () => store.changes.read());
  await measureRights(store, measure);
  return figures;
}

type Measure = (name: string, work: () => Promise<unknown>, times?: number) => Promise<void>;

/** As an erasure asks, step by step (spec 17). */
async function measureRights({ privacy }: Store, measure: Measure): Promise<void> {
  let person = '';
  await measure('export', () => privacy.export(SHOP, WHALES_ADDRESS));
  const begin = async (): Promise<void> => {
    ({ person } = await privacy.begin(SHOP, WHALES_ADDRESS, { brevo: true }));
  };
  await measure('door', begin, 2);
  await measure('what waits is given up', () => privacy.giveUp(SHOP, person), 2);
  await measure('what is on the wire', () => privacy.onTheWire(SHOP, person));
  const erase = async (): Promise<void> => {
    while (!(await privacy.eraseSlice(SHOP, person)));
  };
  await measure('erase', erase, 1);
}

interface Input {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The longest period that is answered. */
const from = (): string => new Date(Date.now() - 92 * A_DAY_MS + 60_000).toISOString();

const nothing = (): Input => ({});

/** What the page asks, view by view. */
const CALLS: readonly (readonly [string, string, () => Input])[] = [
  ['Now', 'readLive', nothing],
  ['Now: status', 'readStatus', nothing],
  ['Campaigns, 92 days', 'readFunnel', () => ({ query: { from: from() } })],
  ['Campaigns: ends behind a number', 'listEndedTickets', () => ({ query: { from: from(), limit: 50 } })],
  ['Campaigns: none behind it', 'listEndedTickets', () => ({ query: { from: from(), outcome: 'satisfied' } })],
  ['Satisfaction, 92 days', 'readSatisfaction', () => ({ query: { from: from() } })],
  ['Satisfaction: scores', 'listScores', () => ({ query: { from: from(), score: 1 } })],
  ['Tickets: an address', 'search', () => ({ body: { text: 'customer12' } })],
  ['Tickets: a number', 'search', () => ({ body: { text: '500' } })],
  ['Tickets: a story', 'explain', () => ({ body: { ticketId: TICKETS * 5 - 500 } })],
  ['Tickets: who has most', 'explain', () => ({ body: { email: WHALES_ADDRESS } })],
  ['Rules and macros', 'readAutomations', () => ({ query: {} })],
  ['Rules and macros, by agent', 'readAutomations', () => ({ query: { by: 'agent' } })],
  ['tajo campaigns, 92 days', 'listCampaigns', () => ({ query: { since: from(), limit: 50 } })],
  ['Set aside', 'listQuarantine', () => ({ query: {} })],
  ['Audit', 'readAudit', () => ({ query: {} })],
];

async function call(store: Store, id: string, { query = {}, body }: Input): Promise<void> {
  const operation = OPERATIONS.find((one) => one.call.id === id);
  if (operation === undefined) throw new Error(`the contract has no ${id}`);
  const raw = { params: {}, query, body, signal: new AbortController().signal, role: 'owner' as const };
  await operation.run(raw, { ...DEPS, store });
}

/** Temporal is away: what is measured is the store. */
const away = (): Promise<never> => Promise.reject(new ConnectorError('temporal.unavailable', 'Temporal is away'));

const DEPS = {
  connector: new Proxy({}, { get: () => away }),
  uiUrl: null,
  namespace: 'default',
  tagSources: () => ['tickets'],
  campaignNames: () => [],
  eventNames: () => [],
  policyOf: () => ({}),
  webhookSecrets: 1,
  encryptionKeyId: null,
} as unknown as OperationDeps;
