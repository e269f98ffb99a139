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
  }, 120_000);
  afterAll(() => end(), 60_000);

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

  it('of a local part that Brevo does not take is set aside, and ends', async () => {
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

    expect(status).toMatchObject({ done: true, outcome: 'satisfied' });
    expect(await causesOf(customerId)).toContain('brevo.rejected');
    brevo.faults.clear();
  });
});
