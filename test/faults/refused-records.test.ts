import type { SandboxRequest } from '../../packages/sandbox/http/types';
import { unsafeWrites } from './politeness';
import { type Harness, UNLIMITED, useHarness } from './harness';

const upsertOf = (email: string) => (request: SandboxRequest) =>
  request.path === '/v3/contacts' && request.method === 'POST' && request.rawBody.includes(`"${email}"`);
const importOf = (list: number) => (request: SandboxRequest) =>
  request.path === '/v3/contacts/import' && request.rawBody.includes(`"listIds":[${String(list)}]`);

/** Single writes go at nine a second. */
const SMALL = { customers: 60, tickets: 120, surveys: 30, active: { customers: 6, messages: 30 } };
const INVALID_PHONE = { code: 'invalid_parameter', message: 'Invalid phone number' };
const PHONE_TAKEN = {
  code: 'duplicate_parameter',
  message: 'Unable to create contact, SMS is already associated with another Contact',
  metadata: { duplicate_identifiers: ['SMS'] },
};

/** What Brevo refuses is dropped or set aside by name, and everybody else is right (design D9, D10, D11). */
describe('a full sync whose records Brevo refuses', () => {
  const open = useHarness(UNLIMITED);

  const causes = async (harness: Harness, cause: string) =>
    harness.connector.store.quarantine.list(harness.account, { cause, limit: 50 });
  const phonesWritten = (harness: Harness): readonly string[] =>
    harness.sandbox.brevo.journal
      .requests({ method: 'POST' })
      .filter(({ path, body }) => path === '/v3/contacts' && JSON.stringify(body).includes('"SMS"'))
      .map(({ body }) => (body as { email: string }).email);

  it('when phones are refused or belong to others, drops the phone, keeps the rest and lists the contact', async () => {
    const harness = await open();
    const { phoneHolder, blocklisted, unsubscribed } = harness.sandbox.acquaintances;
    const withPhone = (request: SandboxRequest): boolean =>
      request.path === '/v3/contacts' && request.rawBody.includes('"SMS"');
    for (const body of [INVALID_PHONE, PHONE_TAKEN])
      harness.sandbox.brevo.faults.add({ kind: 'status', status: 400, body, times: 1, match: withPhone });

    await harness.run();

    const refused = phonesWritten(harness).slice(0, 2);
    expect(harness.differences()).toEqual(
      expect.arrayContaining(refused.map((email) => expect.stringContaining(`${email}: phone null`))),
    );
    expect(harness.differences()).toHaveLength(2);
    for (const email of refused)
      expect(harness.sandbox.brevo.state.contact(email)?.attributes).toHaveProperty('TICKET_COUNT');
    expect(await causes(harness, 'phone_invalid')).toContainEqual(
      expect.objectContaining({ step: 'publish', held: false, detail: 'SMS' }),
    );
    expect(await causes(harness, 'phone_clash')).toContainEqual(
      expect.objectContaining({ step: 'publish', held: false, detail: 'SMS' }),
    );
    expect(harness.sandbox.brevo.state.contact(phoneHolder!.email)?.attributes['SMS']).toBeDefined();
    expect(harness.sandbox.brevo.state.contact(blocklisted!)?.emailBlacklisted).toBe(true);
    expect(harness.sandbox.brevo.state.contact(unsubscribed!)).toMatchObject({ listUnsubscribed: [36] });
    expect(await causes(harness, 'no_consent')).toContainEqual(expect.objectContaining({ held: false }));
  });

  it('when one contact is refused as a whole, holds it with the reason and goes on; the next run writes it', async () => {
    const harness = await open({
      world: { customers: 20, tickets: 40, surveys: 8, active: { customers: 4, messages: 20 } },
    });
    const person = [...harness.sandbox.world.customers.values()].find(({ email }) => email?.includes('@') === true)!;
    const email = person.email!.trim().toLowerCase();
    const body = { code: 'invalid_parameter', message: 'Attribute value is not valid' };
    harness.sandbox.brevo.faults.add({ kind: 'status', status: 400, body, match: upsertOf(email), times: 2 });

    await harness.run();

    expect(harness.differences()).toEqual([`${email}: missing in Brevo`]);
    expect(await causes(harness, 'brevo.rejected')).toMatchObject([{ kind: 'contact', step: 'publish', held: true }]);

    harness.sandbox.brevo.faults.clear();
    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(await causes(harness, 'brevo.rejected')).toEqual([]);
  });

  it('when imports fail, sends their contacts one by one and ends right', async () => {
    const harness = await open({ world: SMALL });
    const { brevo } = harness.sandbox;
    let imported = 0;
    const rewrite = (): unknown => ({ processId: 900_000 + (imported += 1) });
    // Taken, never carried out, and unknown afterwards: one that holds contacts and one that only fills a list.
    brevo.faults.add({ kind: 'status', status: 202, body: rewrite(), match: importOf(36), times: 1 });
    brevo.faults.add({ kind: 'status', status: 202, body: rewrite(), match: importOf(35), times: 1 });

    await harness.run();

    expect(brevo.faults.played).toEqual({ status: 2 });
    expect(harness.differences()).toEqual([]);
    expect(harness.logs()).toContain('import.reopened');
    expect(brevo.journal.requests({ pathPrefix: '/v3/contacts/import' })).toHaveLength(3);
  });

  it('when an import reports refused rows and Brevo has all that it carried, nobody is written again', async () => {
    const harness = await open({ world: SMALL });
    const report = { import: { duplicate_phone_id: 'https://import.example.com/1/duplicate_phone_id.csv' } };
    harness.sandbox.brevo.faults.add({
      kind: 'rewrite',
      rewrite: (json) => ({ ...(json as object), status: 'completed', info: report }),
      match: { method: 'GET', pathPrefix: '/v3/processes/' },
    });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(harness.logs()).toContain('import.rows_left_out');
    expect(harness.logs()).not.toContain('import.reopened');
  });

  it('when the reply to an import is lost after Brevo took it, repeats it, which changes nothing', async () => {
    const harness = await open();
    const { brevo } = harness.sandbox;
    brevo.faults.add({ kind: 'reset-after-commit', match: importOf(35), times: 1 });

    await harness.run();

    expect(brevo.faults.played).toEqual({ 'reset-after-commit': 1 });
    expect(harness.differences()).toEqual([]);
    expect(unsafeWrites(brevo.journal.requests())).toEqual([]);
    const [first, repeated] = brevo.state.snapshot().processes.filter(({ listIds }) => listIds.includes(35));
    expect(first?.effectiveRows).toBe(first?.rowCount);
    expect(repeated).toMatchObject({ rowCount: first?.rowCount, effectiveRows: 0 });
  });

  it('when a page of contacts is too slow or too large, reads it in smaller ones; what is odd in one costs that one (B11, B12)', async () => {
    const harness = await open({ world: SMALL });
    const { world, brevo } = harness.sandbox;
    const sizes = (): readonly string[] =>
      brevo.journal
        .requests({ method: 'GET', pathPrefix: '/v3/contacts' })
        .flatMap(({ path, query }) => (path === '/v3/contacts' ? [new URLSearchParams(query).get('limit') ?? ''] : []));
    const isFull = ({ path, query }: SandboxRequest): boolean =>
      path === '/v3/contacts' && query.get('limit') === '1000';
    brevo.faults.add({ kind: 'status', status: 524, body: '<html>timeout</html>', match: isFull });

    await harness.run();

    expect(harness.differences()).toEqual([]);
    expect(new Set(sizes())).toEqual(new Set(['1000', '500']));

    brevo.faults.clear();
    const [bare, silent, giant, ...others] = brevo.state.snapshot().contacts;
    brevo.odd.show('contacts', bare!.id, { attributes: [] });
    brevo.odd.show('contacts', silent!.id, { emailBlacklisted: undefined });
    brevo.odd.show('contacts', giant!.id, { attributes: { NOTE: 'x'.repeat(9_000_000) } });
    for (const { id } of others) brevo.odd.show('contacts', id, { attributes: { NOTE: 'x'.repeat(200_000) } });
    for (const { id } of world.customers.values())
      world.change({ do: 'updateCustomer', customerId: id, name: 'New Name' });
    await harness.run();

    // Of these two nobody knows what they have said: that counts as a no, and everything else of them is written.
    const unsure = [silent!.email, giant!.email].map((email) => `${email ?? ''}: on lists`);
    expect(harness.differences().filter((line) => !unsure.some((start) => line.startsWith(start)))).toEqual([]);
    expect(sizes()).toContain('1');
    expect(await causes(harness, 'unreadable')).toMatchObject([
      { kind: 'contact', key: 'unknown', detail: expect.stringContaining('8 MB') },
    ]);
  });

  it('when somebody else creates a missing attribute at the same moment, takes it as made', async () => {
    const harness = await open({ missingAttributes: ['CSAT_SCORE'] });
    const { brevo } = harness.sandbox;
    // The answer of the second of two creators; the first one is this same request.
    brevo.faults.add({
      kind: 'reset-after-commit',
      match: { method: 'POST', pathPrefix: '/v3/contacts/attributes/normal/CSAT_SCORE' },
      times: 1,
    });
    brevo.faults.add({
      ...{ kind: 'rewrite', rewrite: withoutScore, times: 1, skip: 1 },
      match: (request) => request.method === 'GET' && request.path === '/v3/contacts/attributes',
    });

    await harness.run();

    const creations = brevo.journal.requests({ method: 'POST', pathPrefix: '/v3/contacts/attributes' });
    expect(creations.map(({ status }) => status)).toEqual([0, 400]);
    expect(harness.differences()).toEqual([]);
    expect(brevo.state.dropped()).toMatchObject({ unknownAttributes: {}, wrongTypes: {} });
  });
});

/** What a reader sees who looks just before the attribute is made. */
function withoutScore(json: unknown): unknown {
  const { attributes } = json as { attributes: readonly { name: string }[] };
  return { attributes: attributes.filter(({ name }) => name !== 'CSAT_SCORE') };
}
