import { CALLS } from './calls';
import { operationOf, successOf, violations } from './contract/contract';
import { type BrevoBench, startBrevoBench } from './server';

let bench: BrevoBench;

beforeAll(async () => (bench = await startBrevoBench()));
beforeEach(() => {
  bench.server.journal.length = 0;
  bench.groups.length = 0;
});
afterAll(() => bench.close());

/** Asks once to learn the operation, then again with the contract's own example as the answer. */
async function converse(run: (typeof CALLS)[number]['run']) {
  bench.server.answers({ status: 418 });
  await run(bench.client).catch(() => undefined);
  const { method, path } = bench.server.journal[0]!;
  bench.server.answers(successOf(operationOf(method, path)!.operation));
  return run(bench.client);
}

describe('Measured against the contract of Brevo:', () => {
  it.each(CALLS)('$name sends a path, query and body that the contract allows, in one request', async ({ run }) => {
    bench.server.answers({ status: 418 });
    await run(bench.client).catch(() => undefined);

    expect(bench.server.journal).toHaveLength(1);
    expect(violations(bench.server.journal[0]!)).toEqual([]);
  });

  it.each(CALLS)("$name understands the contract's own example of an answer", async ({ run }) => {
    await expect(converse(run)).resolves.not.toBeInstanceOf(Error);
  });

  it.each(CALLS)('$name is charged to $group and carries the key', async ({ run, group }) => {
    bench.server.answers({ status: 418 });
    await run(bench.client).catch(() => undefined);

    expect(bench.groups).toEqual([group]);
    expect(bench.server.journal[0]?.headers['api-key']).toBe('xkeysib-made-up');
  });
});

describe('The contract check itself', () => {
  const query = new URLSearchParams();

  it.each([
    ['an unknown body field', 'POST', '/v3/contacts', { email: 'a@b.co', unlinkListIds: [1] }],
    ['a retired route', 'POST', '/v3/contacts/batch', {}],
    ['an unknown route', 'GET', '/v3/made-up', undefined],
    ['151 addresses', 'POST', '/v3/contacts/lists/1/contacts/remove', { emails: Array(151).fill('a@b.co') }],
    ['a null attribute', 'POST', '/v3/contacts', { email: 'a@b.co', attributes: { A: null } }],
    ['an import without a list', 'POST', '/v3/contacts/import', { jsonBody: [{ email: 'a@b.co' }] }],
    ['a list id that is none', 'POST', '/v3/contacts/lists/x/contacts/remove', { emails: ['a@b.co'] }],
    ['an attribute name in small letters', 'POST', '/v3/contacts/attributes/normal/city', { type: 'text' }],
    ['an event without a person', 'POST', '/v3/events', { event_name: 'X', identifiers: {} }],
    [
      'a date without an offset',
      'POST',
      '/v3/events',
      { event_name: 'X', identifiers: { email_id: 'a@b.co' }, event_date: '2026-01-01 10:00' },
    ],
    ['a missing body', 'POST', '/v3/events', undefined],
    ['a body on a read', 'GET', '/v3/account', {}],
  ])('refuses %s', (_, method, path, body) => {
    expect(violations({ method, path, query, body })).not.toEqual([]);
  });

  it('refuses unknown, wrong and repeated parameters', () => {
    const faults = ['cursor=x', 'limit=1001', 'limit=ten', 'limit=1&limit=2'].map((text) =>
      violations({ method: 'GET', path: '/v3/contacts', query: new URLSearchParams(text), body: undefined }),
    );

    expect(faults.map((found) => found.length)).toEqual([1, 1, 1, 1]);
  });
});
