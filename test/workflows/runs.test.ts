import { type AuditEnd, auditWorkflowId, fullSyncWorkflowId } from '../../src/workflows/messages';
import { useOwnHarness } from '../support/own-harness';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { expectedContacts } from '../support/oracle';

/** Spec 16; which difference is which is shown in `test/activities/audit.test.ts`. */
describe('an audit', () => {
  const open = useOwnHarness();

  it('goes on after a pause, and Brevo equals the mapping again after its repair', async () => {
    const harness = await open();
    const { sandbox, connector } = harness;
    await harness.run();
    const { state } = sandbox.brevo;
    const snapshot = state.snapshot();
    // Fewer than half: a type of which most values are gone would be written anew by itself.
    const contacts = snapshot.contacts.map((contact, index) =>
      index % 4 === 0 ? { ...contact, attributes: without(contact.attributes, 'TICKET_COUNT') } : contact,
    );
    state.restore({ ...snapshot, contacts });
    const damaged = harness.differences().length;

    await connector.control.pause(ACCOUNT);
    const { runId } = await connector.control.startAudit({ account: ACCOUNT, all: true, repair: true });
    await eventually(async () => (await connector.control.audit(ACCOUNT))?.progress?.state === 'paused');
    const paused = (await connector.control.audit(ACCOUNT))?.progress;
    const differencesPaused = harness.differences().length;
    await connector.control.resume(ACCOUNT);
    const end = (await connector.client.workflow.getHandle(auditWorkflowId(ACCOUNT)).result()) as AuditEnd;

    expect(damaged).toBeGreaterThan(3);
    expect(paused).toMatchObject({ phase: 'repairing', report: runId, ours: damaged });
    expect(differencesPaused).toBe(damaged);
    expect(end).toMatchObject({ report: runId, ours: damaged, others: 0, repaired: damaged });
    await eventually(() => Promise.resolve(harness.differences().length === 0));
    expect((await connector.control.audit(ACCOUNT))?.run.state).toBe('completed');
  });
});

function without(attributes: Readonly<Record<string, unknown>>, name: string): never {
  return Object.fromEntries(Object.entries(attributes).filter(([known]) => known !== name)) as never;
}

/** What a run can be told: a rehearsal, from a date on, some resources only. */
describe('a full sync', () => {
  const open = useOwnHarness();

  it('as a dry run writes nothing, and tells as many contacts as a real one then writes', async () => {
    const harness = await open({ missingAttributes: ['CSAT_SCORE', 'VIP_STATUS'] });
    const { sandbox, connector } = harness;

    const rehearsal = await connector.sync({ dryRun: true });
    const progress = await connector.control.progress(ACCOUNT);

    expect(sandbox.brevo.journal.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(sandbox.brevo.state.effectiveChanges()).toBe(0);
    expect(progress).toMatchObject({
      published: rehearsal.published,
      sentence: `dry run done: ${String(rehearsal.published)} contacts would be written, 0 unchanged`,
    });
    const { published } = await connector.sync();
    expect(rehearsal.published).toBe(published);
    expect(published).toBe(expectedContacts(sandbox.world, Date.now()).size);
    expect(harness.differences()).toEqual([]);
  });

  it('from a date on reads only what has changed since, and writes only whom it changed', async () => {
    const harness = await open();
    const { sandbox, connector } = harness;
    const whole = await harness.run();
    const since = new Date().toISOString();
    const person = [...sandbox.world.customers.values()].find(({ email }) => email !== null);
    sandbox.world.change({ do: 'updateCustomer', customerId: person?.id ?? 0, name: 'Renamed Since' });
    const changes = sandbox.brevo.state.effectiveChanges();

    const totals = await connector.sync({ since, batchSize: 20 });

    expect(totals.pages).toBeLessThan(whole.pages / 2);
    expect(totals.published).toBe(1);
    expect(sandbox.brevo.state.effectiveChanges() - changes).toBe(1);
    expect(harness.differences()).toEqual([]);
  });

  it('of customers alone asks for no list of tickets or surveys', async () => {
    const { sandbox, connector } = await open();

    const totals = await connector.sync({ resources: ['customers'] });

    const lists = sandbox.gorgias.journal.requests().map(({ path }) => path);
    expect(lists).toContain('/api/customers');
    expect(lists.filter((path) => path === '/api/tickets' || path === '/api/satisfaction-surveys')).toEqual([]);
    expect(totals.published).toBe(expectedContacts(sandbox.world, Date.now()).size);
    expect(await connector.control.progress(ACCOUNT)).toMatchObject({
      resources: [{ name: 'customers', done: true }, { name: 'messages' }],
    });
  });

  it('without customers publishes nobody whom it does not know yet', async () => {
    const { sandbox, connector } = await open();

    const totals = await connector.sync({ resources: ['tickets', 'satisfaction_surveys', 'tags'] });

    expect(totals.published).toBe(0);
    expect(sandbox.brevo.state.effectiveChanges()).toBe(0);
  });

  it('that is asked for twice runs once: the same is joined, another waits, and who will not wait is refused', async () => {
    const harness = await open();
    const { connector } = harness;
    const waiting = { wait: true };
    const first = await harness.begin();

    const [joined, other, dry] = await Promise.all([
      connector.control.startSync({ account: ACCOUNT }, 'full', waiting),
      connector.control.startSync({ account: ACCOUNT, batchSize: 30 }, 'full', waiting),
      connector.control.startSync({ account: ACCOUNT, dryRun: true }, 'full', waiting),
    ]);
    await expect(harness.begin()).rejects.toMatchObject({ code: 'conflict.already_running' });

    const { runId } = joined;
    expect([joined, other, dry]).toMatchObject([
      { turn: 'joined', runId, workflowId: fullSyncWorkflowId(ACCOUNT) },
      { turn: 'waiting', runId },
      { turn: 'waiting', runId },
    ]);
    await first.ended;
    const next = await connector.control.startSync({ account: ACCOUNT, dryRun: true }, 'full', waiting);
    expect(next.turn).toBe('started');
    // Whoever followed the first one still learns how it ended, though another has taken its place.
    const [earlier, newest] = [runId, undefined].map((id) => connector.control.latestRun(ACCOUNT, 'full', id));
    expect(await earlier).toMatchObject({ runId, state: 'completed', failure: null });
    expect(await newest).toMatchObject({ runId: next.runId });
    expect(await connector.control.latestRun(ACCOUNT, 'full', 'no run')).toBeNull();
  });
});
