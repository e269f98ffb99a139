import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }`;

/** One odd address costs its own contact and nothing else (design D15, cases B4 and B5). */
describe('a closed and well rated ticket', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
    end = () => harness.end();
  });
  afterAll(() => end());

  const rated = async (email: string) => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Odd' });
    const customerId = harness.sandbox.world.state.tickets.get(ticketId)!.customerId!;
    await harness.refresh(ticketId);
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
    await harness.sync();
    return { status: await harness.refresh(ticketId), customerId: String(customerId) };
  };
  const causesOf = async (key: string): Promise<readonly string[]> =>
    (await harness.store.quarantine.list(ACCOUNT, { limit: 100 })).flatMap((row) =>
      row.key === key ? [row.cause] : [],
    );
  const campaigns = (): number => harness.sandbox.brevo.state.events().filter(({ name }) => name === 'UPSELL').length;

  it.each([
    'maria silva@example.com',
    'x@y@example.org',
    'none',
    'a@example.com, b@example.com',
    'no\u00A0break@example.com',
  ])('of %j ends without a campaign, and the address is set aside', async (email) => {
    const before = campaigns();
    const { status, customerId } = await rated(email);

    expect(status).toMatchObject({ done: true, outcome: 'satisfied' });
    expect(campaigns()).toBe(before);
    expect(await causesOf(customerId)).toContain('invalid_email');
  });

  it('whose address is corrected after all is told that the customer is new, once', async () => {
    const email = 'corrected@customer.example.com';
    const { customerId } = await rated('also none');
    const announce = () => harness.run((all) => all.tellCustomers({ account: ACCOUNT, dryRun: false }));
    const isAnnounced = (): boolean[] =>
      harness.sandbox.brevo.state
        .events()
        .filter(({ name }) => name === 'SUPPORT_CUSTOMER_CREATED')
        .map(({ identifiers }) => identifiers['email_id'] === email);
    await announce();
    const before = isAnnounced();
    harness.happen({ do: 'setEmail', customerId: Number(customerId), email });
    await harness.sync();
    await announce();
    await announce();

    expect(before).not.toContain(true);
    expect(isAnnounced().filter(Boolean)).toHaveLength(1);
  });

  it('of a host in Unicode is asked and written as ASCII everywhere', async () => {
    const { brevo } = harness.sandbox;
    const body = { code: 'invalid_parameter', message: 'email is not valid' };
    const inUnicode = encodeURIComponent('ü');
    brevo.faults.add({
      kind: 'status',
      status: 400,
      body,
      match: ({ path, rawBody }) => path.includes(inUnicode) || rawBody.includes('münchen'),
    });
    const before = campaigns();

    const { status } = await rated('Info@München-Laden.de');

    expect(status).toMatchObject({ done: true, outcome: 'satisfied' });
    expect(brevo.faults.played).toEqual({});
    expect(brevo.state.contact('info@xn--mnchen-laden-dlb.de')?.attributes).toMatchObject({ CSAT_SCORE: 5 });
    expect(campaigns()).toBe(before + 1);
    brevo.faults.clear();
  });

  it('in both spellings of its host is one contact: what both people have counts, and who is deleted takes nothing from the other', async () => {
    const contact = () => harness.sandbox.brevo.state.contact('twin@xn--bcher-kva.example');
    const before = campaigns();

    const { customerId } = await rated('twin@bücher.example');
    await rated('twin@xn--bcher-kva.example');
    expect(campaigns()).toBe(before + 1);
    expect(contact()?.attributes).toMatchObject({ TICKET_COUNT: 2 });
    const lists = contact()?.listIds;
    harness.happen({ do: 'deleteCustomer', customerId: Number(customerId) });
    await harness.sync();

    expect(contact()?.attributes).toMatchObject({ TICKET_COUNT: 1, CSAT_SCORE: 5 });
    expect(contact()?.listIds).toEqual(lists);
  });

  it('of a local part that Brevo does not take is set aside, and its campaign waits for another answer', async () => {
    const { brevo } = harness.sandbox;
    const body = { code: 'invalid_parameter', message: 'email is not valid' };
    const odd = encodeURIComponent('jürgen');
    brevo.faults.add({
      kind: 'status',
      status: 400,
      body,
      match: ({ path, rawBody }) => path.includes(odd) || rawBody.includes('jürgen'),
    });

    const { status, customerId } = await rated('jürgen@example.com');

    // A Brevo that refuses everybody today knows them tomorrow: it ends when the campaign is too late.
    expect(status).toMatchObject({ done: false, outcome: 'satisfied' });
    // Of whom nobody can say whether they may be mailed, nobody asks Brevo to.
    expect(status.sentence).toContain('Brevo does not take');
    expect(await causesOf(customerId)).toContain('brevo.rejected');
    brevo.faults.clear();
  });

  it.each([
    [405, { code: 'method_not_allowed', message: 'no' }],
    [400, { message: 'no' }],
  ])(
    'is not said to be refused when the question about consent is answered by %s, which names none',
    async (status, body) => {
      const { brevo } = harness.sandbox;
      const email = `asked${String(status)}@customer.example.com`;
      const match = { method: 'GET', pathPrefix: `/v3/contacts/${encodeURIComponent(email)}` } as const;
      const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
      await harness.refresh(ticketId);
      harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      harness.happen({ do: 'sendSurvey', ticketId });
      harness.happen({ do: 'scoreSurvey', ticketId, score: 5 });
      brevo.faults.add({ kind: 'status', status, body, match });

      await expect(harness.refresh(ticketId)).rejects.toMatchObject({ code: 'brevo.protocol' });
      const [decision] = await harness.store.decisions.ofTicket(ACCOUNT, ticketId);
      expect(decision).toMatchObject({ kind: 'held', why: expect.stringContaining('waits for Brevo to say whether') });
      const before = campaigns();
      brevo.faults.clear();
      await harness.refresh(ticketId);
      expect(campaigns()).toBe(before + 1);
    },
  );

  it('that has been another’s for a while is put on its lists again', async () => {
    const email = 'back@customer.example.com';
    const { customerId } = await rated(email);
    const lists = (): readonly number[] => harness.sandbox.brevo.state.contact(email)?.listIds ?? [];
    const before = lists();
    // What a single write does not empty an import empties, which a later sync confirms.
    let minutes = 0;
    const moved = async (to: string): Promise<void> => {
      harness.happen({ do: 'setEmail', customerId: Number(customerId), email: to });
      for (let syncs = 0; syncs < 3; syncs += 1) {
        await harness.sync();
        await harness.later((minutes += 1) * 60_000);
      }
    };
    await moved('elsewhere@customer.example.com');
    const meanwhile = lists();
    await moved(email);

    expect([before, meanwhile, lists()]).toEqual([[35, 36], [], [35, 36]]);
  });
});
