import { timestampOf } from '../../src/domain/timestamp';
import { ACCOUNT, BREVO_KEY, GORGIAS } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      join: { when: neutral, delay: 0s, send: { list_id: 2 } }
      later: { when: no_survey, delay: 1h, send: { event: LATER } }
      win-back: { when: dissatisfied, delay: 0s, expires: 1h, send: { template_id: 12 } }`;
const HOUR = 3_600_000;

describe('the end of a ticket', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) =>
      yaml.replace('campaigns: {}', CAMPAIGNS).replace('per_customer: 1', 'per_customer: 2'),
    );
    end = () => harness.end();
  });
  afterAll(() => end());

  test('when the feed tells of the answer after the look, the timeline hears of it before the campaign, which says all of it', async () => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email: 'ann@customer.example.com', name: 'Ann' });
    const ref = { account: ACCOUNT, ticketId };
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    await harness.sync();
    const { at } = await harness.run((all) => all.readTicket(ref, []));
    await harness.run((all) => all.sendTimeline(ref));

    harness.happen({ do: 'scoreSurvey', ticketId, score: 5, comment: 'well done' });
    await harness.sync();
    const early = await harness.run((all) => all.settleOutcome(ref, at));
    const late = await harness.refresh(ticketId);

    expect(early).toMatchObject({ done: false, until: expect.any(String) });
    expect(late).toMatchObject({ done: true, outcome: 'satisfied' });
    const events = harness.sandbox.brevo.state.events();
    expect(events.map(({ name }) => name)).toEqual([
      ...['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED', 'UPSELL'],
    ]);
    expect(events.at(-1)?.properties).toMatchObject({ satisfaction_score: 5, satisfaction_comment: 'well done' });
  });

  test('of a person who was erased and is allowed back causes nothing if it was before, nor where it had caused a campaign; what comes counts', async () => {
    const [email, word] = ['back@customer.example.com', { subject: 'hello', channel: 'email' } as const];
    const before = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Back' });
    const customerId = harness.sandbox.world.tickets.get(before)?.customerId ?? 0;
    const rate = (ticketId: number): void => {
      harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      harness.happen({ do: 'sendSurvey', ticketId });
      harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
    };
    const told = async (...ticketIds: readonly number[]): Promise<readonly string[]> => {
      await harness.sync();
      await harness.run((all) => all.tellCustomers({ account: ACCOUNT, dryRun: false }));
      for (const id of ticketIds) await harness.refresh(id);
      return harness.sandbox.brevo.state
        .events()
        .flatMap(({ name, properties }) => (ticketIds.includes(Number(properties['ticket_id'])) ? [name] : []));
    };
    rate(before);
    const once = await told(before);
    expect(once).toEqual(expect.arrayContaining(['SUPPORT_TICKET_RESOLVED', 'UPSELL']));

    const { privacy } = harness.store;
    const { person } = await privacy.begin(ACCOUNT, email, { brevo: false });
    while (!(await privacy.eraseSlice(ACCOUNT, person)));
    await privacy.finish(ACCOUNT, person);
    const meanwhile = harness.happen({ do: 'openTicket', customerId, ...word });
    rate(meanwhile);
    expect(await told(meanwhile)).toEqual([]);
    await privacy.allow(ACCOUNT, email);

    // Something is heard of both, and they are read whole.
    for (const ticketId of [before, meanwhile]) harness.happen({ do: 'touchTicket', ticketId });
    expect(await told(before, meanwhile)).toEqual(once);
    harness.happen({ do: 'reopenTicket', ticketId: before });
    await told(before);
    harness.happen({ do: 'closeTicket', ticketId: before, surveyDelayMs: 0 });
    expect(await told(before)).toEqual([...once, 'SUPPORT_TICKET_REOPENED', 'SUPPORT_TICKET_RESOLVED']);
    const kept = await harness.store.decisions.ofTicket(ACCOUNT, before);
    const why = 'this ticket caused a campaign before its customer was erased: at most one per ticket, ever';
    expect(kept.map(({ kind, rules }) => [kind, rules.at(-1)?.sentence])).toContainEqual(['skip', why]);

    const fresh = harness.happen({ do: 'openTicket', customerId, ...word });
    rate(fresh);
    expect(await told(fresh)).toEqual(once);
    const created = harness.sandbox.brevo.state.events().filter(({ name }) => name === 'SUPPORT_CUSTOMER_CREATED');
    expect(created.filter(({ properties }) => properties['customer_id'] === customerId)).toHaveLength(1);
  });

  test('of a hold comes with the next sync when the ticket that it was for has become another customer’s', async () => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email: 'held@customer.example.com', name: 'Held' });
    const customerId = harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
    const other = harness.happen({ do: 'openTicket', customerId });
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
    await harness.sync();
    await harness.refresh(ticketId);
    const elsewhere = harness.happen({ do: 'createCustomer', email: 'elsewhere@customer.example.com' });
    harness.happen({ do: 'moveTicketToCustomer', ticketId: other, customerId: elsewhere });
    // The list of tickets shows it after those that are due were signalled.
    await harness.sync();
    await harness.sync();
    const [state] = await harness.store.db.query(
      'select stage, signalled_at > stood_at as "isSignalled" from ticket_states where account = $1 and ticket_id = $2',
      [ACCOUNT, ticketId],
    );

    expect(state).toEqual({ stage: 'held', isSignalled: true });
    // The last word takes the decision's place: that it was held, and by which, is noted.
    const held = (await harness.store.tickets.notes(ACCOUNT, ticketId)).filter(({ note }) =>
      note.includes('held back'),
    );
    expect(held.map(({ note }) => note)).toEqual([
      expect.stringMatching(new RegExp(`^the campaign is held back: .*${String(other)}`)),
    ]);
    await harness.refresh(ticketId);
    const sent = harness.sandbox.brevo.state.events().filter(({ name }) => name === 'UPSELL');
    const own = sent.find(({ properties }) => properties['ticket_id'] === ticketId);
    // It was decided two syncs before: what starts an automation is dated when it leaves.
    expect(Date.parse(own?.date ?? '')).toEqual(own?.receivedAt);
  });

  test('counts for the campaigns of the person’s other tickets as it was answered at last, whatever was decided before', async () => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email: 'anew@customer.example.com', name: 'Anew' });
    const others = async () => {
      const csat = { waitMs: HOUR, satisfiedFrom: 4, dissatisfiedTo: 2 };
      const about = { exceptTicketId: 0, watchedFrom: timestampOf(0), csat };
      const [other] = await harness.store.ticketReader.othersOf(ACCOUNT, 'anew@customer.example.com', about);
      return other?.outcome;
    };
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
    await harness.sync();
    await harness.refresh(ticketId);
    expect(await others()).toBe('satisfied');
    harness.happen({ do: 'scoreSurvey', ticketId, score: 1 });
    await harness.refresh(ticketId);
    expect(await others()).toBe('dissatisfied');
  });

  test('puts nobody on a list a second time, which starts nothing in Brevo, and says so; who has left it meanwhile is put there', async () => {
    const first = harness.happen({ do: 'openTicketByNewcomer', email: 'twice@customer.example.com', name: 'Twice' });
    const customerId = harness.sandbox.world.tickets.get(first)?.customerId ?? 0;
    const rated = async (ticketId: number) => {
      harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      harness.happen({ do: 'sendSurvey', ticketId });
      harness.happen({ do: 'scoreSurvey', ticketId, score: 3 });
      await harness.refresh(ticketId);
      const [decision] = await harness.store.decisions.ofTicket(ACCOUNT, ticketId);
      return [decision?.kind, decision?.rules.find(({ rule }) => rule === 'not_on_list')?.sentence];
    };
    const again = () => rated(harness.happen({ do: 'openTicket', customerId }));
    const passed = ['send', 'the contact is not on the list yet'];

    expect(await rated(first)).toEqual(passed);
    expect(await again()).toEqual(['skip', expect.stringMatching(/^the contact is on the list already/)]);
    const snapshot = harness.sandbox.brevo.state.snapshot();
    harness.sandbox.brevo.state.restore({
      ...snapshot,
      contacts: snapshot.contacts.map((one) => ({ ...one, listIds: one.listIds.filter((id) => id !== 2) })),
    });
    expect(await again()).toEqual(passed);
  });

  test('of a campaign that a program asked for is kept by the words of the policy’s, and the program hears that it was not sent', async () => {
    const { campaignRequests, campaignHistory, funnels } = harness.store;
    const settled = (id: string) => harness.run((all) => all.settleRequest(ACCOUNT, id));
    const ask = async (id: string): Promise<unknown> => {
      const emailKey = `${id}@customer.example.com`;
      const askedAt = timestampOf(new Date());
      await campaignRequests.ask(ACCOUNT, { id, name: 'win-back', ticketId: null, emailKey, params: {}, askedAt });
      return settled(id);
    };
    const refuse = (status: number, code: string): void => {
      const match = { method: 'POST', pathPrefix: '/v3/smtp/email' } as const;
      harness.sandbox.brevo.faults.add({ kind: 'status', status, body: { code, message: 'no' }, match, times: 1 });
    };
    refuse(400, 'invalid_parameter');
    const refused = await ask('refused');
    refuse(402, 'not_enough_credits');
    const waits = await ask('waits');
    await harness.later(2 * HOUR);
    await harness.store.db.query('delete from account_holds');
    const tooLate = await settled('waits');
    const [since, to] = [timestampOf(Date.now() - HOUR), timestampOf(Date.now() + HOUR)];
    const groups = await campaignHistory.groups(ACCOUNT, { since, campaign: 'win-back' });
    const requested = await funnels.requested(ACCOUNT, { from: since, to });
    // Asked for again it has another chance, as ever.
    await harness.later(0);
    const again = await ask('waits');

    expect([refused, waits, tooLate, again]).toMatchObject(
      ['skipped', 'held', 'skipped', 'sent'].map((status) => ({ status })),
    );
    expect(groups.map(({ fate, why }) => `${fate}: ${why}`).sort()).toEqual([
      'given-up: brevo.rejected',
      expect.stringMatching(/^given-up: it could not be sent by .* too late/),
    ]);
    expect(requested).toEqual([{ campaign: 'win-back', fate: 'given-up', requests: 2 }]);
  });

  test('that waited when the connector was uninstalled is settled when it is installed again, and nothing says any more that it waits', async () => {
    const open = (email: string) => harness.happen({ do: 'openTicketByNewcomer', email, name: 'Waits' });
    const [delayed, asked, held] = [
      open('a@customer.example.com'),
      open('b@customer.example.com'),
      open('c@customer.example.com'),
    ];
    harness.happen({ do: 'openTicket', customerId: harness.sandbox.world.tickets.get(held)?.customerId ?? 0 });
    harness.happen({ do: 'closeTicket', ticketId: delayed, survey: 'skip' });
    for (const ticketId of [asked, held]) harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    for (const ticketId of [asked, held]) harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId: held, score: 5 });
    await harness.sync();
    for (const ticketId of [delayed, asked, held]) await harness.refresh(ticketId);
    const { accounts, decisions, stories } = harness.store;
    const pending = async () => (await decisions.ofTicket(ACCOUNT, delayed))[0]?.kind;
    expect(await pending()).toBe('wait');

    await accounts.uninstall(ACCOUNT);
    const keys = { email: GORGIAS.email, gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY };
    await accounts.save({ account: ACCOUNT, domain: `${ACCOUNT}.gorgias.com`, ...keys });
    for (const ticketId of [delayed, held]) {
      const [decision] = await decisions.ofTicket(ACCOUNT, ticketId);
      expect(decision).toMatchObject({ kind: 'skip', until: null });
      expect(decision?.rules.at(-1)?.rule).toBe('still_installed');
    }
    const said = async () => {
      const told: unknown[] = [];
      for (const id of [delayed, asked, held]) told.push(await stories.ticket(ACCOUNT, id));
      return told;
    };
    const words = [/^closed, no survey/, /^closed, waiting for the answer/, /^closed, satisfied with a score of 5/].map(
      (start) => ({
        sentence: expect.stringMatching(
          new RegExp(`${start.source}[^;]*; no campaign: the connector was uninstalled before it could be sent`),
        ),
      }),
    );
    expect(await said()).toMatchObject(words);
    for (const ticketId of [delayed, asked, held]) await harness.refresh(ticketId);
    expect(await said()).toMatchObject(words);
  });
});
