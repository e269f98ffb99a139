import { type Timestamp } from '../../../src/domain/timestamp';
import { type TicketFact } from '../../../src/domain/ticket/observe';
import { type Verdict } from '../../../src/domain/ticket/outcome';
import { after, closedReading, DAY, event, HOUR, MINUTE, reading, SECOND } from './facts';

export const CLOSED = after(HOUR);
export const SENT = { sentAt: after(3 * HOUR) };
export const DEADLINE = after(HOUR + 7 * DAY);

/** Closed, with the survey answered then. */
export function answered(score: number, scoredAt: Timestamp): TicketFact {
  return closedReading(CLOSED, { readAt: scoredAt, answer: { ...SENT, score, scoredAt } });
}

export const skipped = (at: Timestamp): TicketFact =>
  event('ticket-satisfaction-survey-skipped', at, { reasons: ['text under 250 characters'] });

interface Row {
  readonly when: string;
  readonly facts: readonly TicketFact[];
  readonly now: Timestamp;
  readonly then: Partial<Verdict>;
}

/** Every row of the life cycle of a ticket and its survey: what is known, and what is to be said of it then. */
export const LIFE_CYCLE: readonly Row[] = [
  {
    when: 'nothing was read yet',
    facts: [],
    now: after(HOUR),
    then: { kind: 'none', why: 'unknown' },
  },
  {
    when: 'it is open',
    facts: [reading({ readAt: after(MINUTE) })],
    now: after(HOUR),
    then: { kind: 'none', why: 'open' },
  },
  {
    when: 'it was just closed',
    facts: [closedReading(CLOSED)],
    now: after(2 * HOUR),
    then: { kind: 'waiting', until: DEADLINE, surveySent: false },
  },
  {
    when: 'only the event of its closing was seen',
    facts: [event('ticket-created', after(0)), event('ticket-closed', CLOSED)],
    now: after(2 * HOUR),
    then: { kind: 'waiting', until: DEADLINE, surveySent: false },
  },
  {
    when: 'the survey was sent',
    facts: [closedReading(CLOSED, { answer: SENT })],
    now: after(4 * HOUR),
    then: { kind: 'waiting', until: DEADLINE, surveySent: true },
  },
  ...[
    { score: 5, outcome: 'satisfied' as const },
    { score: 4, outcome: 'satisfied' as const },
    { score: 3, outcome: 'neutral' as const },
    { score: 2, outcome: 'dissatisfied' as const },
    { score: 1, outcome: 'dissatisfied' as const },
  ].map(({ score, outcome }): Row => ({
    when: `the survey was answered with ${String(score)}`,
    facts: [answered(score, after(5 * HOUR))],
    now: after(5 * HOUR),
    then: { kind: 'outcome', outcome, score, closedAt: CLOSED },
  })),
  {
    when: 'the answer was only seen as an event',
    facts: [closedReading(CLOSED), event('satisfaction-survey-responded', after(DAY), { score: 1, body_text: null })],
    now: after(DAY),
    then: { kind: 'outcome', outcome: 'dissatisfied', score: 1 },
  },
  {
    when: 'the event of the answer came without data',
    facts: [closedReading(CLOSED, { answer: SENT }), event('satisfaction-survey-responded', after(DAY))],
    now: after(DAY),
    then: { kind: 'waiting', until: DEADLINE },
  },
  {
    when: 'no answer came by the deadline',
    facts: [closedReading(CLOSED, { answer: SENT })],
    now: DEADLINE,
    then: { kind: 'outcome', outcome: 'no_answer', score: null },
  },
  {
    when: 'no survey was ever made and the deadline is over',
    facts: [closedReading(CLOSED)],
    now: DEADLINE,
    then: { kind: 'outcome', outcome: 'no_answer', score: null },
  },
  {
    when: 'it was answered after the deadline, while nobody was there to decide',
    facts: [answered(5, after(9 * DAY))],
    now: after(10 * DAY),
    then: { kind: 'outcome', outcome: 'no_answer', score: null },
  },
  {
    when: 'the survey was skipped',
    facts: [closedReading(CLOSED), skipped(after(HOUR + SECOND))],
    now: after(HOUR + SECOND),
    then: { kind: 'outcome', outcome: 'no_survey', score: null },
  },
  {
    when: 'it was excluded before it was closed',
    facts: [event('ticket-excluded-from-csat', after(MINUTE)), closedReading(CLOSED)],
    now: after(HOUR),
    then: { kind: 'outcome', outcome: 'no_survey', score: null },
  },
  {
    when: 'the survey was skipped, but it was reopened and closed again',
    facts: [
      event('ticket-closed', CLOSED),
      skipped(after(HOUR + SECOND)),
      event('ticket-reopened', after(2 * HOUR)),
      closedReading(after(3 * HOUR)),
    ],
    now: after(3 * HOUR),
    then: { kind: 'waiting', until: after(3 * HOUR + 7 * DAY) },
  },
  {
    when: 'a second survey was skipped because there was one',
    facts: [closedReading(CLOSED, { answer: SENT }), skipped(after(4 * HOUR))],
    now: after(4 * HOUR),
    then: { kind: 'waiting', until: DEADLINE, surveySent: true },
  },
  {
    when: 'it was reopened while waiting',
    facts: [closedReading(CLOSED, { answer: SENT }), event('ticket-reopened', after(DAY))],
    now: after(DAY),
    then: { kind: 'none', why: 'open' },
  },
  {
    when: 'it was reopened and closed again',
    facts: [closedReading(CLOSED), event('ticket-reopened', after(DAY)), closedReading(after(2 * DAY))],
    now: after(8 * DAY),
    then: { kind: 'waiting', until: after(9 * DAY) },
  },
  {
    when: 'it is snoozed, which Gorgias calls closed',
    facts: [closedReading(CLOSED, { snoozedUntil: after(2 * DAY) })],
    now: after(DAY),
    then: { kind: 'none', why: 'snoozed', refreshAt: after(2 * DAY + MINUTE) },
  },
  {
    when: 'it was read at the very moment at which it wakes',
    facts: [closedReading(CLOSED, { snoozedUntil: after(2 * DAY), readAt: after(2 * DAY + SECOND) })],
    now: after(2 * DAY + SECOND),
    then: { kind: 'none', why: 'snoozed' },
  },
  {
    when: 'it was snoozed and the event is all that was seen',
    facts: [
      reading({ readAt: after(MINUTE) }),
      event('ticket-snoozed', CLOSED),
      event('ticket-closed', after(HOUR + 2)),
    ],
    now: after(DAY),
    then: { kind: 'none', why: 'snoozed', refreshAt: null },
  },
  {
    when: 'it was closed by hand after a snooze',
    facts: [closedReading(CLOSED, { snoozedUntil: after(2 * DAY) }), closedReading(after(5 * HOUR))],
    now: after(6 * HOUR),
    then: { kind: 'waiting', until: after(5 * HOUR + 7 * DAY) },
  },
  {
    when: 'it woke from its snooze',
    facts: [closedReading(CLOSED, { snoozedUntil: after(2 * DAY) }), event('ticket-self-unsnoozed', after(2 * DAY))],
    now: after(2 * DAY),
    then: { kind: 'none', why: 'open' },
  },
  {
    when: 'it is spam',
    facts: [answered(5, after(5 * HOUR)), event('ticket-marked-spam', after(6 * HOUR))],
    now: after(DAY),
    then: { kind: 'none', why: 'spam' },
  },
  {
    when: 'it was spam and is not any more',
    facts: [
      event('ticket-marked-spam', after(MINUTE)),
      event('ticket-unmarked-spam', after(2 * MINUTE)),
      answered(5, after(5 * HOUR)),
    ],
    now: after(DAY),
    then: { kind: 'outcome', outcome: 'satisfied' },
  },
  {
    when: 'it is in the trash',
    facts: [closedReading(CLOSED, { trashedAt: after(2 * HOUR) })],
    now: after(DAY),
    then: { kind: 'none', why: 'trashed' },
  },
  {
    when: 'it came back from the trash by an event',
    facts: [
      closedReading(CLOSED, { trashedAt: after(2 * HOUR), readAt: after(2 * HOUR) }),
      event('ticket-untrashed', after(3 * HOUR)),
    ],
    now: after(DAY),
    then: { kind: 'waiting', until: DEADLINE },
  },
  {
    when: 'the event says that it was deleted',
    facts: [answered(5, after(5 * HOUR)), event('ticket-deleted', after(6 * HOUR))],
    now: after(DAY),
    then: { kind: 'none', why: 'deleted' },
  },
  {
    when: 'a read answers 404',
    facts: [answered(5, after(5 * HOUR)), { kind: 'not_found', readAt: after(6 * HOUR) }],
    now: after(DAY),
    then: { kind: 'none', why: 'deleted' },
  },
  {
    when: 'a read found it after a 404',
    facts: [{ kind: 'not_found', readAt: after(4 * HOUR) }, answered(5, after(5 * HOUR))],
    now: after(DAY),
    then: { kind: 'outcome', outcome: 'satisfied' },
  },
  {
    when: 'it was merged: its deletion in the feed, 301 on reading',
    facts: [
      answered(5, after(5 * HOUR)),
      event('ticket-deleted', after(6 * HOUR)),
      { kind: 'merged', into: 4712, readAt: after(7 * HOUR) },
    ],
    now: after(DAY),
    then: { kind: 'none', why: 'merged' },
  },
  {
    when: 'another ticket was merged into it',
    facts: [answered(5, after(5 * HOUR)), event('ticket-merged', after(6 * HOUR), { source_ticket_id: 4000 })],
    now: after(DAY),
    then: { kind: 'outcome', outcome: 'satisfied' },
  },
  {
    when: 'it is closed without a date',
    facts: [reading({ status: 'closed', closedAt: null, updatedAt: after(DAY), readAt: after(DAY) })],
    now: after(2 * DAY),
    then: { kind: 'waiting', until: after(8 * DAY) },
  },
];
