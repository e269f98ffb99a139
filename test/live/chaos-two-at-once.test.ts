import { campaignKey } from '../../src/activities/campaigns/campaign-key';
import { openActivityHarness, type ActivityHarness } from '../activities/activity-harness';
import { ACCOUNT } from '../support/connector';
import type { Fault } from '../../packages/sandbox/http/fault-types';
import type { Timestamp } from '../../src/domain/timestamp';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }
      newsletter: { when: neutral, delay: 0s, send: { list_id: 2 } }`;
/** After a lost answer Brevo is looked at for so long. */
const LATER_MS = 61_000;

describe('two at once', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
    end = () => harness.end();
  });
  afterEach(async () => {
    await harness.later(0);
    harness.sandbox.brevo.faults.clear();
  });
  afterAll(() => end());

  const ref = (ticketId: number): { account: string; ticketId: number } => ({ account: ACCOUNT, ticketId });
  const fault = (method: string, pathPrefix: string, effect: Fault): void =>
    harness.sandbox.brevo.faults.add({ ...effect, match: { method, pathPrefix }, times: 1 });

  let people = 0;
  const openTicket = (): number =>
    harness.happen({ do: 'openTicketByNewcomer', email: `one-${String((people += 1))}@two.example.com`, name: 'One' });
  const closeAndRate = (ticketId: number, score: number): void => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };
  /** A look up to the point where its end is settled; answers when it began. */
  const refreshWithoutEnd = async (ticketId: number): Promise<Timestamp> => {
    const { at } = await harness.run((all) => all.readTicket(ref(ticketId), []));
    await harness.run((all) => all.publishCustomer(ref(ticketId)));
    await harness.run((all) => all.sendTimeline(ref(ticketId)));
    return at;
  };
  const settle = (ticketId: number, at: Timestamp): Promise<unknown> =>
    harness.run((all) => all.settleOutcome(ref(ticketId), at));
  const sentOf = (ticketId: number): { keys: string[]; campaigns: number } => {
    const { events, mails } = harness.sandbox.brevo.state.snapshot();
    const of = events.filter(({ properties }) => properties['ticket_id'] === ticketId);
    return {
      keys: of.map(({ properties }) => String(properties['event_key']).split('/').slice(2).join('/')),
      campaigns:
        of.filter(({ name }) => name === 'UPSELL').length +
        mails.filter(({ params }) => params['ticket_id'] === ticketId).length,
    };
  };
  const campaignOf = async (ticketId: number): Promise<string | undefined> =>
    (await harness.store.outbox.find(ACCOUNT, campaignKey(ACCOUNT, ticketId)))?.state;

  test('when two tickets of one person are settled at the same moment under a cap of one, one campaign is sent', async () => {
    const first = openTicket();
    const customerId = harness.sandbox.world.tickets.get(first)?.customerId ?? 0;
    const second = harness.happen({ do: 'openTicket', customerId });
    for (const ticketId of [first, second]) closeAndRate(ticketId, 5);
    const results = [await refreshWithoutEnd(first), await refreshWithoutEnd(second)];

    await Promise.all([settle(first, results[0]!), settle(second, results[1]!)]);
    // Each may have found the other one undecided; whoever was held is woken.
    await Promise.all([harness.refresh(first), harness.refresh(second)]);

    expect(sentOf(first).campaigns + sentOf(second).campaigns).toBe(1);
    const decisions = await Promise.all([first, second].map((id) => harness.store.decisions.ofTicket(ACCOUNT, id)));
    expect(decisions.map((of) => of.at(-1)?.kind).sort()).toEqual(['send', 'skip']);
  });

  test('when a step is given out twice because a worker was taken for dead, each event and the campaign is sent once', async () => {
    const ticketId = openTicket();
    closeAndRate(ticketId, 5);
    const { at } = await harness.run((all) => all.readTicket(ref(ticketId), []));
    harness.sandbox.brevo.faults.add({ kind: 'delay', ms: 100, match: { method: 'POST', pathPrefix: '/v3/events' } });
    const twice = async (step: () => Promise<unknown>): Promise<void> => {
      const ends = await Promise.allSettled([step(), step()]);
      for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'brevo.busy' });
      await step();
    };

    await twice(() => harness.run((all) => all.sendTimeline(ref(ticketId))));
    await twice(() => settle(ticketId, at));

    expect(sentOf(ticketId).keys.sort()).toEqual([
      ...['campaign/1', 'opened/1', 'resolved/1', 'survey_answered/1', 'survey_sent/1'],
    ]);
  });

  test('when a contact is written twice at once, the one that knew less leaves it due, and Brevo ends with the newest', async () => {
    const first = openTicket();
    await harness.run((all) => all.readTicket(ref(first), []));
    const { email, id: customerId } = harness.sandbox.world.customers.get(
      harness.sandbox.world.tickets.get(first)?.customerId ?? 0,
    )!;
    fault('POST', '/v3/contacts', { kind: 'delay', ms: 1_500 });
    const { brevo } = harness.sandbox;
    const written = brevo.journal.count({ method: 'POST', pathPrefix: '/v3/contacts' });
    const slow = harness.run((all) => all.publishCustomer(ref(first)));
    while (brevo.journal.count({ method: 'POST', pathPrefix: '/v3/contacts' }) === written)
      await new Promise((resolve) => setTimeout(resolve, 5));

    const second = harness.happen({ do: 'openTicket', customerId });
    await harness.run((all) => all.readTicket(ref(second), []));
    await harness.run((all) => all.publishCustomer(ref(second)));
    await slow;
    expect(await harness.store.contacts.dueOf(ACCOUNT, [email!])).toHaveLength(1);

    await harness.run((all) => all.publishCustomer(ref(first)));
    expect(await harness.store.contacts.dueOf(ACCOUNT, [email!])).toEqual([]);
    const contact = brevo.state.contacts().find((one) => one.email === email);
    expect(contact?.attributes).toMatchObject({ TICKET_COUNT: 2 });
  });

  const busy: Fault = { kind: 'status', status: 425, body: { code: 'too_early', message: 'in flight' } };
  const refusal: Fault = { kind: 'status', status: 400, body: { code: 'invalid_parameter', message: 'no' } };
  const lost: Fault = { kind: 'reset-after-commit' };
  const lostBefore: Fault = { kind: 'reset-before' };

  test.each([
    ['has certainly done nothing', busy, 'intended', 'sent', 1],
    ['is refused', refusal, 'refused', 'refused', 0],
    ['loses its answer', lost, 'sending', 'sent', 1],
    ['is lost on its way', lostBefore, 'sending', 'sent', 1],
  ])('when the request of an event %s, the event is told once at most', async (_name, effect, state, end, times) => {
    const ticketId = openTicket();
    await harness.run((all) => all.readTicket(ref(ticketId), []));
    const stateNow = async (): Promise<string | undefined> =>
      (await harness.store.outbox.ofTicket(ACCOUNT, ticketId))[0]?.state;
    fault('POST', '/v3/events', effect);
    const step = (): Promise<unknown> => harness.run((all) => all.sendTimeline(ref(ticketId)));

    await step().catch(() => undefined);
    expect(await stateNow()).toBe(state);
    if (effect === lostBefore) {
      await expect(step()).rejects.toMatchObject({ code: 'brevo.busy' });
      await harness.later(LATER_MS);
    }
    await step();

    expect([await stateNow(), sentOf(ticketId).keys.length]).toEqual([end, times]);
  });

  const WAYS = {
    event: { score: 5, method: 'POST', path: '/v3/events' },
    mail: { score: 1, method: 'POST', path: '/v3/smtp/email' },
    list: { score: 3, method: 'POST', path: '/v3/contacts' },
  } as const;
  const FAULTS = { busy, refusal, lost, lostBefore } as const;

  test.each([
    ['event', 'busy', 'intended', 'sent', 1],
    ['event', 'refusal', 'refused', 'refused', 0],
    ['event', 'lost', 'sending', 'sent', 1],
    ['event', 'lostBefore', 'sending', 'unknown', 0],
    ['mail', 'busy', 'intended', 'sent', 1],
    ['mail', 'refusal', 'refused', 'refused', 0],
    ['mail', 'lost', 'sending', 'sent', 1],
    ['mail', 'lostBefore', 'sending', 'sent', 1],
    ['list', 'busy', 'intended', 'sent', 1],
    ['list', 'refusal', 'refused', 'refused', 0],
    ['list', 'lost', 'sending', 'sent', 1],
    ['list', 'lostBefore', 'sending', 'sent', 1],
  ] as const)('when a campaign by %s meets the fault "%s", it is %s, and %s in the end', async (...given) => {
    const [way, name, state, end, times] = given;
    const { score, method, path } = WAYS[way];
    const effect = FAULTS[name];
    const ticketId = openTicket();
    closeAndRate(ticketId, score);
    const at = await refreshWithoutEnd(ticketId);
    fault(method, path, effect);

    await settle(ticketId, at).catch(() => undefined);
    expect(await campaignOf(ticketId)).toBe(state);
    if (end === 'unknown') {
      await expect(settle(ticketId, at)).rejects.toMatchObject({ code: 'brevo.busy' });
      await harness.later(LATER_MS);
    }
    await harness.refresh(ticketId);
    await harness.refresh(ticketId);

    expect(await campaignOf(ticketId)).toBe(end);
    const { email } = harness.sandbox.world.customers.get(
      harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0,
    )!;
    const contact = harness.sandbox.brevo.state.contacts().find((one) => one.email === email);
    expect(way === 'list' ? Number(contact?.listIds.includes(2)) : sentOf(ticketId).campaigns).toBe(times);
    const listed = await harness.store.quarantine.list(ACCOUNT, { limit: 100 });
    expect(JSON.stringify(listed).includes(`"${String(ticketId)}"`)).toBe(end === 'unknown' || end === 'refused');
  });
});
