import type { JournalEntry } from '../../packages/sandbox/http/journal';
import type { SandboxRequest } from '../../packages/sandbox/http/types';
import { type Harness, UNLIMITED, useHarness } from './harness';

type Rows = readonly Readonly<Record<string, unknown>>[];
type Page = { readonly data: Rows; readonly meta: Readonly<Record<string, unknown>> };

const below = (path: string) => ({ method: 'GET', pathPrefix: `/api/${path}` });
/** The list itself, not one of its records. */
const listOf = (path: string, when: (request: SandboxRequest) => boolean = () => true) => ({
  match: (request: SandboxRequest) => request.path === `/api/${path}` && when(request),
});
/** By two pages of each list a first run learns how large it is, before it walks. */
const SIZED = 2;
const ASCENDING: Readonly<Record<string, string>> = { 'satisfaction-surveys': 'created_datetime:asc' };
const walkOf = (path: string) =>
  listOf(path, ({ query }) => query.get('order_by') === (ASCENDING[path] ?? 'updated_datetime:asc'));
/** Changes the first row of a page and leaves the others. */
const firstRow = (change: Readonly<Record<string, unknown>>) => (json: unknown) => {
  const page = json as Page;
  return { ...page, data: page.data.map((row, index) => (index === 0 ? { ...row, ...change } : row)) };
};

/** A page without rows whose cursor, spelled in another way each time, leads to the place that was asked for. */
function emptyPage(json: unknown, asked: string): Page {
  const cursor = Buffer.from(`${Buffer.from(asked, 'base64').toString()} `).toString('base64');
  return { data: [], meta: { ...(json as Page).meta, next_cursor: cursor } };
}

/** Lists that turn in circles, end early or hold rows that nobody can read (handbook reliability 7.4, U8 and U12). */
describe('a full sync of lists that misbehave', () => {
  const open = useHarness(UNLIMITED);

  const requests = (harness: Harness, path: string): readonly JournalEntry[] =>
    harness.sandbox.gorgias.journal.requests().filter((entry) => entry.path === `/api/${path}`);

  it('when cursors expire and loop and pages come empty, reads every row all the same', async () => {
    const harness = await open();
    const { faults } = harness.sandbox.gorgias;
    faults.add({ kind: 'cursor-expired', match: below('tickets'), skip: 3, times: 1 });
    faults.add({ kind: 'cursor-expired', match: below('messages'), skip: 2, times: 1 });
    faults.add({ kind: 'cursor-loop', match: below('customers'), skip: 3, times: 1 });
    const asked = { cursor: '' };
    faults.add({
      kind: 'rewrite',
      rewrite: (json) => emptyPage(json, asked.cursor),
      skip: 8,
      times: 2,
      ...listOf('tickets', (request) => {
        asked.cursor = request.query.get('cursor') ?? '';
        return true;
      }),
    });

    await harness.run();

    expect(faults.played).toEqual({ 'cursor-expired': 2, 'cursor-loop': 1, rewrite: 2 });
    expect(harness.differences()).toEqual([]);
  });

  it('when a list leads back to an earlier page for good, notices within two pages and reads it from the other end', async () => {
    const harness = await open();
    let earlier: unknown = null;
    const circle = (json: unknown) => {
      const page = json as Page;
      earlier ??= page.meta['next_cursor'];
      return { ...page, meta: { ...page.meta, next_cursor: earlier } };
    };
    const oldestFirst = (request: SandboxRequest): boolean => request.query.get('order_by') === 'updated_datetime:asc';
    harness.sandbox.gorgias.faults.add({ kind: 'rewrite', rewrite: circle, ...listOf('customers', oldestFirst) });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    const ascending = requests(harness, 'customers').filter(({ query }) => query.includes('asc'));
    expect(ascending.length).toBeLessThanOrEqual(6);
  });

  it('when the list of messages, read newest first, leads back to its second page, notices it and ends', async () => {
    const harness = await open();
    let earlier: unknown = null;
    const circle = (json: unknown) => {
      const page = json as Page;
      earlier ??= page.meta['next_cursor'];
      return { ...page, meta: { ...page.meta, next_cursor: earlier } };
    };
    harness.sandbox.gorgias.faults.add({
      kind: 'rewrite',
      rewrite: circle,
      skip: SIZED,
      times: 4,
      ...listOf('messages'),
    });

    await harness.run();

    expect(harness.differences()).toEqual([]);
  });

  it('when the list of agents leads back to its first page, does not take half of it for the whole', async () => {
    const harness = await open();
    const bots = harness.sandbox.world.users.length;
    harness.sandbox.gorgias.faults.add({ kind: 'cursor-loop', ...listOf('users'), times: 1 });

    await harness.run();

    expect(bots).toBeGreaterThan(0);
    expect(harness.differences()).toEqual([]);
  });

  it('when rows have an odd shape, puts these aside with the reason, reads all others and forgets them once they are well', async () => {
    const harness = await open();
    const { faults } = harness.sandbox.gorgias;
    const shapes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      customers: { email: { is: 12 }, brand_new_field: { any: 'thing' } },
      tickets: { status: null },
      'satisfaction-surveys': { score: 4.5 },
    };
    for (const [path, change] of Object.entries(shapes))
      faults.add({ kind: 'rewrite', rewrite: firstRow(change), times: 1, ...walkOf(path) });
    faults.add({ kind: 'rewrite', rewrite: firstRow({ id: 2 ** 53 }), times: 1, ...walkOf('tickets') });

    await harness.run();

    const unreadable = await harness.connector.store.quarantine.list(harness.account, {
      cause: 'unreadable',
      limit: 10,
    });
    expect(unreadable.map(({ kind, step, held }) => [kind, step, held]).sort()).toEqual([
      ['customer', 'read', true],
      ['survey', 'read', true],
      ['ticket', 'read', true],
      ['ticket', 'read', true],
    ]);
    expect(unreadable.map(({ detail }) => detail).sort()).toEqual([
      expect.stringContaining('email'),
      expect.stringContaining('id'),
      expect.stringContaining('score'),
      expect.stringContaining('status'),
    ]);
    // One customer, one survey and two tickets of at most four people are missing; everybody else is right.
    const touched = new Set(harness.differences().map((line) => line.split(':')[0]));
    expect(touched.size).toBeLessThanOrEqual(4);

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(await harness.connector.store.quarantine.list(harness.account, { cause: 'unreadable', limit: 10 })).toEqual(
      [],
    );
  });

  it('when one customer cannot be read at all, lists that one and goes on with the others', async () => {
    const harness = await open();
    let path: string | null = null;
    const isOdd = (request: SandboxRequest): boolean => {
      if (!request.path.startsWith('/api/customers/')) return false;
      path ??= request.path;
      return request.path === path;
    };
    // Without an id it may be anybody's answer, and is asked for again; it never gets better.
    const rewrite = (json: unknown): unknown => ({ ...(json as object), id: null });
    harness.sandbox.gorgias.faults.add({ kind: 'rewrite', rewrite, match: isOdd });

    await harness.run();

    const [odd, ...others] = await harness.connector.store.quarantine.list(harness.account, {
      cause: 'gorgias.unavailable',
      limit: 10,
    });
    expect(odd).toMatchObject({ kind: 'customer', step: 'read', held: false });
    expect(path).toBe(`/api/customers/${String(odd?.key)}`);
    expect(others).toEqual([]);
    // At most the phone of that one is missing.
    const email = harness.sandbox.world.customers.get(Number(odd?.key))?.email?.toLowerCase() ?? '';
    expect(harness.differences().filter((line) => !line.startsWith(`${email}: phone null`))).toEqual([]);
  });

  it('when rows do not say when they were changed, reads them and their changes, and takes it for no loop (B14)', async () => {
    const harness = await open();
    const { world, gorgias } = harness.sandbox;
    const undated = { updated_datetime: null };
    const [customers, tickets] = [[...world.customers.values()], [...world.tickets.values()]];
    // Every seventh: first, last and in the middle of pages.
    for (const { id } of customers.filter((_, index) => index % 7 === 0)) gorgias.odd.show('customers', id, undated);
    for (const { id } of tickets.filter((_, index) => index % 7 === 0)) gorgias.odd.show('tickets', id, undated);

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(harness.logs()).not.toContain('walk.restarted');

    world.change({ do: 'updateCustomer', customerId: customers[7]!.id, name: 'Renamed Meanwhile' });
    await harness.run();

    expect(harness.differences()).toEqual([]);
  });

  it('when a page is larger than 8 MB, reads it in smaller ones and goes back; a row that is so alone is set aside (B11)', async () => {
    const harness = await open();
    const { world, gorgias } = harness.sandbox;
    const tickets = [...world.tickets.values()].sort((one, other) => one.updatedUs - other.updatedUs);
    const messages = tickets
      .flatMap(({ id }) => world.messagesOf(id))
      .sort((one, other) => one.createdUs - other.createdUs);
    for (const { id } of messages.slice(-60)) gorgias.odd.show('messages', id, { body_html: 'x'.repeat(500_000) });
    const giant = tickets[110]!;
    gorgias.odd.show('tickets', giant.id, { excerpt: 'x'.repeat(9_000_000) });

    await harness.run();

    const sizes = (path: string): readonly number[] =>
      requests(harness, path).map(({ query }) => Number(new URLSearchParams(query).get('limit')));
    expect(sizes('messages')).toEqual(expect.arrayContaining([20, 10]));
    expect(sizes('tickets')).toEqual(expect.arrayContaining([20, 10, 5, 2, 1]));
    expect(sizes('tickets').at(-1)).toBe(20);
    const aside = await harness.connector.store.quarantine.list(harness.account, { cause: 'unreadable', limit: 10 });
    expect(aside).toMatchObject([{ kind: 'ticket', key: 'unknown', detail: expect.stringContaining('8 MB') }]);
    const owner = world.customers.get(giant.customerId ?? 0)?.email?.toLowerCase() ?? '';
    expect(harness.differences().filter((line) => !line.startsWith(owner))).toEqual([]);
  });

  it('when the only reply of an agent has failed, it is no answer (C10)', async () => {
    const harness = await open({
      world: { customers: 20, tickets: 40, surveys: 8, active: { customers: 8, messages: 40 } },
    });
    const { world, gorgias, brevo } = harness.sandbox;
    const answers = (ticketId: number) => world.messagesOf(ticketId).filter(({ kind }) => kind === 'agent');
    const ofCustomer = (customerId: number) =>
      [...world.tickets.values()].filter((row) => row.customerId === customerId);
    const person = [...world.customers.values()].find(
      ({ id, email }) => email !== null && ofCustomer(id).flatMap((row) => answers(row.id)).length > 0,
    )!;
    for (const { id, createdUs } of ofCustomer(person.id).flatMap((row) => answers(row.id)))
      gorgias.odd.show('messages', id, { failed_datetime: new Date(createdUs / 1_000).toISOString() });

    await harness.run();

    const email = person.email!.trim().toLowerCase();
    expect(brevo.state.contact(email)?.attributes).not.toHaveProperty('AVG_RESPONSE_TIME');
    expect(harness.differences()).toEqual([expect.stringMatching(`^${email}: .*AVG_RESPONSE_TIME`)]);
  });
});
