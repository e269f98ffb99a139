import { ACCOUNT } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }`;

describe('the end of a ticket', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
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
});
