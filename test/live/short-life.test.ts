import { ticketWorkflowId } from '../../src/workflows/messages';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';

/** What a ticket costs in Temporal: its history is read by people, and each activity, timer and signal is billed. */
describe('the life of a ticket', () => {
  let harness: LiveHarness;
  beforeAll(async () => {
    harness = await openLiveHarness({
      world: { customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } },
      // However slow the machine is, the answer comes in time, and the delay is waited for.
      edit: (yaml) => shortTimes(yaml).replace('wait: 20s', 'wait: 1h').replace('delay: 4s', 'delay: 20s'),
    });
  });
  afterAll(() => harness.end());

  const historyOf = async (ticketId: number) =>
    (await harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId)).fetchHistory()).events ??
    [];
  const stepsOf = async (ticketId: number): Promise<readonly string[]> =>
    (await historyOf(ticketId)).flatMap(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name ?? []);
  const pending = async (ticketId: number): Promise<number> => {
    const { raw } = await harness.connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId)).describe();
    return raw.pendingActivities?.length ?? 0;
  };
  /** So often it was read, and nothing more is going on. */
  const isQuiet = async (ticketId: number, looks: number): Promise<boolean> => {
    const steps = await stepsOf(ticketId);
    const last = (await historyOf(ticketId)).at(-1);
    const rests = [
      last?.workflowTaskCompletedEventAttributes,
      last?.timerStartedEventAttributes,
      last?.upsertWorkflowSearchAttributesEventAttributes,
    ].some((of) => of !== null && of !== undefined);
    return rests && steps.filter((step) => step === 'readTicket').length === looks && (await pending(ticketId)) === 0;
  };

  it('opened, answered, closed, asked, rated and told takes no step that has nothing to do', async () => {
    const email = 'ann@customer.example.com';
    const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    await eventually(() => isQuiet(ticketId, 1));
    await harness.happen({ do: 'addMessage', ticketId, from: 'agent' });
    await eventually(() => isQuiet(ticketId, 2));
    await harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 3_600_000 });
    await eventually(() => isQuiet(ticketId, 3));
    await harness.happen({ do: 'sendSurvey', ticketId });
    await eventually(() => isQuiet(ticketId, 4));
    await harness.happen({ do: 'scoreSurvey', ticketId, score: 5, comment: 'thanks' });
    await eventually(
      async () => (await historyOf(ticketId)).at(-1)?.workflowExecutionCompletedEventAttributes instanceof Object,
    );

    const told = harness.sandbox.brevo.state.events().map(({ name }) => name);
    expect(told).toEqual([
      ...['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED', 'UPSELL'],
    ]);
    expect(await stepsOf(ticketId)).toEqual([
      ...['readTicket', 'sendTimeline'],
      ...['readTicket', 'publishCustomer'],
      ...['readTicket', 'sendTimeline', 'settleOutcome'],
      ...['readTicket', 'sendTimeline', 'settleOutcome'],
      ...['readTicket', 'sendTimeline', 'settleOutcome'],
      // The delay of the campaign is over.
      ...['readTicket', 'settleOutcome'],
    ]);
  });
});
