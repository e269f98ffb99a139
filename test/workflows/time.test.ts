import { stateQuery, type TicketView, ticketWorkflowId } from '../../src/workflows/messages';
import { eventually } from '../support/eventually';
import { ACCOUNT } from '../support/connector';
import { type MovableTime, openMovableTime } from '../support/time-skipping-connector';
import { describeWhereTimeSkips } from '../support/where-time-skips';

const describe = describeWhereTimeSkips();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 1h, send: { event: UPSELL } }
      remind: { when: no_answer, delay: 0s, send: { event: REMIND } }`;

const edit = (yaml: string): string =>
  yaml
    .replace(/campaigns: \{\}/, CAMPAIGNS)
    .replace(/per_second: \d+/, 'per_second: 100')
    .replace(/burst: \d+/, 'burst: 1000');

let time: MovableTime;
beforeAll(async () => {
  time = await openMovableTime(edit, 100);
});
afterEach(() => time.setWorkerClock(0));
afterAll(() => time.end());

const handle = (ticketId: number) => time.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));
const view = (ticketId: number): Promise<TicketView> => handle(ticketId).query(stateQuery);

function timeline(ticketId: number): readonly string[] {
  const { events } = time.sandbox.brevo.state.snapshot();
  return events.flatMap(({ name, properties }) => (properties['ticket_id'] === ticketId ? [name] : []));
}

/** Requests for the ticket itself. */
function refreshes(ticketId: number): number {
  return time.sandbox.gorgias.journal.count({ pathPrefix: `/api/tickets/${String(ticketId)}` });
}

async function until(ticketId: number, wanted: (view: TicketView) => boolean): Promise<TicketView> {
  let last: TicketView | null = null as TicketView | null;
  await eventually(
    async () => wanted((last = await view(ticketId))),
    () => `the ticket stands at ${JSON.stringify(last)}`,
  );
  return last!;
}

let people = 0;
function open(email = `person-${String((people += 1))}@customer.example.com`): number {
  const { world } = time.sandbox;
  const ticketId = world.change({ do: 'openTicketByNewcomer', email, name: 'Ada', subject: 'Where is it?' });
  world.change({ do: 'addMessage', ticketId, from: 'agent' });
  return ticketId;
}

/** A ticket that is closed now, with a survey on its way; its workflow waits. */
async function closed(): Promise<number> {
  const ticketId = open();
  time.sandbox.world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  time.sandbox.world.change({ do: 'sendSurvey', ticketId });
  await time.hint(ticketId);
  await until(ticketId, ({ waitingUntil }) => waitingUntil !== null);
  return ticketId;
}

const OPENED_AND_CLOSED = ['SUPPORT_TICKET_OPENED', 'SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT'];

describe('when a survey stays without an answer', () => {
  it('the ticket waits seven days, looks once more, and its one campaign is sent then', async () => {
    const ticketId = await closed();
    const before = refreshes(ticketId);

    await time.skip(7 * DAY - MINUTE);
    expect([timeline(ticketId), refreshes(ticketId) - before]).toEqual([OPENED_AND_CLOSED, 0]);

    await time.skip(2 * MINUTE);
    await handle(ticketId).result();
    await time.skip(30 * DAY);
    expect([timeline(ticketId), refreshes(ticketId) - before]).toEqual([[...OPENED_AND_CLOSED, 'REMIND'], 1]);
  });

  it('and the ticket is reopened on the third day, nothing that was pending is sent, however long nobody answers', async () => {
    const ticketId = await closed();
    await time.skip(3 * DAY);
    time.sandbox.world.change({ do: 'reopenTicket', ticketId });
    await time.hint(ticketId);
    await until(ticketId, ({ status }) => status === 'open');
    const before = refreshes(ticketId);

    await time.skip(30 * DAY);

    expect(timeline(ticketId)).toEqual([...OPENED_AND_CLOSED, 'SUPPORT_TICKET_REOPENED']);
    expect(await view(ticketId)).toMatchObject({ status: 'open', outcome: null, waitingUntil: null });
    expect(refreshes(ticketId)).toBe(before);
  });
});

describe('a campaign that waits', () => {
  it('is sent after its delay of an hour, and is held for seven days at most while another ticket of the person is open', async () => {
    const email = 'two-tickets@customer.example.com';
    const held = open(email);
    const customerId = time.sandbox.world.tickets.get(held)?.customerId ?? 0;
    const other = time.sandbox.world.change({ do: 'openTicket', customerId });
    time.sandbox.world.change({ do: 'closeTicket', ticketId: held, surveyDelayMs: 0 });
    time.sandbox.world.change({ do: 'sendSurvey', ticketId: held });
    time.sandbox.world.change({ do: 'scoreSurvey', ticketId: held, score: 5 });
    await time.hint(other);
    await time.hint(held);
    await until(held, ({ sentence }) => sentence.includes('due'));

    await time.skip(HOUR + MINUTE);
    await until(held, ({ sentence }) => sentence.includes('held'));
    await time.skip(7 * DAY - 5 * MINUTE);
    expect(timeline(held)).not.toContain('UPSELL');
    await time.skip(10 * MINUTE);

    await handle(held).result();
    expect(timeline(held).filter((name) => name === 'UPSELL')).toHaveLength(1);
  });
});

/** A look that changes nothing is some fifteen events. */
const HINTS = 80;

describe('a ticket that lives for months', () => {
  it('goes on in new runs, so that no history reaches a thousand events, and loses nothing of what it heard', async () => {
    const ticketId = open();
    await time.hint(ticketId);
    await until(ticketId, ({ status }) => status === 'open');
    const { runId: first } = await handle(ticketId).describe();
    for (let refresh = 1; refresh < HINTS; refresh += 1) {
      await time.hint(ticketId);
      await time.skip(4 * DAY);
    }
    const { hints } = await view(ticketId);
    const lengths: number[] = [];
    for (let runId: string | null | undefined = first; typeof runId === 'string' && runId !== '';) {
      const { events } = await time.client.workflow
        .getHandle(ticketWorkflowId(ACCOUNT, ticketId), runId)
        .fetchHistory();
      lengths.push(events?.length ?? 0);
      runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    }

    expect(hints).toBe(HINTS);
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThan(1_000);
  });
});

describe('in the middle of a wait', () => {
  beforeAll(async () => {
    await time.end();
    time = await openMovableTime(edit, 0);
  });

  it.each([
    ['ahead of', HOUR],
    ['behind', -HOUR],
  ])(
    'a worker that is started again an hour %s everybody else decides at the same moment, once',
    async (_words, wrongBy) => {
      const ticketId = await closed();
      await time.skip(3 * DAY);
      await time.restartWorker();
      time.setWorkerClock(wrongBy);
      await time.skip(4 * DAY - HOUR / 2);
      // Somebody looks in the last half hour: an hour ahead it would be over.
      await time.hint(ticketId);
      await time.skip(MINUTE);
      expect(timeline(ticketId)).toEqual(OPENED_AND_CLOSED);
      const before = refreshes(ticketId);

      await time.skip(HOUR / 2);

      await handle(ticketId).result();
      expect([timeline(ticketId), refreshes(ticketId) - before]).toEqual([[...OPENED_AND_CLOSED, 'REMIND'], 1]);
    },
  );
});
