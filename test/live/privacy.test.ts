import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TajoClient } from '../../packages/sdk/index';
import { startApi } from '../../src/api';
import { endUnreadable } from '../../src/control/end-unreadable';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { erasureWorkflowId, ticketWorkflowId } from '../../src/workflows/messages';
import { tracesOf } from '../blind/traces';
import { dumpOf } from '../store/privacy-rows';
import { ACCOUNT, testConfig } from '../support/connector';
import { decodedHistory } from '../support/decoded-history';
import { eventually } from '../support/eventually';
import { createDatabase, type TestDatabase } from '../support/postgres';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';
import { ticketInput } from './ticket-input';

const API_KEY = 'test-key-of-the-api';

/** Somebody whose every text carries a word that stands nowhere else. */
interface Canary {
  readonly word: string;
  readonly email: string;
  readonly ticketId: number;
  readonly customerId: number;
}

/**
 * People who ask to be forgotten at the worst of moments (spec 17): each ends in "gone, and not brought back", and a search through
 * everything that is written finds nothing of them.
 */
describe('a person who asks to be erased', () => {
  let database: TestDatabase;
  let harness: LiveHarness;
  let api: Awaited<ReturnType<typeof startApi>>;
  let tajo: TajoClient;
  let bob: Canary;
  const lines: string[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    harness = await openLiveHarness({ edit: shortTimes, databaseUrl: database.url });
    const { connector, temporal } = harness;
    api = await startApi({
      ...{ store: connector.store, keyring: connector.keyring, config: testConfig(shortTimes) },
      ...{ metrics: createMetrics(), apiKey: API_KEY, webhookSecrets: [], host: '127.0.0.1', port: 0, orNext: false },
      log: createLog({ level: 'debug', json: true, destination: { write: (line) => lines.push(line) } }),
      ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
    });
    tajo = new TajoClient({ url: api.url, apiKey: API_KEY });
    await connector.sync();
    bob = await waitingForSurvey('bobsparrow');
  });
  afterAll(async () => {
    await api.close();
    await harness.end();
    await database.drop();
  });

  /** Writes, is answered, and has a ticket that waits for its survey to be answered. */
  async function waitingForSurvey(word: string): Promise<Canary> {
    const email = `${word}@customer.example.com`;
    const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email, name: word, subject: `help ${word}` });
    const customerId = harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
    await harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    await eventually(async () => (await harness.view(ticketId))?.waitingUntil !== null);
    await eventually(() => harness.sandbox.brevo.state.contact(email) !== null);
    return { word, email, ticketId, customerId };
  }

  /** Where the person is still found: tables, files of Temporal, logs, metrics. */
  async function foundOf({ word, email }: Canary): Promise<readonly string[]> {
    const { temporal, connector } = harness;
    const places: Readonly<Record<string, string | Buffer>> = {
      tables: await dumpOf(connector.store.db, ACCOUNT),
      logs: connector.logs() + lines.join(''),
      metrics: await (await fetch(`${api.url}/metrics`)).text(),
      ...Object.fromEntries(
        readdirSync(temporal.home)
          .filter((name) => name.startsWith('temporal.'))
          .map((name) => [name, readFileSync(join(temporal.home, name))]),
      ),
    };
    return Object.entries(places).flatMap(([place, bytes]) =>
      tracesOf([word, email], Buffer.from(bytes)).map((trace) => `${place}: ${trace}`),
    );
  }

  const inputOf = ({ ticketId }: Canary): Promise<unknown> => ticketInput(harness, database.url, ticketId);

  /** Runs in whose history, opened with all keys, the person is named: it holds ids, counts and our own sentences. */
  async function namedInHistories({ word }: Canary): Promise<readonly string[]> {
    const { client, keyring, store } = harness.connector;
    const codec = createPayloadCodec(keyring, store.historyKeys);
    const named: string[] = [];
    for await (const { workflowId, runId } of client.workflow.list()) {
      const text = await decodedHistory(await client.workflow.getHandle(workflowId, runId).fetchHistory(), codec);
      if (text.includes(word) || text.includes('@customer.')) named.push(workflowId);
    }
    return named;
  }

  const whyOf = async ({ email, ticketId }: Canary): Promise<readonly string[]> => [
    ...(await tajo.connectors.why('gorgias', { email })).reasons,
    ...(await tajo.connectors.why('gorgias', { ticketId })).reasons,
  ];

  const runs = async ({ ticketId }: Canary): Promise<string> =>
    (await harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId)).describe()).status.name;

  const runIdsOf = async (ticketIds: readonly number[]): Promise<readonly string[]> =>
    Promise.all(
      ticketIds.map(async (id) => {
        const { runId } = await harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, id)).describe();
        return runId;
      }),
    );

  test('while their ticket is running is gone everywhere, and nothing brings them back until they are allowed', async () => {
    const { sandbox, connector } = harness;
    const jane = await waitingForSurvey('janewagtail');
    const exported = await tajo.privacy.export(jane.email);
    expect(Object.keys(exported.tables)).toEqual(
      expect.arrayContaining([
        'customers',
        'tickets',
        'surveys',
        'ticket_states',
        'ticket_notes',
        'outbox',
        'contacts',
      ]),
    );
    expect(JSON.stringify(exported.tables)).toContain(`help ${jane.word}`);
    expect(await inputOf(jane)).toEqual({ account: ACCOUNT, ticketId: jane.ticketId });

    const receipt = await tajo.privacy.erase(jane.email, { brevo: true });

    expect(receipt).toMatchObject({ state: 'erased', workflowsEnded: 1, historyKeys: 1, brevo: { end: 'deleted' } });
    expect(receipt.deleted).toMatchObject({ customers: 1, tickets: 1, surveys: 1, ticket_states: 1, contacts: 1 });
    expect(await runs(jane)).toBe('TERMINATED');
    expect(await inputOf(jane)).toMatch(/^erased/);
    expect(await inputOf(bob)).toEqual({ account: ACCOUNT, ticketId: bob.ticketId });
    expect(sandbox.brevo.state.contact(jane.email)).toBeNull();
    expect(await foundOf(jane)).toEqual([]);
    expect((await tajo.privacy.export(jane.email)).tables).toEqual({});
    expect(await whyOf(jane)).toEqual([
      expect.stringMatching(/^Erased on .* at their request, in Brevo too; not brought back/),
      expect.stringMatching(/^Of the person whose ticket this is: Erased on /),
    ]);

    // Everything that tells of a person: lists, feed, webhook, program, a new ticket.
    const { world } = sandbox;
    const ticketId = world.change({ do: 'openTicket', customerId: jane.customerId, subject: `again ${jane.word}` });
    world.change({ do: 'setSubject', ticketId: jane.ticketId, subject: `more of ${jane.word}` });
    world.change({ do: 'reopenTicket', ticketId: jane.ticketId });
    const told = { type: 'ticket.updated' as const, payload: { ticketId } };
    await tajo.connectors.handleEvent('gorgias', told);
    await tajo.connectors.handleEvent('gorgias', { ...told, payload: { ticketId: jane.ticketId } });
    await harness.sync();
    await connector.sync();
    await harness.sync();
    // Nobody knew whose it was: it began, and was over with the first look. What is known begins nothing.
    await eventually(async () => (await runs({ ...jane, ticketId })) === 'COMPLETED');
    const began = await runIdsOf([ticketId, jane.ticketId]);
    for (const id of [ticketId, jane.ticketId])
      await tajo.connectors.handleEvent('gorgias', { ...told, payload: { ticketId: id } });
    expect(await runIdsOf([ticketId, jane.ticketId])).toEqual(began);
    expect(await runs(jane)).toBe('TERMINATED');
    expect(sandbox.brevo.state.contact(jane.email)).toBeNull();
    expect(await foundOf(jane)).toEqual([]);
    const campaign = tajo.campaigns.trigger('upsell', { email: jane.email });
    await expect(campaign).rejects.toMatchObject({ code: 'input.unknown_person' });

    expect(await tajo.privacy.allow(jane.email)).toMatchObject({ erasure: { state: 'allowed' } });
    await connector.sync();
    await eventually(() => sandbox.brevo.state.contact(jane.email) !== null);
    expect((await tajo.privacy.export(jane.email)).tickets.sort()).toEqual([jane.ticketId, ticketId].sort());
  });

  test('while a full sync is reading them is gone, and the page that was read is not kept of them', async () => {
    const { sandbox, connector } = harness;
    const kim = await waitingForSurvey('kimwagtail');
    let erased = false;
    // The page has been made, with this person on it, and arrives when the person is erased.
    const held = sandbox.gorgias.after({ method: 'GET', pathPrefix: '/api/customers' }, async () => {
      erased = (await tajo.privacy.erase(kim.email)).state === 'erased';
    });

    await connector.sync();

    expect([held.played, erased]).toEqual([1, true]);
    expect(await foundOf(kim)).toEqual([]);
    expect(await namedInHistories(kim)).toEqual([]);
    // Nobody has asked Brevo to forget, and an audit writes nothing down of whom it meets there.
    expect(sandbox.brevo.state.contact(kim.email)?.attributes['GORGIAS_ID']).toBeDefined();
    const { differences } = await tajo.connectors.audit('gorgias', { all: true });
    expect(differences.filter(({ kind }) => kind === 'stranger')).toEqual([]);
    expect(await foundOf(kim)).toEqual([]);
  });

  test('while a mail is on the wire is gone once the mail has its end, and it is not sent again', async () => {
    const { sandbox } = harness;
    const lou = await waitingForSurvey('louwagtail');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const mail = { method: 'POST', pathPrefix: '/v3/smtp/email' } as const;
    sandbox.brevo.before(mail, () => released);
    await harness.happen({ do: 'scoreSurvey', ticketId: lou.ticketId, score: 1 }, { ticketId: lou.ticketId });
    await eventually(() => sandbox.brevo.journal.count(mail) === 1);

    let person = '';
    const erasing = tajo.privacy.erase(lou.email, { onStart: (started) => (person = started.person) });
    await eventually(() => person !== '');
    const handle = harness.connector.client.workflow.getHandle(erasureWorkflowId(ACCOUNT, person));
    await eventually(async () => JSON.stringify(await handle.fetchHistory()).includes('timerStartedEventAttributes'));
    expect(await runs(lou)).toBe('TERMINATED');
    expect(await tajo.privacy.receipt(person)).toMatchObject({ state: 'erasing', storeAt: null });
    release();

    expect(await erasing).toMatchObject({ state: 'erased', workflowsEnded: 1 });
    expect(sandbox.brevo.journal.count(mail)).toBe(1);
    expect(await foundOf(lou)).toEqual([]);
    expect(await inputOf(bob)).toEqual({ account: ACCOUNT, ticketId: bob.ticketId });
  });

  test('whose ticket has begun since a backup that was restored: it is ended, for its history opens for nobody, and starts anew', async () => {
    const [fin, eve] = [await waitingForSurvey('finsparrow'), await waitingForSurvey('evesparrow')];
    const { client, store } = harness.connector;
    const gus = await waitingForSurvey('gussparrow');
    // Whoever came back within ten seconds after they were erased has such a history, too.
    await endUnreadable(client, store.historyKeys);
    const keyOf = ({ ticketId }: Canary): readonly string[] => [ACCOUNT, `ticket/${String(ticketId)}`];
    const gone = 'delete from history_keys where account = $1 and subject = $2 returning id::text as id';
    const [lost] = await store.db.query<{ id: string }>(gone, keyOf(eve));
    // Erased and allowed since the backup: it has the key of before.
    const older = 'update history_keys set id = gen_random_uuid() where account = $1 and subject = $2';
    await store.db.query(older, keyOf(gus));
    const before = await runIdsOf([eve.ticketId]);
    expect(await endUnreadable(client, store.historyKeys)).toBe(2);
    expect([await runs(eve), await runs(gus), await runs(fin)]).toEqual(['TERMINATED', 'TERMINATED', 'RUNNING']);
    // Until no process remembers it.
    await eventually(async () => (await store.historyKeys.find(lost?.id ?? '')) === null);
    await harness.hint(eve.ticketId);
    await eventually(async () => (await harness.view(eve.ticketId))?.waitingUntil !== null);
    expect(await runIdsOf([eve.ticketId])).not.toEqual(before);
    expect(await endUnreadable(client, store.historyKeys)).toBe(0);
  });
});
