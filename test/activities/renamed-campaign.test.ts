import { timestampOf } from '../../src/domain/timestamp';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';

const campaigns =
  (lines: string) =>
  (yaml: string): string =>
    yaml.replace('campaigns: {}', `campaigns:\n      ${lines}`);
const BEFORE = campaigns('win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }');

/** What is written down and held was never sent: when it may leave at last, `tajo.yaml` says what leaves. */
describe('when tajo.yaml changes while another ticket holds a campaign', () => {
  let harness: ActivityHarness;
  let people = 0;
  beforeAll(async () => {
    harness = await openActivityHarness(BEFORE);
  });
  afterAll(() => harness.end());
  beforeEach(() => harness.configure(BEFORE));

  const close = (ticketId: number, score: number): void => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };
  const campaignOf = (ticketId: number) =>
    harness.store.outbox.find(ACCOUNT, `${ACCOUNT}/${String(ticketId)}/campaign/1`);
  /** Two tickets of one person, of which the other one is open. */
  const opened = async (): Promise<{ ticketId: number; other: number }> => {
    const email = `held-${String((people += 1))}@customer.example.com`;
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    const customerId = harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
    const other = harness.happen({ do: 'openTicket', customerId });
    await harness.refresh(other);
    close(ticketId, 1);
    return { ticketId, other };
  };
  const held = async (): Promise<{ ticketId: number; other: number }> => {
    const both = await opened();
    await harness.refresh(both.ticketId);
    expect(await campaignOf(both.ticketId)).toMatchObject({ state: 'intended', name: 'win-back' });
    return both;
  };
  const letGo = async ({ ticketId, other }: { ticketId: number; other: number }): Promise<void> => {
    close(other, 5);
    await harness.refresh(other);
    await harness.refresh(ticketId);
  };
  const mailed = (ticketId: number): readonly unknown[] => {
    const { state } = harness.sandbox.brevo;
    const mails = state.mails().map(({ params, templateId }) => ({ of: params, what: templateId }));
    const events = state
      .events()
      .flatMap(({ name, properties }) => ('campaign' in properties ? [{ of: properties, what: name }] : []));
    return [...mails, ...events].flatMap(({ of, what }) => (of['ticket_id'] === ticketId ? [what] : []));
  };

  test.each([
    ['it has another name', 'win-back2: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }', 'win-back2', 12],
    [
      'another one is for this end',
      'sorry: { when: dissatisfied, delay: 0s, send: { event: SORRY } }',
      'sorry',
      'SORRY',
    ],
    [
      'it is sent otherwise',
      'win-back: { when: dissatisfied, delay: 0s, send: { event: SORRY } }',
      'win-back',
      'SORRY',
    ],
  ])('and %s, that is sent, once', async (_change, lines, name, sent) => {
    const both = await held();
    harness.configure(campaigns(lines));
    await letGo(both);
    await harness.refresh(both.ticketId);

    expect(mailed(both.ticketId)).toEqual([sent]);
    expect(await campaignOf(both.ticketId)).toMatchObject({ state: 'sent', name });
    const decisions = await harness.store.decisions.ofTicket(ACCOUNT, both.ticketId);
    expect(decisions.at(-1)).toMatchObject({ kind: 'send', campaign: name });
  });

  test('and none is for this end any more, it is given up for that reason', async () => {
    const both = await held();
    harness.configure(campaigns('thanks: { when: satisfied, delay: 1d, send: { template_id: 12 } }'));
    await letGo(both);

    const why = 'no campaign of the policy is for the outcome "dissatisfied"';
    expect(mailed(both.ticketId)).toEqual([]);
    expect(await campaignOf(both.ticketId)).toMatchObject({ state: 'given_up', reason: why });
    const decisions = await harness.store.decisions.ofTicket(ACCOUNT, both.ticketId);
    expect(decisions.at(-1)).toMatchObject({ kind: 'skip', why });
  });

  test('and it has a delay that is not over, nothing of what was written down before leaves', async () => {
    const both = await held();
    harness.configure(campaigns('win-back2: { when: dissatisfied, delay: 1d, send: { template_id: 12 } }'));
    await letGo(both);

    expect(await campaignOf(both.ticketId)).toMatchObject({
      ...{ state: 'given_up', reason: 'the policy has win-back2 for it now' },
    });
    await harness.later(25 * 3_600_000);
    await harness.refresh(both.ticketId);
    await harness.later(0);
    expect(mailed(both.ticketId)).toEqual([12]);
  });

  test('and the score is taken back in Gorgias meanwhile, nobody is mailed because of it, and it says so', async () => {
    const both = await held();
    harness.happen({ do: 'takeScoreBack', ticketId: both.ticketId });
    await harness.later(2 * 60_000);
    await letGo(both);
    await harness.refresh(both.ticketId);
    await harness.later(0);

    const why = 'the score was taken back in Gorgias, and the campaign is for "dissatisfied"';
    expect(mailed(both.ticketId)).toEqual([]);
    expect(await campaignOf(both.ticketId)).toMatchObject({ state: 'given_up', reason: why });
    const decisions = await harness.store.decisions.ofTicket(ACCOUNT, both.ticketId);
    expect(decisions.at(-1)).toMatchObject({ kind: 'skip', outcome: 'dissatisfied', score: 1, why });
  });

  test('whoever has read what was written down before can’t send it any more', async () => {
    const both = await held();
    const read = await campaignOf(both.ticketId);
    harness.configure(campaigns('win-back2: { when: dissatisfied, delay: 0s, send: { template_id: 13 } }'));
    await harness.refresh(both.ticketId);

    expect(await campaignOf(both.ticketId)).toMatchObject({ state: 'intended', name: 'win-back2' });
    expect(await harness.store.outbox.begin(ACCOUNT, read!)).toBeNull();
  });

  test('what a program waits for stays the program’s', async () => {
    const both = await opened();
    const { campaignRequests } = harness.store;
    const askedAt = timestampOf(new Date());
    await harness.sync();
    await campaignRequests.ask(ACCOUNT, {
      ...{ id: 'programs', name: 'MINE', ticketId: both.ticketId, emailKey: null, params: {}, askedAt },
    });
    await harness.run((all) => all.readTicket({ account: ACCOUNT, ticketId: both.ticketId }, []));
    await harness.run((all) => all.settleRequest(ACCOUNT, 'programs'));
    expect(await campaignRequests.find(ACCOUNT, 'programs')).toMatchObject({ status: 'held' });
    await letGo(both);
    await harness.run((all) => all.settleRequest(ACCOUNT, 'programs'));

    expect(await campaignRequests.find(ACCOUNT, 'programs')).toMatchObject({ status: 'sent' });
    expect(mailed(both.ticketId)).toEqual([]);
  });
});
