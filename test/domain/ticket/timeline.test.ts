import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { type TicketState } from '../../../src/domain/ticket/state';
import { dueEvents, markPublished, type TimelineEvent } from '../../../src/domain/timeline/timeline';
import { after, closedReading, DAY, event, HOUR, MINUTE, reading, SECOND, stateOf } from './facts';

const SCOPE = { account: 'yourstore', publishFrom: null };
const [T1, T2, T3, T4] = [after(HOUR), after(2 * HOUR), after(3 * HOUR), after(4 * HOUR)];
const CREATED = event('ticket-created', after(1));
const SENT_AT = after(5 * HOUR);

function due(state: TicketState): readonly TimelineEvent[] {
  return dueEvents(state, SCOPE);
}

/** `resolved/1 11:00`, with `~` before a moment that is only known to be no later. */
function brief(events: readonly TimelineEvent[]): readonly string[] {
  return events.map(
    ({ kind, ordinal, at, exact }) => `${kind}/${String(ordinal)} ${exact ? '' : '~'}${at.slice(11, 16)}`,
  );
}

function published(state: TicketState): TicketState {
  return due(state).reduce(markPublished, state);
}

function then(state: TicketState, ...facts: readonly TicketFact[]): TicketState {
  return facts.reduce(observe, state);
}

const ROWS: readonly {
  readonly when: string;
  readonly facts: readonly TicketFact[];
  readonly publishes: readonly string[];
}[] = [
  { when: 'nothing is known', facts: [], publishes: [] },
  { when: 'it was opened', facts: [CREATED], publishes: ['opened/1 10:00'] },
  {
    when: 'its opening is seen as event and by reading',
    facts: [CREATED, reading({ readAt: after(MINUTE) })],
    publishes: ['opened/1 10:00'],
  },
  {
    when: 'the event of its closing was lost',
    facts: [closedReading(T1)],
    publishes: ['opened/1 10:00', 'resolved/1 11:00'],
  },
  {
    when: 'its closing is seen as event and by reading',
    facts: [CREATED, event('ticket-closed', after(HOUR + 40)), closedReading(T1)],
    publishes: ['opened/1 10:00', 'resolved/1 11:00'],
  },
  {
    when: 'it was closed, reopened and closed',
    facts: [
      CREATED,
      event('ticket-closed', T1),
      event('ticket-reopened', T2),
      event('ticket-closed', T3),
      closedReading(T3),
    ],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'reopened/1 12:00', 'resolved/2 13:00'],
  },
  {
    when: 'reopening and second closing were lost, but two reads show two dates',
    facts: [CREATED, event('ticket-closed', T1), closedReading(T1), closedReading(T3)],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'resolved/2 13:00', 'reopened/1 ~13:00'],
  },
  {
    when: 'first closing and reopening left no trace',
    facts: [CREATED, closedReading(T3)],
    publishes: ['opened/1 10:00', 'resolved/1 13:00'],
  },
  {
    when: 'it is open after a closing and the event of its reopening was lost',
    facts: [closedReading(T1), reading({ readAt: T3, updatedAt: T2 })],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'reopened/1 ~12:00'],
  },
  {
    when: 'an old ticket is reopened that was closed before anybody watched',
    facts: [event('ticket-reopened', T2), reading({ readAt: T2 })],
    publishes: ['opened/1 10:00', 'reopened/1 12:00'],
  },
  {
    when: 'it is snoozed',
    facts: [
      CREATED,
      event('ticket-snoozed', T1),
      event('ticket-closed', after(HOUR + 1)),
      closedReading(T1, { snoozedUntil: T4 }),
    ],
    publishes: ['opened/1 10:00'],
  },
  {
    when: 'it woke from a snooze and was reported as reopened too',
    facts: [
      CREATED,
      event('ticket-snoozed', T1),
      event('ticket-self-unsnoozed', T2),
      event('ticket-reopened', after(2 * HOUR + 1)),
      reading({ readAt: T3 }),
    ],
    publishes: ['opened/1 10:00'],
  },
  {
    when: 'it was closed by hand after a snooze',
    facts: [
      closedReading(T1, { snoozedUntil: T4 }),
      event('ticket-snoozed', T1),
      event('ticket-closed', T2),
      closedReading(T2),
    ],
    publishes: ['opened/1 10:00', 'resolved/1 12:00'],
  },
  {
    when: 'a rule reopened and closed it within seconds',
    facts: [
      closedReading(T1),
      event('ticket-closed', after(HOUR + 1)),
      event('ticket-reopened', after(HOUR + 3 * SECOND)),
      event('ticket-closed', after(HOUR + 5 * SECOND)),
    ],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'reopened/1 11:00', 'resolved/2 11:00'],
  },
  {
    when: 'a rule did so and the event of the first closing was lost',
    facts: [
      closedReading(T1),
      event('ticket-reopened', after(HOUR + 3 * SECOND)),
      event('ticket-closed', after(HOUR + 5 * SECOND)),
    ],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'reopened/1 11:00', 'resolved/2 11:00'],
  },
  {
    when: 'it woke from a snooze and only the reopening was reported',
    facts: [CREATED, event('ticket-snoozed', T1), event('ticket-reopened', T2)],
    publishes: ['opened/1 10:00'],
  },
  {
    when: 'it was closed, and the next that was seen is its snooze and its waking up',
    facts: [CREATED, event('ticket-closed', T1), event('ticket-snoozed', T2), event('ticket-self-unsnoozed', T3)],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'reopened/1 ~12:00'],
  },
  {
    when: 'its survey was sent and answered, seen both ways',
    facts: [
      closedReading(T1, { answer: { sentAt: SENT_AT, score: 4, scoredAt: after(DAY) }, readAt: after(DAY) }),
      event('satisfaction-survey-sent', after(5 * HOUR + 1)),
      event('satisfaction-survey-responded', after(DAY + 1), { score: 4, body_text: 'Good' }),
    ],
    publishes: ['opened/1 10:00', 'resolved/1 11:00', 'survey_sent/1 15:00', 'survey_answered/1 10:00'],
  },
  {
    when: 'the answer came without data and was not read yet',
    facts: [closedReading(T1), event('satisfaction-survey-responded', after(DAY))],
    publishes: ['opened/1 10:00', 'resolved/1 11:00'],
  },
  { when: 'it is spam', facts: [closedReading(T1, { spam: true })], publishes: [] },
  { when: 'it is in the trash', facts: [closedReading(T1), event('ticket-trashed', T2)], publishes: [] },
  { when: 'it was deleted', facts: [closedReading(T1), event('ticket-deleted', T2)], publishes: [] },
  { when: 'it was merged', facts: [closedReading(T1), { kind: 'merged', into: 1, readAt: T2 }], publishes: [] },
];

describe('the timeline of a ticket', () => {
  test.each(ROWS)('when $when, exactly what happened is due', ({ facts, publishes }) => {
    expect(brief(due(stateOf(...facts)))).toEqual(publishes);
    expect(brief(due(stateOf(...[...facts].reverse())))).toEqual(publishes);
  });

  test('when it is closed, the minutes from opening to closing are told under a readable key', () => {
    const resolved = due(stateOf(closedReading(after(90 * MINUTE)))).at(-1);

    expect(resolved).toMatchObject({ key: 'yourstore/4711/resolved/1', at: after(90 * MINUTE), resolutionMinutes: 90 });
  });

  test('when the survey is answered, the score goes with it', () => {
    const answer = { sentAt: SENT_AT, score: 2, scoredAt: after(DAY) };

    expect(due(stateOf(closedReading(T1, { answer }))).at(-1)).toMatchObject({
      kind: 'survey_answered',
      score: 2,
      at: after(DAY),
    });
  });

  test('when an event was told, it is not due again, whatever better facts come', () => {
    const early = published(stateOf(CREATED, event('ticket-closed', after(HOUR + 40))));

    expect(due(then(early, closedReading(T1), event('ticket-closed', after(HOUR + 40))))).toEqual([]);
  });

  test('when a reopening was told from a read, its event does not tell it again', () => {
    const early = published(stateOf(closedReading(T1), reading({ readAt: after(125 * MINUTE) })));

    expect(due(then(early, event('ticket-reopened', T2)))).toEqual([]);
  });

  test('when an earlier closing comes to light after a later one was told, the late one is told and the other is not repeated', () => {
    const early = published(stateOf(CREATED, closedReading(T3)));
    const late = then(early, event('ticket-closed', T1), event('ticket-reopened', T2));

    expect(brief(due(early))).toEqual([]);
    expect(brief(due(late))).toEqual(['resolved/2 11:00', 'reopened/1 12:00']);
    expect(due(published(late))).toEqual([]);
  });

  test('when it comes back from the trash, what was held back is told', () => {
    const trashed = stateOf(closedReading(T1), event('ticket-trashed', T2));

    expect(brief(due(then(trashed, event('ticket-untrashed', T3))))).toEqual(['opened/1 10:00', 'resolved/1 11:00']);
  });

  test('when the connector began to watch after the opening, only what came after is told', () => {
    const events = dueEvents(stateOf(closedReading(T1)), { account: 'yourstore', publishFrom: after(MINUTE) });

    expect(brief(events)).toEqual(['resolved/1 11:00']);
  });

  test('when two machines close and reopen it without end, the state stays small', () => {
    const facts = Array.from({ length: 3000 }, (_, turn) =>
      event(turn % 2 === 0 ? 'ticket-closed' : 'ticket-reopened', after((turn + 1) * MINUTE)),
    );
    const state = stateOf(...facts);

    expect(JSON.stringify(published(state)).length).toBeLessThan(60_000);
    expect(due(state).filter(({ kind }) => kind === 'resolved').length).toBeGreaterThan(100);
  });
});
