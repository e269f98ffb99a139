import { Agent } from 'node:http';
import { createClient } from '../../src/temporal/connect';
import { createConnectorControl } from '../../src/control/connector-control';
import { ACCOUNT_ATTRIBUTE, TICKET_ID_ATTRIBUTE, ticketWorkflowId } from '../../src/workflows/messages';
import { type RunningApi, startApi } from '../api/running-api';
import { type OpenedStore, openTestStore, testKeyring } from '../store/stores';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';
import { eventually } from '../support/eventually';
import { knock, type KnockAnswer, SECRET } from '../webhooks/send-webhook';

const ACCOUNT = 'yourstore';
/** `LOAD_SECONDS=60` makes it the load that the guarantee speaks of. */
const LOAD_SECONDS = Number(process.env['LOAD_SECONDS'] ?? 4);
const A_SECOND = 25;

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);

describe('webhooks on a real Temporal server', () => {
  let temporal: TestTemporal | null = null;
  let api: RunningApi | null = null;
  let opened: OpenedStore | null = null;
  let temporalClient: ReturnType<typeof createClient> | null = null;
  let control: ReturnType<typeof createConnectorControl>;
  const agent = new Agent({ keepAlive: true });

  beforeAll(async () => {
    temporal = await startTestTemporal();
    temporalClient = createClient({ keyring: testKeyring(), address: temporal.address, proxies: {} });
    const { client } = temporalClient;
    opened = await openTestStore();
    control = createConnectorControl({
      ...{ client, store: opened.store, syncEveryMs: () => null },
      settingsOf: () => ({ enabled: true, eventMapping: {} }),
    });
    api = await startApi({
      webhookSecrets: [SECRET],
      webhooksPerSecond: 1_000,
      connector: control,
    });
    const keys = { email: 'you@yourstore.com', gorgiasApiKey: 'a', brevoApiKey: 'b' };
    await api.store.accounts.save({ account: ACCOUNT, domain: 'yourstore.gorgias.com', ...keys });
  });
  afterAll(async () => {
    agent.destroy();
    await api?.close();
    await control.settled();
    await opened?.close();
    await temporalClient?.connection.close();
    await temporal?.end();
  });

  const webhook = (ticketId: number): Promise<KnockAnswer> =>
    knock(api!.url, { body: JSON.stringify({ ticket_id: String(ticketId), trigger: 'ticket-updated' }), agent });
  const handle = (ticketId: number) => temporalClient!.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));
  const signals = async (ticketId: number): Promise<number> => {
    const { events } = await handle(ticketId).fetchHistory();
    return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
  };

  it('when a ticket is reported twice, its one workflow has both signals, its search attributes and a name', async () => {
    await webhook(1);
    await control.ticketEvent(ACCOUNT, 1, { source: 'sdk', trigger: 'ticket.updated' });
    const described = await handle(1).describe();

    expect(await signals(1)).toBe(2);
    expect(described.type).toBe('ticketWorkflow');
    expect(described.typedSearchAttributes.get(ACCOUNT_ATTRIBUTE)).toBe(ACCOUNT);
    expect(described.typedSearchAttributes.get(TICKET_ID_ATTRIBUTE)).toBe('1');
    expect(described.priority?.priorityKey).toBe(1);
    expect(await described.staticSummary()).toBe('Ticket 1');
  });

  it(`when ${A_SECOND} webhooks a second come for ${LOAD_SECONDS} s, all are acknowledged and every ticket has its signal`, async () => {
    const [took, sent]: [number[], Promise<number>[]] = [[], []];
    for (let count = 0; count < A_SECOND * LOAD_SECONDS; count += 1) {
      const startedAt = performance.now();
      sent.push(
        webhook(1_000 + count).then(({ status }) => {
          took.push(performance.now() - startedAt);
          return status;
        }),
      );
      await later(1_000 / A_SECOND);
    }
    const statuses = await Promise.all(sent);
    took.sort((one, other) => one - other);
    process.stdout.write(
      `${statuses.length} webhooks: p50 ${quantile(took, 0.5)} ms, p99 ${quantile(took, 0.99)} ms, max ${quantile(took, 1)} ms\n`,
    );

    expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([]);
    for (const [index, status] of statuses.entries()) if (status === 202) expect(await signals(1_000 + index)).toBe(1);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(statuses.length / 2);
  });

  it('when hundreds report one ticket at once, a few signals cover them all', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => webhook(2)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await signals(2)).toBeGreaterThanOrEqual(1);
    expect(await signals(2)).toBeLessThan(300);
  });

  it('while the server is killed, webhooks get 503, and each that got 202 before, between or after is there', async () => {
    const answers: { ticketId: number; status: number }[] = [];
    let over = false;
    const sender = async (first: number): Promise<void> => {
      for (let ticketId = first; !over; ticketId += 4) {
        answers.push({ ticketId, status: (await webhook(ticketId)).status });
        await later(20);
      }
    };
    const senders = [0, 1, 2, 3].map((offset) => sender(100_000 + offset));
    const seen = (status: number, from: number): Promise<void> =>
      eventually(
        () => answers.slice(from).some((answer) => answer.status === status),
        () => `no ${String(status)} came`,
      );
    try {
      await seen(202, 0);
      const restarted = temporal!.restart();
      await seen(503, 0);
      await restarted;
      await seen(202, answers.length);
    } finally {
      over = true;
    }
    await Promise.all(senders);

    expect(answers.filter(({ status }) => status !== 202 && status !== 503)).toEqual([]);
    for (const { ticketId, status } of answers) if (status === 202) expect(await signals(ticketId)).toBe(1);
  });
});
