import {
  type RequestPolicyInput,
  requestedCampaign,
  decideRequestedCampaign,
  eventNameOf,
} from '../../../src/domain/campaign/requested-campaign';
import { unknownTicket } from '../../../src/domain/ticket/state';
import { timestamp } from '../../../src/domain/timestamp';

const NOW = timestamp('2026-11-20T10:00:00.000000Z');
const CSAT = { waitMs: 7 * 86_400_000, satisfiedFrom: 4, dissatisfiedTo: 2 };

function facts(over: Partial<RequestPolicyInput> = {}): RequestPolicyInput {
  return {
    ...{ now: NOW, askedAt: NOW, csat: CSAT, watchedFrom: null, ticket: null, otherTickets: [], earlierSends: [] },
    campaign: requestedCampaign({}, 'gift'),
    person: { hasEmail: true, blocklisted: false, unsubscribed: false },
    limits: { frequencyCap: { perCustomer: 1, withinMs: 86_400_000 }, holdMs: 86_400_000 },
    ...over,
  };
}

test.each([
  ['post-support-upsell', 'POST_SUPPORT_UPSELL'],
  ['winBack', 'WIN_BACK'],
  ['Win_back--2', 'WIN_BACK_2'],
  ['a', 'A'],
])('when the policy has no campaign %s, the event %s is sent', (name, event) => {
  expect(eventNameOf(name)).toBe(event);
  expect(requestedCampaign({}, name).rule).toEqual({ when: 'no_answer', delayMs: 0, send: { event } });
});

test('when the policy has the campaign, it is sent in the policy’s way, within its time and without its delay', () => {
  const policy = {
    gift: { when: 'satisfied', delayMs: 3_600_000, expiresMs: 86_400_000, send: { templateId: 12 } },
  } as const;
  expect(requestedCampaign(policy, 'gift').rule).toEqual({ ...policy.gift, delayMs: 0 });
});

const OTHER = {
  ticketId: 7,
  createdAt: NOW,
  phase: 'open',
  closedAt: null,
  endedAt: null,
  outcome: null,
  seenAt: null,
} as const;

test('of a ticket that nobody has looked at, because it was closed before the connector watched, that is the reason', () => {
  const [before, since] = ['2026-11-18T10:00:00.000000Z', '2026-11-19T10:00:00.000000Z'].map(timestamp);
  const asked = (closedAt: typeof before | null) => {
    const ticket = { state: unknownTicket(7), createdAt: before!, closedAt: closedAt ?? null, earlier: null };
    return decideRequestedCampaign(facts({ ticket, watchedFrom: since! }));
  };

  expect(asked(before)).toMatchObject({ kind: 'skip', by: 'not_from_backfill' });
  expect([null, since!].map((at) => asked(at))).toEqual(
    [1, 2].map(() => ({ kind: 'skip', by: null, why: 'the ticket cannot be read' })),
  );
});

test.each<[string, Partial<RequestPolicyInput>, object]>([
  ['nothing speaks against it', {}, { kind: 'send' }],
  [
    'the contact has unsubscribed',
    { person: { hasEmail: true, blocklisted: false, unsubscribed: true } },
    { kind: 'skip' },
  ],
  ['the cap is reached', { earlierSends: [timestamp('2026-11-20T09:00:00.000000Z')] }, { kind: 'skip' }],
  [
    'a ticket of the customer is open',
    { otherTickets: [OTHER] },
    { kind: 'held', until: '2026-11-21T10:00:00.000000Z' },
  ],
  [
    'a ticket that held it was closed, and not read since the hold was over',
    {
      now: timestamp('2026-11-30T10:00:00.000000Z'),
      otherTickets: [{ ...OTHER, phase: 'waiting', closedAt: timestamp('2026-11-29T10:00:00.000000Z') }],
    },
    { kind: 'held', toRead: 7, until: '2026-11-30T10:10:00.000000Z' },
  ],
  [
    'it is too late for it',
    { expiresAt: NOW },
    { kind: 'skip', by: 'not_expired', why: expect.stringContaining('too late') },
  ],
  [
    'its ticket was never read',
    { ticket: { state: unknownTicket(1), createdAt: NOW, closedAt: null, earlier: null } },
    { kind: 'skip', by: null, why: 'the ticket cannot be read' },
  ],
])('when %s, the campaign that was asked for is decided like one of the policy', (_case, over, expected) => {
  expect(decideRequestedCampaign(facts(over))).toMatchObject(expected);
});
