import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { type LiveHarness, openLiveHarness } from './harness';
import { timestampOf } from '../../src/domain/timestamp';

const A_MONTH_MS = 30 * 86_400_000;

describe('reading automations back', () => {
  let harness: LiveHarness;
  beforeAll(async () => {
    harness = await openLiveHarness();
  });
  afterAll(() => harness.end());

  test('when the feed is read back in a workflow, what ran before the installation is counted once, and its progress is told', async () => {
    const { sandbox, connector } = harness;
    const { control, store } = connector;
    const ticketId = sandbox.world.change({ do: 'openTicketByNewcomer', email: 'early@customer.example.com' });
    sandbox.world.change({ do: 'runRule', ticketId, rule: { id: 501, name: 'Tag shipping' }, addTags: ['shipping'] });
    await store.db.query(
      'update accounts set (installed_at, tell_from) = (clock_timestamp(), clock_timestamp()) where account = $1',
      [ACCOUNT],
    );
    const since = timestampOf(Date.now() - A_MONTH_MS);
    const read = () => control.automationsBackfill(ACCOUNT);
    const rule = async () =>
      (await store.automations.report(ACCOUNT, since)).automations.find(({ id }) => id === '501');

    expect(await read()).toBeNull();
    for (let round = 0; round < 2; round += 1) {
      const { workflowId, runId } = await control.startAutomationsBackfill(ACCOUNT, since);
      expect(workflowId).toBe(`automations-backfill/${ACCOUNT}`);
      await connector.client.workflow.getHandle(workflowId, runId).result();
    }

    await eventually(
      async () => (await read())?.progress?.percent === 100,
      () => 'the progress was never complete',
    );
    expect(await read()).toMatchObject({
      run: { state: 'completed', failure: null },
      progress: { state: 'completed' },
    });
    expect(await rule()).toMatchObject({ name: 'Tag shipping', runs: 1, tickets: 1 });
  });
});
