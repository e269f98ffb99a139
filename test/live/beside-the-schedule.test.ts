import { ensureSchedule, removeSchedule } from '../../src/control/schedules';
import { timestampOf } from '../../src/domain/timestamp';
import { incrementalSyncWorkflowId, publishingWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { openSubscriberHarness, type SubscriberHarness } from './subscriber-harness';

const EVERY_MS = 1_000;
/** Below what goes by an import while tickets are at work: written one by one. */
const CROWD = 60;
const RESOURCES = [['customers'], ['satisfaction_surveys'], undefined, ['customers']] as const;

/** What goes on while the schedule runs every second, without any webhook. */
describe('beside the schedule', () => {
  let harness: SubscriberHarness;
  beforeAll(async () => {
    harness = await openSubscriberHarness();
    await harness.connector.sync();
    await ensureSchedule(harness.connector.client, ACCOUNT, { everyMs: EVERY_MS });
  });
  afterAll(async () => {
    await removeSchedule(harness.connector.client, ACCOUNT);
    await harness.end();
  });

  it('the feed is read and tickets are told while contacts are published, however long that takes', async () => {
    const { sandbox, connector } = harness;
    const due = async (): Promise<number> => (await connector.store.contacts.countDue(ACCOUNT)).due;
    const ticketId = harness.openTicket();
    await eventually(() => harness.timeline(ticketId).includes('SUPPORT_TICKET_OPENED'));
    sandbox.brevo.faults.add({ kind: 'delay', ms: 400, match: { pathPrefix: '/v3/contacts' } });
    for (let nr = 0; nr < CROWD; nr += 1)
      sandbox.world.change({ do: 'createCustomer', email: `nr-${String(nr)}@crowd.example.com`, name: 'Nr' });
    await eventually(async () => (await due()) > CROWD / 2);

    sandbox.world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    await eventually(() => harness.timeline(ticketId).includes('SUPPORT_TICKET_RESOLVED'));

    expect(await due()).toBeGreaterThan(0);
    // It waits for whoever has paused the account, and goes on at once.
    await connector.control.pause(ACCOUNT);
    sandbox.brevo.faults.clear();
    await connector.control.resume(ACCOUNT);
    await eventually(async () => (await due()) === 0);
    const publishing = connector.client.workflow.getHandle(publishingWorkflowId(ACCOUNT));
    await eventually(async () => (await publishing.describe()).status.name === 'COMPLETED');
    expect(sandbox.brevo.state.contact(`nr-${String(CROWD - 1)}@crowd.example.com`)).not.toBeNull();
  });

  it('the feed is read also while Brevo does not answer at all, and by a worker that has never asked it', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.faults.add({ kind: '5xx' });
    await connector.restartWorker();
    const restarted = timestampOf(new Date());

    await eventually(async () => ((await connector.store.runs.watermark(ACCOUNT, 'events')) ?? '') > restarted);

    sandbox.brevo.faults.clear();
  });

  it('programs that sync at the same time, and at the same second as the schedule, all come to a good end', async () => {
    const { connectors } = harness.client('programs');
    const syncs = RESOURCES.map((resources) => connectors.sync('gorgias', { type: 'incremental', resources }));

    const ended = await Promise.all(syncs);

    expect(ended.map(({ state }) => state)).toEqual(RESOURCES.map(() => 'completed'));
    // The two that wanted the same came to one run, or to two in turn.
    expect(new Set(ended.map(({ runId }) => runId)).size).toBeGreaterThanOrEqual(3);
    expect(new Set(ended.map(({ workflowId }) => workflowId))).toEqual(new Set([incrementalSyncWorkflowId(ACCOUNT)]));
  });
});
