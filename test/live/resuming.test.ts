import { createHash } from 'node:crypto';
import { ensureSchedule, removeSchedule, runsOfSchedule } from '../../src/control/schedules';
import {
  ACCOUNT_ATTRIBUTE,
  automationsBackfillWorkflowId,
  campaignWorkflowId,
  incrementalScheduleId,
  TASK_QUEUE,
  WORKFLOW_TYPES,
} from '../../src/workflows/messages';
import { eventually } from '../support/eventually';
import { ACCOUNT, BREVO_KEY, GORGIAS } from '../support/connector';
import { type LiveHarness, openLiveHarness } from './harness';
import { timestampOf } from '../../src/domain/timestamp';

const A_DAY_MS = 86_400_000;

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);
const workflowOf = (name: string): string => campaignWorkflowId(ACCOUNT, idOf(name));

/** What waits for a person goes on as soon as that person has acted. A campaign has no time of its own for that (spec 5c), a run tries after minutes. */
describe('what waits for a person', () => {
  let harness: LiveHarness;
  beforeAll(async () => {
    harness = await openLiveHarness({
      world: { customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } },
    });
  });
  afterAll(() => harness.end());
  afterEach(async () => {
    harness.sandbox.brevo.setApiKey(BREVO_KEY);
    harness.sandbox.gorgias.setCredentials(GORGIAS);
    await harness.connector.control.rotateKey(ACCOUNT, { brevoApiKey: BREVO_KEY, gorgiasApiKey: GORGIAS.apiKey });
  });

  const askFor = async (name: string): Promise<void> => {
    const { store, control } = harness.connector;
    const id = idOf(name);
    const params = { gift: 'mug' };
    const askedAt = timestampOf(new Date());
    const emailKey = `${name}@customer.example.com`;
    await store.campaignRequests.ask(ACCOUNT, { id, name, ticketId: null, emailKey, params, askedAt });
    await control.triggerCampaign(ACCOUNT, id);
  };
  const stateOf = async () => (await harness.connector.control.automationsBackfill(ACCOUNT))?.progress?.state;
  const beginBackfill = async () => {
    const since = new Date(Date.now() - A_DAY_MS).toISOString();
    const { runId } = await harness.connector.control.startAutomationsBackfill(ACCOUNT, since);
    return runId;
  };
  const historyOf = async (workflowId: string) =>
    (await harness.connector.client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
  /** It stands as held, and its workflow has nothing to do. */
  const waits = async (name: string): Promise<boolean> => {
    const request = await harness.connector.store.campaignRequests.find(ACCOUNT, idOf(name));
    const last = (await historyOf(workflowOf(name))).at(-1);
    const isIdle =
      last?.workflowTaskCompletedEventAttributes !== null && last?.workflowTaskCompletedEventAttributes !== undefined;
    return request?.status === 'held' && isIdle;
  };
  const hasTimers = async (workflowId: string): Promise<boolean> =>
    (await historyOf(workflowId)).some(
      ({ timerStartedEventAttributes: timer }) => timer !== null && timer !== undefined,
    );
  const wokeByItself = async (workflowId: string): Promise<boolean> =>
    (await historyOf(workflowId)).some(({ timerFiredEventAttributes: timer }) => timer !== null && timer !== undefined);
  const sent = (name: string): boolean =>
    harness.sandbox.brevo.state.events().some((event) => event.name === name.toUpperCase());

  it('because its keys are refused, goes on at once when they are rotated: campaigns that programs asked for, and a reading back', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.setApiKey('rotated-brevo');
    sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'rotated-gorgias' });
    await askFor('refused');
    await eventually(() => waits('refused'));
    const runId = await beginBackfill();
    await eventually(async () => (await stateOf()) === 'waiting');
    expect(await connector.store.accounts.find(ACCOUNT)).toMatchObject({ state: 'refused' });

    await connector.control.rotateKey(ACCOUNT, { brevoApiKey: 'rotated-brevo', gorgiasApiKey: 'rotated-gorgias' });
    await eventually(() => sent('refused'));
    await connector.client.workflow.getHandle(automationsBackfillWorkflowId(ACCOUNT), runId).result();

    expect(await hasTimers(workflowOf('refused'))).toBe(false);
    expect(await wokeByItself(automationsBackfillWorkflowId(ACCOUNT))).toBe(false);
  });

  it('because its keys are refused, goes on at once however many wait: one request tries for all, and wakes those that came too early', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.setApiKey('rotated-brevo');
    const names = Array.from({ length: 15 }, (_, nth) => `many${String(nth)}`);
    for (const name of names) await askFor(name);
    await eventually(async () => (await Promise.all(names.map(waits))).every(Boolean));
    // Nobody gets through while the one is under way.
    sandbox.brevo.faults.add({ kind: 'delay', ms: 1_000, times: 1 });

    await connector.control.rotateKey(ACCOUNT, { brevoApiKey: 'rotated-brevo' });

    await eventually(() => names.every(sent));
  });

  it('because it was skipped, and is asked for again before its workflow has ended, is decided again', async () => {
    const { store, control } = harness.connector;
    const request = { id: idOf('again'), name: 'again', ticketId: null, emailKey: null, params: {} };
    for (let turn = 0; turn < 10; turn += 1) {
      await store.campaignRequests.ask(ACCOUNT, { ...request, askedAt: timestampOf(new Date()) });
      await control.triggerCampaign(ACCOUNT, request.id);
      await eventually(
        async () => {
          // Without a pause: the next one has to come within the moments in which the workflow ends.
          for (let looks = 0; looks < 200; looks += 1)
            if ((await store.campaignRequests.find(ACCOUNT, request.id))?.status === 'skipped') return true;
          return false;
        },
        () => `not decided in turn ${String(turn)}`,
      );
    }
  });

  it('because the account is paused, stands still and goes on at once when it is resumed', async () => {
    const { connector, sandbox } = harness;
    await connector.control.pause(ACCOUNT);
    await askFor('paused');
    await eventually(() => waits('paused'));
    expect(await connector.store.campaignRequests.find(ACCOUNT, idOf('paused'))).toMatchObject({
      ...{ status: 'held', reason: 'the connector is paused' },
    });
    expect(sandbox.brevo.state.events().map(({ name }) => name)).not.toContain('PAUSED');

    // New keys, and a start of the connector, which saves those of its environment, are no resuming.
    const { control, store } = connector;
    const keys = { email: GORGIAS.email, gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY };
    await control.rotateKey(ACCOUNT, keys);
    await store.accounts.save({ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, ...keys });
    await control.install({ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, ...keys });
    expect(await store.accounts.find(ACCOUNT)).toMatchObject({ state: 'paused' });
    const signals = (await historyOf(workflowOf('paused'))).filter(
      ({ workflowExecutionSignaledEventAttributes: signal }) => signal !== null && signal !== undefined,
    );
    expect(signals.length).toBeLessThanOrEqual(1);

    await connector.control.resume(ACCOUNT);
    await eventually(() => sent('paused'));

    expect(await hasTimers(workflowOf('paused'))).toBe(false);
  });

  describe('as an incremental sync, because the account is paused,', () => {
    const pausedInStore = () => harness.connector.store.accounts.setState(ACCOUNT, 'paused', { reason: null });
    const state = async (workflowId: string) =>
      (await harness.connector.client.workflow.getHandle(workflowId).describe()).status.name;

    it('goes on when it is resumed, whoever has begun it: the schedule, which begins no other meanwhile, or somebody by an id of their own', async () => {
      const { client, control } = harness.connector;
      await pausedInStore();
      const own = `incremental-sync/${ACCOUNT}-by-hand`;
      const [taskQueue, args] = [TASK_QUEUE, [{ account: ACCOUNT }]];
      await client.workflow.start(WORKFLOW_TYPES.incrementalSync, { taskQueue, workflowId: own, args });
      await ensureSchedule(client, ACCOUNT, { everyMs: A_DAY_MS });
      await eventually(async () => (await runsOfSchedule(client, ACCOUNT)).length === 1);
      const [ofSchedule = ''] = await runsOfSchedule(client, ACCOUNT);
      for (const id of [own, ofSchedule]) await eventually(() => hasTimers(id));
      await eventually(async () => (await listed(own)).includes(own));

      await control.resume(ACCOUNT);

      for (const id of [own, ofSchedule]) await eventually(async () => (await state(id)) === 'COMPLETED');
      expect(await Promise.all([own, ofSchedule].map(wokeByItself))).toEqual([false, false]);
      await removeSchedule(client, ACCOUNT);
    });

    it('is begun by the schedule again after each resuming, of however many, and by a start where one was lost', async () => {
      const { client, control } = harness.connector;
      const schedule = client.schedule.getHandle(incrementalScheduleId(ACCOUNT));
      const isPaused = async () => (await schedule.describe()).state.paused;
      await ensureSchedule(client, ACCOUNT, { everyMs: A_DAY_MS });
      const left: boolean[] = [];
      // Of going on and running at once the server lost the first about one time in four.
      for (let turn = 0; turn < 15; turn += 1) {
        await control.pause(ACCOUNT);
        await control.resume(ACCOUNT);
        left.push(await isPaused());
      }
      expect(left).not.toContain(true);

      await schedule.pause('tajo connectors pause gorgias');
      await ensureSchedule(client, ACCOUNT, { everyMs: A_DAY_MS });
      expect(await isPaused()).toBe(false);
      await schedule.pause('looked into by Ann');
      await ensureSchedule(client, ACCOUNT, { everyMs: A_DAY_MS });
      expect(await control.schedulePause(ACCOUNT)).toBe('looked into by Ann');
      await control.resume(ACCOUNT);
      expect(await control.schedulePause(ACCOUNT)).toBeNull();
      await removeSchedule(client, ACCOUNT);
    });

    it('goes on also when it hears of the pause only after it was resumed', async () => {
      const { control, store } = harness.connector;
      await pausedInStore();
      let seen = 0;
      const find = async (account: string) => {
        const row = await store.accounts.find(account);
        // Between its reading and its answer the person has resumed.
        if (row?.state === 'paused' && (seen += 1) === 1) await control.resume(ACCOUNT);
        return row;
      };
      await harness.connector.restartWorker({ store: { ...store, accounts: { ...store.accounts, find } } });

      const { workflowId } = await control.startSync({ account: ACCOUNT }, 'incremental');
      await harness.connector.client.workflow.getHandle(workflowId).result();

      expect(seen).toBe(1);
      expect(await hasTimers(workflowId)).toBe(false);
      await harness.connector.restartWorker();
    });

    /** Whether Temporal's list, which may lag behind, knows that id. */
    const listed = async (workflowId: string): Promise<readonly string[]> => {
      const ids: string[] = [];
      const query = `WorkflowId = '${workflowId}' and ${ACCOUNT_ATTRIBUTE.name} = '${ACCOUNT}'`;
      for await (const one of harness.connector.client.workflow.list({ query })) ids.push(one.workflowId);
      return ids;
    };
  });
});
