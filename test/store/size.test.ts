import { performance } from 'node:perf_hooks';
import type { Store } from '../../src/store/types';
import { at, customer, message, position, survey, ticket } from './records';
import { openTestStore, type OpenedStore } from './stores';

const CUSTOMERS = 14_200;
const TICKETS = 28_600;
const MESSAGES = 28_600;
const SURVEYS = 3_400;
const ACCOUNT = 'size';

/**
 * A shop of the size that the product is made for. What each call costs is printed and not asserted, because test machines stall.
 */
describe('a shop of 14,200 customers and 28,600 tickets', () => {
  let opened: OpenedStore;
  let store: Store;
  const slowest: Record<string, { calls: number; totalMs: number; maxMs: number }> = {};

  async function timed<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await call();
    const ms = performance.now() - began;
    const entry = slowest[name] ?? { calls: 0, totalMs: 0, maxMs: 0 };
    slowest[name] = { calls: entry.calls + 1, totalMs: entry.totalMs + ms, maxMs: Math.max(entry.maxMs, ms) };
    return result;
  }

  async function pages<Row>(
    name: string,
    total: number,
    row: (id: number) => Row,
    put: (rows: Row[]) => Promise<unknown>,
  ) {
    for (let first = 1; first <= total; first += 100) {
      const rows = Array.from({ length: Math.min(100, total - first + 1) }, (_, index) => row(first + index));
      await timed(name, () => put(rows));
    }
  }

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());

  test('when it is read, published and read again, everybody is published once; what each call costs is printed', async () => {
    const { facts, contacts } = store;
    const customers = (run: string) =>
      pages(
        `customers, ${run}`,
        CUSTOMERS,
        (id) => customer(id, { updatedAt: at(id) }),
        (rows) => facts.storeCustomers(ACCOUNT, rows, { position: position(run), markAll: false }),
      );
    await customers('first');
    const owner = (id: number) => ((id * 7) % CUSTOMERS) + 1;
    await pages(
      'tickets',
      TICKETS,
      (id) => ticket(id, { customerId: owner(id), tags: ['vip', `t${id % 9}`] }),
      (rows) => facts.storeTickets(ACCOUNT, rows, position('first', 'tickets')),
    );
    await pages(
      'surveys',
      SURVEYS,
      (id) => survey(id, { customerId: owner(id), score: id % 6 === 0 ? null : id % 6 }),
      (rows) => facts.storeSurveys(ACCOUNT, rows, position('first', 'surveys')),
    );
    const spoken = (id: number) => message(id, { ticketId: Math.ceil(id / 5), fromAgent: id % 5 > 1 });
    await pages('messages', MESSAGES, spoken, (rows) =>
      facts.storeMessages(ACCOUNT, rows, position('first', 'messages')),
    );

    let published = 0;
    for (;;) {
      const due = await timed('due 1,000', () => contacts.due(ACCOUNT, 1_000));
      if (due.length === 0) break;
      for (const slice of [due.slice(0, 500), due.slice(500)]) {
        const keys = slice.map(({ emailKey }) => emailKey);
        const rows = await timed('facts 500', () => contacts.facts(ACCOUNT, keys, { responseTimesSince: at(0) }));
        published += rows.filter(({ customer: head }) => head !== null).length;
        const settled = slice.map(({ emailKey, dueVersion }) => ({
          emailKey,
          dueVersion,
          hash: 'h',
          lists: [35],
          sent: ['TICKET_COUNT'],
          processId: null,
        }));
        await timed('settle 500', () => contacts.settle(ACCOUNT, settled));
      }
    }
    expect(published).toBe(CUSTOMERS);

    await customers('again');
    expect((await contacts.countDue(ACCOUNT)).due).toBe(0);
    for (let call = 0; call < 3; call += 1) {
      await timed('countDue', () => contacts.countDue(ACCOUNT));
      await timed('counts', () => facts.counts(ACCOUNT));
      await timed('unseen', () => facts.unseen(ACCOUNT, 'ticket', { runId: 'first', limit: 100 }));
      await timed('to enrich', () =>
        facts.customersToEnrich(ACCOUNT, { since: at(100), readSince: at(0), limit: 100 }),
      );
      await timed('totals', () => store.runs.totals(ACCOUNT, 'first'));
    }
    for (let id = 1; id <= 200; id += 1) {
      const detail = { id, phone: null, channelEmail: null, shopValues: {}, readAt: at(id) };
      await timed('detail', () => facts.storeCustomerDetail(ACCOUNT, detail));
      await timed('budget take', () =>
        store.budget.take(ACCOUNT, 'gorgias', { size: { capacity: 40, perSecond: 2 }, keep: 0 }),
      );
    }
    console.log(report(slowest));
  });
});

function report(slowest: Record<string, { calls: number; totalMs: number; maxMs: number }>): string {
  const lines = Object.entries(slowest).map(([name, { calls, totalMs, maxMs }]) => {
    const mean = (totalMs / calls).toFixed(1);
    return `${name.padEnd(18)} ${String(calls).padStart(5)} calls  mean ${mean.padStart(7)} ms  slowest ${maxMs.toFixed(1).padStart(7)} ms`;
  });
  return lines.join('\n');
}
