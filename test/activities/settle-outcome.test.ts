import { ACCOUNT } from '../support/connector';
import { openActivityStage, type ActivityStage } from './activity-stage';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 0s, send: { event: UPSELL } }`;

describe('the end of a ticket', () => {
  let stage: ActivityStage;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    stage = await openActivityStage((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
    end = () => stage.end();
  }, 120_000);
  afterAll(() => end(), 60_000);

  test('when the feed tells of the answer after the look, the timeline hears of it before the campaign, which says all of it', async () => {
    const ticketId = stage.happen({ do: 'openTicketByNewcomer', email: 'ann@customer.example.com', name: 'Ann' });
    const ref = { account: ACCOUNT, ticketId };
    stage.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    stage.happen({ do: 'sendSurvey', ticketId });
    await stage.sync();
    const { at } = await stage.run((all) => all.readTicket(ref, []));
    await stage.run((all) => all.sendTimeline(ref));

    stage.happen({ do: 'scoreSurvey', ticketId, score: 5, comment: 'well done' });
    await stage.sync();
    const early = await stage.run((all) => all.settleOutcome(ref, at));
    const late = await stage.look(ticketId);

    expect(early).toMatchObject({ done: false, until: expect.any(String) });
    expect(late).toMatchObject({ done: true, outcome: 'satisfied' });
    const events = stage.sandbox.brevo.state.events();
    expect(events.map(({ name }) => name)).toEqual([
      ...['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED', 'UPSELL'],
    ]);
    expect(events.at(-1)?.properties).toMatchObject({ satisfaction_score: 5, satisfaction_comment: 'well done' });
  });
});
