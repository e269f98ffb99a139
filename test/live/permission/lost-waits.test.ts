import { ticketWorkflowId } from '../../../src/workflows/messages';
import { ACCOUNT, GORGIAS } from '../../support/connector';
import { eventually } from '../../support/eventually';
import { shortTimes } from '../harness';
import { MINUTE_MS, openPermissionHarness, type PermissionHarness } from './harness';

const WAITING = Number(process.env['WAITING_TICKETS'] ?? 20);

/** No wait lives in Temporal alone, and what only a person can mend grows no history (cases B16 and B19). */
describe('a ticket that waits', () => {
  let harness: PermissionHarness;
  beforeEach(async () => {
    harness = await openPermissionHarness({ edit: (yaml) => shortTimes(yaml).replace('wait: 20s', 'wait: 30s') });
  });
  afterEach(() => harness.end());

  const workflow = (ticketId: number) =>
    harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));

  it('whose workflow was terminated by hand is decided all the same, within the next runs (B16)', async () => {
    const ticket = await harness.closed('lost@customer.example.com', null);
    await eventually(async () => (await harness.view(ticket))?.sentence.includes('waiting for the') === true);
    await workflow(ticket).terminate('by hand');
    await new Promise((resolve) => setTimeout(resolve, 31_000));
    await harness.sync();
    expect(harness.sent(ticket)).toEqual([]);

    await harness.later(11 * MINUTE_MS);
    await harness.sync();
    await eventually(() => harness.sent(ticket).length === 1);
    expect(harness.sent(ticket)).toEqual(['REMIND']);
  });

  it('for a key that is refused asks nothing of anybody, and goes on when there is another one (B19)', async () => {
    const { sandbox, connector } = harness;
    const tickets: number[] = [];
    for (let nr = 0; nr < WAITING; nr += 1)
      tickets.push(await harness.closed(`w-${String(nr)}@waiting.example.com`, null));
    let sentences: readonly (string | undefined)[] = [];
    await eventually(
      async () => {
        sentences = (await Promise.all(tickets.map((ticketId) => harness.view(ticketId)))).map(
          (view) => view?.sentence,
        );
        return sentences.every((sentence) => sentence?.includes('waiting for the') === true);
      },
      () => `they say ${sentences.join(', ')}`,
    );
    sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'another' });
    const asked = sandbox.gorgias.journal.total;
    // Their time comes one after the other; nobody may ask for each. On a loaded machine that of the first had come before.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const isOver = (sentence: string | undefined): boolean => sentence?.includes('is sent') === true;
    await eventually(
      async () => {
        sentences = (await Promise.all(tickets.map((ticketId) => harness.view(ticketId)))).map(
          (view) => view?.sentence,
        );
        return sentences.every((one) => isOver(one) || one?.startsWith('waiting: Gorgias refused') === true);
      },
      () => `they say ${sentences.join(', ')}`,
    );
    expect(sentences.filter(isOver).length).toBeLessThan(WAITING / 2);
    // Those whose time came in the same moment had asked before the first was answered.
    const refused = sandbox.gorgias.journal.total - asked;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(WAITING / 4);
    for (const ticketId of tickets.slice(-5)) await harness.hint(ticketId);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(sandbox.gorgias.journal.total - asked).toBe(refused);
    const alerts = connector
      .logs()
      .split('\n')
      .filter((line) => line.includes('"account.refused"'));
    expect(alerts).toHaveLength(1);
    expect(await connector.store.accounts.find(ACCOUNT)).toMatchObject({ state: 'refused' });

    sandbox.gorgias.setCredentials(GORGIAS);
    await connector.control.rotateKey(ACCOUNT, { gorgiasApiKey: GORGIAS.apiKey });
    await harness.sync();
    await eventually(() => tickets.every((ticketId) => harness.sent(ticketId).length === 1));
    expect(await connector.store.accounts.find(ACCOUNT)).toMatchObject({ state: 'connected' });
    for (const ticketId of tickets) {
      const { events } = await workflow(ticketId).fetchHistory();
      expect(events?.length ?? 0).toBeLessThan(120);
    }
  });
});
