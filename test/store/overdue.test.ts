import type { Store } from '../../src/store/types';
import { openTestStore, type OpenedStore, useStore } from './stores';

const AGO = (minutes: number): string => `now() - interval '${String(minutes)} minutes'`;
const LONG = AGO(30);

/** What should have happened by itself and has not is found by its time, whatever else lies there (design D16). */
describe('what is overdue', () => {
  let store: Store;
  let account = '';
  useStore('overdue', (...own) => ([store, account] = own));

  type Columns = Readonly<Record<string, string | number>>;
  const insert = (table: string, columns: Columns): Promise<unknown> =>
    store.db.query(
      `insert into ${table} (account, ${Object.keys(columns).join(', ')}) values ($1, ${Object.values(columns).join(', ')})`,
      [account],
    );
  /** Values are SQL; what is not said is quiet: nothing of it is overdue. */
  const state = (id: number, columns: Columns = {}): Promise<unknown> =>
    insert('ticket_states', { ticket_id: id, state: `'{}'`, looked_at: LONG, stood_at: AGO(29), ...columns });
  const entry = (key: string, columns: Columns): Promise<unknown> =>
    insert('outbox', {
      key: `'${key}'`,
      ...{ kind: `'timeline'`, email_key: `'ann@example.com'`, name: `'OPENED'`, happened_at: LONG, intended_at: LONG },
      ...columns,
    });
  const hold = (scope: string, probeAt: string): Promise<unknown> =>
    insert('account_holds', { scope: `'${scope}'`, code: `'auth.brevo_refused'`, message: `'m'`, probe_at: probeAt });
  const overdue = (limit = 10): Promise<readonly number[]> => store.refreshQueue.overdue(account, limit);

  test('a wait that is over, a decision that is due, a look that was not finished and an event that lies are, and each alone', async () => {
    const waiting = { stage: `'waiting'`, waiting_until: AGO(11) };
    await state(1, waiting);
    await state(2, { ...waiting, waiting_until: AGO(9) });
    await state(3, { ...waiting, looked_at: AGO(10), stood_at: AGO(10) });
    await state(4, { ...waiting, stage: `'ended'` });
    const decided = {
      closed_at: LONG,
      decided_at: LONG,
      asked_at: LONG,
      outcome: `'no_answer'`,
      why: `''`,
      rules: `'[]'`,
    };
    await insert('decisions', { ticket_id: 5, ...decided, kind: `'wait'`, until_at: AGO(11) });
    await insert('decisions', { ticket_id: 6, ...decided, kind: `'skip'`, until_at: AGO(11) });
    await insert('decisions', { ticket_id: 7, ...decided, kind: `'held'`, until_at: AGO(11), asked_at: AGO(10) });
    await state(8, { stood_at: AGO(31) });
    await state(9, { looked_at: AGO(9), stood_at: AGO(31) });
    await state(10, { stood_at: 'null' });
    await entry('lies', { ticket_id: 11 });
    await entry('retried', { ticket_id: 12, due_at: AGO(11) });
    await entry('not yet', { ticket_id: 13, due_at: AGO(9) });
    await entry('by word only', { ticket_id: 14, due_at: `'infinity'` });
    await entry('sent', { ticket_id: 15, state: `'sent'` });
    await entry('fresh', { ticket_id: 16, tried_at: AGO(1), state: `'sending'` });
    expect(await overdue()).toEqual([1, 5, 8, 10, 11, 12]);
    expect(await overdue(2)).toEqual([1, 5]);
  });

  test('what was signalled is left alone for ten minutes, however much stands before what was not', async () => {
    for (const id of [1, 2, 3]) await state(id, { stood_at: 'null', looked_at: AGO(40), signalled_at: AGO(5) });
    await state(4, { stood_at: 'null' });
    await state(5, { stood_at: 'null', signalled_at: AGO(11) });
    for (const id of [6, 7]) await state(id, { waiting_until: AGO(50), looked_at: AGO(60), signalled_at: AGO(5) });
    await state(8, { waiting_until: AGO(20), looked_at: AGO(60), signalled_at: AGO(11) });
    expect([await overdue(1), await overdue()]).toEqual([[4], [4, 5, 8]]);
  });

  test('while something is held, one of it tries for all when it is time, and what comes after it in its ticket waits too', async () => {
    const held = { waits_for: `'brevo'`, gate: `'held'`, gate_at: LONG };
    await hold('brevo', 'now()');
    await hold('brevo POST /smtp/email', `now() + interval '1 hour'`);
    await entry('b', { ticket_id: 2, ...held });
    await entry('a', { ticket_id: 1, ...held });
    await entry('behind', { ticket_id: 2 });
    await entry('mail', { ticket_id: 3, ...held, kind: `'campaign'`, waits_for: `'brevo POST /smtp/email'` });
    await entry('mail of a held ticket', { ticket_id: 2, kind: `'campaign'` });
    expect(await overdue()).toEqual([1, 2]);
    await store.db.query(`delete from outbox where key = 'mail of a held ticket' and account = $1`, [account]);
    expect(await overdue()).toEqual([1]);
  });

  test('once a person has mended it, all that waited for it is, also what was signalled before it was held, for each thing mended', async () => {
    const waits = (scope: string, over: Columns = {}) => ({
      waits_for: `'${scope}'`,
      gate: `'held'`,
      gate_at: AGO(5),
      ...over,
    });
    await hold('brevo POST /events', `now() + interval '1 hour'`);
    await entry('1', { ticket_id: 1, ...waits('brevo') });
    await entry('2', { ticket_id: 2, ...waits('brevo') });
    await entry('3', { ticket_id: 3, ...waits('gorgias') });
    await entry('4', { ticket_id: 4, ...waits('brevo POST /events') });
    await entry('5', { ticket_id: 5, ...waits('zeta') });
    await state(1, { signalled_at: AGO(6) });
    await state(2, { signalled_at: AGO(4) });
    expect(await overdue()).toEqual([1, 3, 5]);
  });

  test('a campaign that a program asked for is, when its time is over, when it tries for all, and when it was mended', async () => {
    const ask = (id: string, columns: Columns = {}): Promise<unknown> =>
      insert('campaign_requests', {
        ...{
          id: `'${id}'`,
          name: `'n'`,
          email_key: `'ann@example.com'`,
          params: `'{}'`,
          asked_at: AGO(20),
          status: `'asked'`,
        },
        ...columns,
      });
    const held = { kind: `'campaign'`, gate_at: AGO(5), gate: `'held'`, waits_for: `'brevo'` };
    await ask('late');
    await ask('young', { asked_at: AGO(9) });
    await ask('until', { until_at: AGO(9), status: `'held'` });
    await ask('told', { signalled_at: AGO(5) });
    await ask('waits', { asked_at: AGO(30) });
    await entry(`${account}/asked/waits`, { ...held, expires_at: `now() + interval '1 hour'` });
    await ask('of-ticket', { ticket_id: 7, asked_at: AGO(10) });
    await entry(`${account}/7/campaign/1`, { ...held, ticket_id: 7 });
    const ids = (): Promise<readonly string[]> => store.refreshQueue.overdueRequests(account, 10);
    expect(await ids()).toEqual(['waits', 'late', 'of-ticket']);
    await hold('brevo', `now() + interval '1 hour'`);
    expect(await ids()).toEqual(['late']);
    await store.db.query('update account_holds set probe_at = now() where account = $1', [account]);
    expect(await ids()).toEqual(['waits', 'late']);
    await store.db.query(`update campaign_requests set signalled_at = ${AGO(4)} where account = $1`, [account]);
    expect(await ids()).toEqual([]);
  });
});

describe('tickets whose timeline waits for an address', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const MANY = 4_500;
  const ACCOUNT = 'deliverable';
  const next = (limit = 100): Promise<readonly number[]> => store.ticketReader.deliverable(ACCOUNT, limit);
  const address = (id: number, email: string | null): Promise<unknown> =>
    store.db.query('update customers set email_lower = $3 where account = $1 and id = $2', [ACCOUNT, id, email]);

  test('when there are more than one call looks at, each gets its turn, and a crash between two calls loses none', async () => {
    const all = `from generate_series(1, ${String(MANY)}) as id`;
    await store.db.query(
      `insert into customers (account, id, created_at, updated_at) select $1, id, now(), now() ${all}`,
      [ACCOUNT],
    );
    await store.db.query(
      `insert into tickets (account, id, customer_id, status, channel, via, created_at, updated_at)
        select $1, id, id, 'closed', 'phone', 'phone', now(), now() ${all}`,
      [ACCOUNT],
    );
    await store.db.query(
      `insert into ticket_states (account, ticket_id, state, undelivered) select $1, id, '{}', true ${all}`,
      [ACCOUNT],
    );
    expect([await next(), await next(), await next()]).toEqual([[], [], []]);
    for (const id of [5, 1_999, 4_400]) await address(id, `c${String(id)}@example.com`);
    expect([await next(), await next(), await next()]).toEqual([[5, 1_999], [], [4_400]]);
    // Signalled by nobody, as after a crash: they come again with the next round.
    expect([await next(1), await next(1), await next(1)]).toEqual([[5], [1_999], []]);
    await store.refreshQueue.signalled(ACCOUNT, [5]);
    expect([await next(), await next()]).toEqual([[4_400], [1_999]]);
  });

  test('whoever stands for the customer has the address, and one that could not be told to is no reason to look again', async () => {
    await store.db.query('delete from positions where account = $1', [ACCOUNT]);
    await store.db.query(`update ticket_states set undelivered = ticket_id in (10, 11) where account = $1`, [ACCOUNT]);
    await address(20, 'survivor@example.com');
    await address(11, 'nobody@example.com');
    await store.db.query('update customers set merged_into = 20 where account = $1 and id = 10', [ACCOUNT]);
    await store.tickets.markUndelivered(ACCOUNT, 11, { undelivered: true, unfit: 'nobody@example.com' });
    expect(await next()).toEqual([10]);
    await address(11, 'somebody@example.com');
    expect(await next()).toEqual([10, 11]);
    await store.db.query('update customers set deleted_at = now() where account = $1 and id = 20', [ACCOUNT]);
    expect(await next()).toEqual([11]);
  });
});
