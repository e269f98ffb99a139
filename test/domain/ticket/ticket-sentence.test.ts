import { type CampaignDecision } from '../../../src/domain/campaign/campaign-types';
import { describeTicket } from '../../../src/domain/campaign/ticket-sentence';
import { observe, type TicketFact } from '../../../src/domain/ticket/observe';
import { decide } from '../../../src/domain/ticket/outcome';
import { formatDuration, formatDate } from '../../../src/domain/ticket/format';
import { after, closedReading, CSAT, DAY, event, HOUR, MINUTE, reading, SECOND, stateOf } from './facts';
import { timestamp } from '../../../src/domain/timestamp';

const SATISFIED = closedReading(after(HOUR), {
  answer: { sentAt: after(2 * HOUR), score: 5, scoredAt: after(3 * HOUR) },
});
const held: CampaignDecision = {
  kind: 'held',
  by: 82,
  until: after(8 * DAY),
  why: 'ticket 815 of the customer is open',
  rules: [],
};
const wait: CampaignDecision = { kind: 'wait', until: after(5 * HOUR), why: '', rules: [] };
const skip: CampaignDecision = { kind: 'skip', by: 'frequency_cap', why: 'the cap is reached', rules: [] };
const send: CampaignDecision = {
  kind: 'send',
  campaign: { name: 'win-back', rule: { when: 'satisfied', delayMs: 0, send: { listId: 1 } } },
  rules: [],
};

const SENTENCES: readonly (readonly [string, readonly TicketFact[], CampaignDecision | null])[] = [
  ['not read yet', [], null],
  ['open since 10:00 UTC', [reading({ readAt: after(MINUTE) })], null],
  ['open again since 12:00 UTC', [closedReading(after(HOUR)), event('ticket-reopened', after(2 * HOUR))], null],
  ['closed, waiting for the survey until 29 Nov', [closedReading(after(HOUR))], null],
  [
    'closed, waiting for the answer to the survey until 29 Nov',
    [closedReading(after(HOUR), { answer: { sentAt: after(2 * HOUR) } })],
    null,
  ],
  ['closed, satisfied with a score of 5', [SATISFIED], null],
  ['closed, satisfied with a score of 5; campaign due 15:00 UTC', [SATISFIED], wait],
  [
    'closed, satisfied with a score of 5; campaign asked for again 15:00 UTC: nobody answers',
    [SATISFIED],
    { ...wait, why: 'nobody answers', rules: [{ rule: 'has_email', says: 'wait', sentence: 'nobody answers' }] },
  ],
  [
    'closed, satisfied with a score of 5; campaign held until 30 Nov at the latest: ticket 815 of the customer is open',
    [SATISFIED],
    held,
  ],
  ['closed, satisfied with a score of 5; no campaign: the cap is reached', [SATISFIED], skip],
  ['closed, satisfied with a score of 5; win-back is sent', [SATISFIED], send],
  [
    'closed, no survey is sent for it',
    [closedReading(after(HOUR)), event('ticket-excluded-from-csat', after(HOUR))],
    null,
  ],
  ['closed, no answer to a survey came in time', [closedReading(after(-8 * DAY))], null],
  ['snoozed until 24 Nov', [closedReading(after(HOUR), { snoozedUntil: after(2 * DAY) })], null],
  ['snoozed', [event('ticket-snoozed', after(HOUR))], null],
  ['spam, nothing is sent', [reading({ readAt: after(MINUTE), spam: true })], null],
  ['in the trash, nothing is sent', [reading({ readAt: after(MINUTE), trashedAt: after(MINUTE) })], null],
  [
    'deleted in Gorgias, nothing is sent',
    [reading({ readAt: after(MINUTE) }), { kind: 'not_found', readAt: after(HOUR) }],
    null,
  ],
  ['deleted in Gorgias, nothing is sent', [event('ticket-deleted', after(HOUR))], null],
  [
    'Gorgias has no ticket 4711 (404): it was deleted, or never was',
    [{ kind: 'not_found', readAt: after(MINUTE) }],
    null,
  ],
  ['merged into ticket 12, which goes on in its place', [{ kind: 'merged', into: 12, readAt: after(MINUTE) }], null],
];

describe('a ticket in words', () => {
  test.each(SENTENCES)('says "%s"', (sentence, facts, campaign) => {
    expect(describeTicket(stateOf(...facts), { now: after(4 * HOUR), csat: CSAT, campaign })).toBe(sentence);
  });

  test.each<readonly [string, readonly TicketFact[], CampaignDecision | null, string, string]>([
    [
      'its wait',
      [closedReading(after(HOUR))],
      null,
      'closed, its wait for the survey is over since 29 Nov: the next look decides',
      'closed, its wait for the survey is over since 29 Nov: nothing is looked at until the connector goes on',
    ],
    [
      'its delay',
      [SATISFIED],
      wait,
      'closed, satisfied with a score of 5; campaign due since 22 Nov: the next look decides',
      'closed, satisfied with a score of 5; campaign due since 22 Nov: nothing is looked at until the connector goes on',
    ],
    [
      'its hold',
      [SATISFIED],
      held,
      'closed, satisfied with a score of 5; campaign held, and asked for again now: ticket 815 of the customer is open',
      'closed, satisfied with a score of 5; campaign held, and asked for again when the connector goes on: ticket 815 of the customer is open',
    ],
    [
      'its sleep',
      [closedReading(after(HOUR), { snoozedUntil: after(2 * DAY) })],
      null,
      'was snoozed until 24 Nov: the next look tells how it stands',
      'was snoozed until 24 Nov: nothing is looked at until the connector goes on',
    ],
  ])('when %s is over and nobody has looked since, tells no time to come', (_what, facts, campaign, next, stopped) => {
    const judged = { now: after(4 * HOUR), csat: CSAT, campaign, at: after(20 * DAY) };

    expect(describeTicket(stateOf(...facts), judged)).toBe(next);
    expect(describeTicket(stateOf(...facts), { ...judged, isStopped: true })).toBe(stopped);
  });

  test.each([
    ['intended', null, 'win-back is about to be sent'],
    [
      'intended',
      'Brevo refuses it: no credits are left',
      'win-back waits to be sent since 13:00 UTC: Brevo refuses it: no credits are left',
    ],
    ['sending', 'an old reason', 'win-back is being sent'],
    ['sent', null, 'win-back is sent'],
    ['refused', null, 'win-back was refused by Brevo'],
    ['unknown', null, 'win-back may or may not have been sent, and is not repeated'],
    ['given_up', null, 'win-back was given up'],
  ] as const)('when its campaign is %s and kept back by %j, says so', (fate, why, words) => {
    const gate = why === null ? null : { why, at: after(3 * HOUR) };
    const said = describeTicket(stateOf(SATISFIED), { now: after(4 * HOUR), csat: CSAT, campaign: send, fate, gate });

    expect(said).toBe(`closed, satisfied with a score of 5; ${words}`);
  });

  test.each<[string, readonly TicketFact[], readonly [decidedAt: number, scoredAt: number], string | null]>([
    [
      'no answer came in time',
      [closedReading(after(HOUR))],
      [8 * DAY, 9 * DAY],
      'rated 5 on 1 Dec, after its wait was over: what was decided stays',
    ],
    [
      'no survey is sent',
      [closedReading(after(HOUR)), event('ticket-excluded-from-csat', after(HOUR))],
      [2 * HOUR, DAY],
      'rated 5 on 23 Nov, after it was decided that no survey is sent: what was decided stays',
    ],
    // Heard of too late, and given in time: nothing untrue is said of it.
    ['no answer came in time', [closedReading(after(HOUR))], [8 * DAY, 3 * DAY], null],
  ])('when it was decided that %s and a score comes at last, says so if it came late', (_case, facts, at, late) => {
    const [decidedAt, scoredAt] = at;
    const before = decide(stateOf(...facts), { now: after(decidedAt), csat: CSAT });
    const answer = { sentAt: after(2 * HOUR), score: 5, scoredAt: after(scoredAt) };
    const read = closedReading(after(HOUR), { readAt: after(10 * DAY), answer });
    const said = describeTicket(observe(before, read), { now: after(10 * DAY), csat: CSAT, campaign: skip });

    expect(said.split('; ').slice(1)).toEqual(['no campaign: the cap is reached', ...(late === null ? [] : [late])]);
  });

  test('when a moment is in another year, the year is said', () => {
    expect(formatDate(timestamp('2027-01-03T09:00:00.000000Z'), after(0))).toBe('3 Jan 2027');
  });

  test.each([
    [7 * DAY, '7d'],
    [36 * HOUR, '36h'],
    [90 * SECOND, '90s'],
    [15 * MINUTE, '15m'],
    [250, '250 ms'],
    [0, '0 ms'],
  ])('when a duration is %d ms, it is written as the configuration would: %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
