import type { SandboxRequest } from '../../packages/sandbox/http/types';
import type { QuarantineRow } from '../../src/store/types';
import { isConnectorError } from '../../src/domain/errors/connector-error';
import { ticketWorkflowId } from '../../src/workflows/messages';
import { openPermissionHarness, type PermissionHarness } from '../live/permission/harness';
import { shortTimes } from '../live/harness';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { type FullRuns, fullRunsOf } from '../support/full-runs';
import type { Closing } from '../support/open-connector';

/** So many connections end while the run is under way. */
const CONNECTIONS_CUT = 20;

const LIVE = (yaml: string): string =>
  shortTimes(
    yaml
      .replace('auto: false', 'auto: true')
      .replace('id: GORGIAS_ID', 'id: GORGIAS_ID\n      note: SUPPORT_NOTE')
      .replace('campaigns: {}', 'campaigns:\n      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }'),
  );

/** One stage for all: each odd thing happens in the live system while another person comes, is served, told and written as if nothing were. */
describe('beside it everybody is served', () => {
  let harness: PermissionHarness;
  let full: FullRuns;
  /** Who was there before anything happened, enough for an import. */
  let regulars: readonly { readonly id: number; readonly email: string }[] = [];
  const closing: Closing = [];
  beforeAll(async () => {
    harness = await openPermissionHarness({
      edit: LIVE,
      // Enough without a phone: whoever has one is written singly.
      world: { customers: 90, tickets: 10, surveys: 0, active: { customers: 0, messages: 0 }, oddities: false },
    });
    closing.push(() => harness.end());
    full = fullRunsOf(closing, { ...harness, account: ACCOUNT });
    await full.run();
    regulars = [...harness.sandbox.world.customers.values()].flatMap(({ id, email }) =>
      email === null || contact(email) === null ? [] : [{ id, email }],
    );
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterEach(() => {
    harness.sandbox.gorgias.faults.clear();
    harness.sandbox.brevo.faults.clear();
  });

  const brevo = () => harness.sandbox.brevo;
  const contact = (email: string) => brevo().state.contact(email);
  const aside = async (cause: string): Promise<readonly Pick<QuarantineRow, 'kind' | 'key' | 'held'>[]> =>
    (await harness.connector.store.quarantine.list(ACCOUNT, { cause, limit: 100 })).map(({ kind, key, held }) => ({
      kind,
      key,
      held,
    }));
  const customerOf = (ticketId: number): number => harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  const listOf = async (tag: string): Promise<number> =>
    (await harness.connector.store.contacts.tagLists(ACCOUNT)).get(tag) ?? 0;
  const isOn = async (email: string, tag: string): Promise<boolean> =>
    brevo()
      .state.members(await listOf(tag))
      .includes(email);
  const isCompleted = async (ticketId: number): Promise<boolean> => {
    const handle = harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));
    return (await handle.describe()).status.name === 'COMPLETED';
  };
  const holds = (): Promise<readonly unknown[]> => harness.connector.store.admission.holds(ACCOUNT);
  const rename = (name: string): void => {
    for (const { id } of regulars) harness.sandbox.world.change({ do: 'updateCustomer', customerId: id, name });
  };
  const areNamed = (name: string): boolean =>
    regulars.every(({ email }) => contact(email)?.attributes['FIRSTNAME'] === name);
  let people = 0;
  /** Another person is happy with support, and one who has never written appears: both at once, both within seconds. */
  const beside = async (): Promise<void> => {
    const nr = (people += 1);
    const [happy, silent] = [`happy-${String(nr)}@beside.example.com`, `silent-${String(nr)}@beside.example.com`];
    harness.sandbox.world.change({ do: 'createCustomer', email: silent, name: 'Silent' });
    const ticket = await harness.closed(happy, 5);
    await harness.sync();
    await eventually(
      () => harness.sent(ticket).includes('UPSELL') && contact(happy)?.listIds.includes(36) === true,
      () => `${happy} is not served: ${harness.timeline(ticket).join()}, ${JSON.stringify(contact(happy))}`,
    );
    await eventually(
      () => contact(silent)?.listIds.includes(35) === true,
      () => `${silent} is not written`,
    );
  };
  /** Brevo does not take what is sent or asked below this path with these words in it. */
  const refuses = (words: string, message: string, below = '/v3/'): void =>
    brevo().faults.add({
      kind: 'status',
      status: 400,
      body: { code: 'invalid_parameter', message },
      match: ({ path, rawBody }) =>
        path.startsWith(below) && (decodeURIComponent(path).includes(words) || rawBody.includes(words)),
    });

  it('when a host is written in Unicode, it is asked and written as ASCII; a local part that Brevo refuses is set aside (B5)', async () => {
    refuses('münchen', 'email is not valid');
    refuses('jürgen', 'email is not valid');
    const host = await harness.closed('info@münchen-laden.de', 5);
    const local = await harness.closed('jürgen@customer.example.com', 5);

    await beside();

    await eventually(() => harness.sent(host).includes('UPSELL'));
    expect(contact('info@xn--mnchen-laden-dlb.de')?.attributes).toMatchObject({ CSAT_SCORE: 5 });
    await eventually(() => isCompleted(host));
    // Whose address Brevo does not take is asked for again until the campaign is too late.
    const refused = { kind: 'contact', key: String(customerOf(local)), held: true };
    await eventually(async () => (await aside('brevo.rejected')).some((one) => one.key === refused.key));
    expect(await aside('brevo.rejected')).toContainEqual(refused);
    expect(harness.sent(local)).toEqual([]);
  });

  it('when Brevo takes a tag for no list, that tag is set aside, and the ticket’s other tag has its list (B6)', async () => {
    const long = 'x'.repeat(300);
    refuses(long, 'List name is too long', '/v3/contacts/lists');
    const email = 'tagged@customer.example.com';
    const ticket = await harness.closed(email, 5);
    for (const tag of [long, 'short']) await harness.happen({ do: 'addTag', ticketId: ticket, tag });

    await beside();

    await eventually(() => isOn(email, 'short'));
    await eventually(() => harness.sent(ticket).includes('UPSELL'));
    expect(await aside('brevo.rejected')).toContainEqual({ kind: 'tag', key: long.slice(0, 100), held: false });
  });

  it('when the list of a tag is deleted in Brevo by hand, it is made again with everybody who belongs on it (B7)', async () => {
    const email = 'tagged@customer.example.com';
    const before = await listOf('short');
    brevo().people.deleteList(before);
    const ticket = await harness.closed('also-tagged@customer.example.com', null);
    await harness.happen({ do: 'addTag', ticketId: ticket, tag: 'short' });

    await beside();

    await eventually(async () => (await isOn(email, 'short')) && isOn('also-tagged@customer.example.com', 'short'));
    expect(await listOf('short')).not.toBe(before);
  });

  it('when a firewall before Brevo answers one person’s note with 403, that record waits, and no key counts as refused (B9)', async () => {
    const odd = '<img onerror=alert(1)>';
    const isOdd = ({ rawBody }: SandboxRequest): boolean => rawBody.includes('onerror');
    brevo().faults.add({ kind: 'html', status: 403, match: isOdd });
    const email = 'noted@customer.example.com';
    const ticket = await harness.closed(email, 5);
    harness.sandbox.world.change({ do: 'updateCustomer', customerId: customerOf(ticket), note: odd });
    await harness.sync();

    await beside();

    const key = String(customerOf(ticket));
    await eventually(async () => (await aside('brevo.unavailable')).some((row) => row.key === key));
    expect(await holds()).toEqual([]);
    expect((await harness.connector.store.accounts.find(ACCOUNT))?.state).toBe('connected');

    harness.sandbox.world.change({ do: 'updateCustomer', customerId: customerOf(ticket), note: 'harmless' });
    await harness.sync();
    await eventually(() => contact(email)?.attributes['SUPPORT_NOTE'] === 'harmless');
  });

  it('when gateways answer 404, 403 and 200 with their own pages, or 200 with nothing, it is asked again, and nothing is taken for gone (B10)', async () => {
    const email = 'gateway@customer.example.com';
    const ticket = await harness.closed(email, null);
    await eventually(() => harness.timeline(ticket).includes('SUPPORT_TICKET_RESOLVED'));
    const { gorgias } = harness.sandbox;
    const ofTicket = ({ path }: SandboxRequest): boolean => path === `/api/tickets/${String(ticket)}`;
    const ofPerson = ({ path, rawBody }: SandboxRequest): boolean =>
      decodeURIComponent(path).endsWith(email) || rawBody.includes(email);
    for (const status of [404, 403, 200]) {
      gorgias.faults.add({ kind: 'html', status, match: ofTicket, times: 1 });
      brevo().faults.add({ kind: 'html', status, match: ofPerson, times: 1 });
    }
    gorgias.faults.add({ kind: 'empty', match: ofTicket, times: 1 });
    const before = { ...brevo().faults.played };
    brevo().faults.add({ kind: 'empty', match: ofPerson, times: 1 });
    const logged = harness.connector.logs().length;
    await harness.rate(ticket, 5);

    await beside();

    await eventually(() => harness.sent(ticket).includes('UPSELL'));
    expect(gorgias.faults.played).toEqual({ html: 3, empty: 1 });
    expect(brevo().faults.played).toMatchObject({ html: (before['html'] ?? 0) + 3, empty: 1 });
    expect(contact(email)?.listIds).toContain(36);
    expect(await holds()).toEqual([]);
    expect(harness.connector.logs().slice(logged)).not.toContain('account.refused');
    expect(
      await harness.connector.store.db.query('select 1 from tickets where id = $1 and deleted_at is not null', [
        ticket,
      ]),
    ).toEqual([]);
  });

  it('when Postgres ends every connection, time and again while a run is under way, the run ends right (B15)', async () => {
    rename('Reconnected');
    const { ended } = await full.begin();
    const { store } = harness.connector;
    const others = 'datname = current_database() and pid <> pg_backend_pid()';
    let isOver = false;
    const cut = async (): Promise<number> => {
      for (let broken = 0; ; await new Promise((resolve) => setTimeout(resolve, 150))) {
        if (isOver || broken >= CONNECTIONS_CUT) return broken;
        const rows = await store.db
          .query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`)
          .catch((thrown: unknown) =>
            isConnectorError(thrown, 'store.unavailable') ? [] : Promise.reject(thrown as Error),
          );
        broken += rows.length;
      }
    };
    const cutting = cut();

    await beside();
    await ended.finally(() => (isOver = true));

    expect(await cutting).toBeGreaterThan(0);
    await eventually(() => areNamed('Reconnected'));
  });

  it('when a list goes between the check and the import, the list is named, its contacts are written singly and the run ends (B8)', async () => {
    rename('Renamed');
    const before = brevo().journal.total;
    const goes = ({ method, path }: SandboxRequest): boolean => {
      if (method === 'POST' && path === '/v3/contacts/import') brevo().people.deleteList(35);
      return false;
    };
    brevo().faults.add({ kind: '5xx', match: goes });

    await full.run();

    const imports = brevo().journal.requests({ pathPrefix: '/v3/contacts/import', sinceSeq: before });
    expect(imports.length).toBeGreaterThan(0);
    await eventually(() => areNamed('Renamed'));
    expect(await aside('brevo.not_found')).toContainEqual({ kind: 'list', key: '35', held: false });
  });
});
