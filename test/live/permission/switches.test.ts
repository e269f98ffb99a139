import { ACCOUNT, BREVO_KEY, GORGIAS } from '../../support/connector';
import { eventually } from '../../support/eventually';
import { openPermissionHarness, type PermissionHarness } from './harness';

const TIMELINE = ['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED'];
const MANY = Number(process.env['PAUSED_TICKETS'] ?? 40);

/** Who may be written to at all: switched off, paused, away, or not yet told about (cases A5 to A8). */
describe('while the connector', () => {
  let harness: PermissionHarness;
  beforeEach(async () => {
    harness = await openPermissionHarness();
  });
  afterEach(() => harness.end());

  const requests = (since: { gorgias: number; brevo: number }): readonly string[] => {
    const { gorgias, brevo } = harness.sandbox;
    return [
      ...gorgias.journal.requests({ sinceSeq: since.gorgias }),
      ...brevo.journal.requests({ sinceSeq: since.brevo }),
    ].map(({ method, path }) => `${method} ${path}`);
  };
  const totals = () => ({
    gorgias: harness.sandbox.gorgias.journal.total,
    brevo: harness.sandbox.brevo.journal.total,
  });
  const events = (email: string): readonly string[] =>
    harness.sandbox.brevo.state
      .events()
      .flatMap(({ name, identifiers }) => (identifiers['email_id'] === email ? [name] : []));

  it('is switched off nothing is asked of either vendor; on again, what is still true is done (A5)', async () => {
    const { connector, sandbox } = harness;
    const before = await harness.closed('before@customer.example.com', 5);
    await eventually(() => harness.sent(before).length === 1);

    await connector.restartWorker({ config: harness.settings((config) => ({ ...config, enabled: false })) });
    const asked = totals();
    const kept = await harness.closed('kept@customer.example.com', 5);
    const reopened = await harness.closed('reopened@customer.example.com', 1);
    sandbox.world.change({ do: 'reopenTicket', ticketId: reopened });
    await harness.hint(before);
    await expect(connector.control.startSync({ account: ACCOUNT })).rejects.toMatchObject({ code: 'account.off' });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(requests(asked)).toEqual([]);

    await connector.restartWorker();
    await harness.sync();
    await eventually(() => harness.sent(kept).length === 1);
    await eventually(() => harness.timeline(reopened).length >= 3);
    expect(harness.sent(kept)).toEqual(['UPSELL']);
    expect(harness.sent(reopened)).toEqual([]);
    expect(harness.timeline(kept)).toEqual(expect.arrayContaining(TIMELINE));
  });

  it('did not know an event’s name, what happened then is not told when it learns it (A6)', async () => {
    const { connector, sandbox } = harness;
    const unmapped = harness.settings((config) => {
      const known = Object.entries(config.eventMapping);
      const eventMapping = known.filter(([event]) => event !== 'customer.created' && event !== 'ticket.reopened');
      return { ...config, eventMapping: Object.fromEntries(eventMapping) };
    });
    await connector.restartWorker({ config: unmapped });
    const old = await harness.closed('old@customer.example.com', null);
    await harness.happen({ do: 'reopenTicket', ticketId: old });
    await harness.sync();
    await eventually(() => harness.timeline(old).includes('SUPPORT_TICKET_RESOLVED'));

    await connector.restartWorker();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const fresh = await harness.closed('fresh@customer.example.com', null);
    await harness.happen({ do: 'reopenTicket', ticketId: fresh });
    await harness.hint(old);
    await harness.sync();
    await harness.sync();
    await eventually(() => harness.timeline(fresh).includes('SUPPORT_TICKET_REOPENED'));
    await eventually(() => events('fresh@customer.example.com').includes('SUPPORT_CUSTOMER_CREATED'));

    expect(events('old@customer.example.com')).not.toContain('SUPPORT_CUSTOMER_CREATED');
    expect(harness.timeline(old)).not.toContain('SUPPORT_TICKET_REOPENED');
    expect(sandbox.brevo.state.duplicateEvents()).toEqual([]);
  });

  it('was uninstalled, what happened then is not told and causes no campaign, and the contact is right (A7)', async () => {
    const { connector, sandbox } = harness;
    const known = await harness.closed('known@customer.example.com', null);
    await eventually(() => harness.timeline(known).length >= 2);
    await connector.control.uninstall(ACCOUNT, { purge: false });
    const customerId = sandbox.world.tickets.get(known)?.customerId ?? 0;
    const between = sandbox.world.change({ do: 'openTicket', customerId });
    sandbox.world.change({ do: 'closeTicket', ticketId: between, surveyDelayMs: 0 });
    sandbox.world.change({ do: 'sendSurvey', ticketId: between });
    sandbox.world.change({ do: 'scoreSurvey', ticketId: between, score: 5 });
    const publishedBefore = sandbox.brevo.state.events().length;
    await new Promise((resolve) => setTimeout(resolve, 50));

    const keys = { email: GORGIAS.email, gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY };
    await connector.control.install({ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, ...keys });
    await connector.sync();
    await harness.sync();
    await harness.hint(between);
    await eventually(async () => (await connector.store.tickets.load(ACCOUNT, between))?.level !== undefined);
    await harness.sync();

    expect(sandbox.brevo.state.events().slice(publishedBefore)).toEqual([]);
    expect(sandbox.brevo.state.mails()).toEqual([]);
    expect(sandbox.brevo.state.contact('known@customer.example.com')).toMatchObject({
      ...{ attributes: { TICKET_COUNT: 2, CSAT_SCORE: 5 }, listIds: [35, 36] },
    });
  });

  it('is paused nothing is written, whoever was about to: what waited is told once when it goes on (A8)', async () => {
    const { connector, sandbox } = harness;
    for (let nr = 0; nr < 120; nr += 1)
      sandbox.world.change({ do: 'createCustomer', email: `nr-${String(nr)}@crowd.example.com`, name: 'Nr' });
    // Brevo is down for writes: everything waits to be told, and a full sync is about to write.
    sandbox.brevo.faults.add({ kind: '5xx', match: ({ method }) => method !== 'GET' });
    const tickets: number[] = [];
    for (let nr = 0; nr < MANY; nr += 1)
      tickets.push(
        await harness.happen({ do: 'openTicketByNewcomer', email: `w-${String(nr)}@wait.example.com`, name: 'W' }),
      );
    await connector.control.startSync({ account: ACCOUNT });
    await eventually(() => harness.writesSince(0).length > MANY / 4);

    await connector.control.pause(ACCOUNT);
    const returned = sandbox.brevo.journal.total;
    sandbox.brevo.faults.clear();
    for (const ticketId of tickets.slice(0, 5)) await harness.hint(ticketId);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    expect(harness.writesSince(returned)).toEqual([]);

    await connector.control.resume(ACCOUNT);
    await harness.sync();
    await eventually(() => tickets.every((ticketId) => harness.timeline(ticketId).length >= 1));
    await eventually(() => sandbox.brevo.state.contact('nr-119@crowd.example.com') !== null);
    expect(tickets.flatMap((ticketId) => harness.timeline(ticketId))).toEqual(
      tickets.map(() => 'SUPPORT_TICKET_OPENED'),
    );
    expect(sandbox.brevo.state.duplicateEvents()).toEqual([]);
  });
});
