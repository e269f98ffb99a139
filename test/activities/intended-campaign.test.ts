import { earlierOf, newIntent } from '../../src/activities/campaigns/intended-campaign';
import type { Campaign, CampaignRule } from '../../src/domain/campaign/campaign-types';
import type { OutboxEntry, OutboxState } from '../../src/store/outbox/outbox-types';
import { after, DAY, HOUR } from '../domain/ticket/facts';

const ALL: readonly OutboxState[] = ['intended', 'sending', 'sent', 'refused', 'unknown', 'given_up'];

function entry(state: OutboxState, name = 'win-back'): OutboxEntry {
  return {
    ...{
      key: 'shop/7/campaign/1',
      kind: 'campaign',
      ticketId: 7,
      customerId: 3,
      emailKey: 'a@example.com',
      name,
      state,
    },
    ...{ send: { templateId: 12 }, mailKey: 'x', params: {}, happenedAt: after(0), intendedAt: after(HOUR) },
    ...{ expiresAt: after(3 * DAY), reason: null, token: null, unsure: false, firstTriedAt: null, triedAt: null },
    ...{ settledAt: null, gate: null, gateAt: null, dueAt: null },
  };
}

describe('the campaign that a ticket has caused before', () => {
  const EARLIER = { name: 'win-back' };
  const hadCampaign = false;

  test('is none when nothing was ever written down', () => {
    expect(earlierOf(null, { name: 'win-back', hadCampaign })).toBeNull();
  });

  test('is one of which nobody knows any more when its person was erased since', () => {
    expect(earlierOf(null, { name: 'win-back', hadCampaign: true })).toEqual({ name: null });
  });

  test.each(ALL)(
    'when one that is %s is asked about as another campaign, the first stays if it was tried or a program waits for it',
    (state) => {
      const earlier = state === 'given_up' || state === 'intended' ? null : EARLIER;

      expect(earlierOf(entry(state), { name: 'post-support-upsell', hadCampaign })).toEqual(earlier);
      expect(earlierOf(entry(state), { name: null, hadCampaign })).toEqual(earlier);
      expect(earlierOf(entry(state), { name: null, isPrograms: true, hadCampaign })).toEqual(
        state === 'given_up' ? null : EARLIER,
      );
    },
  );

  test.each([
    ['intended', null],
    ['sending', null],
    ['sent', EARLIER],
    ['refused', EARLIER],
    ['unknown', EARLIER],
    ['given_up', null],
  ] as const)('when it is %s and this very campaign, it is an earlier one only once it has left', (state, earlier) => {
    expect(earlierOf(entry(state), { name: 'win-back', hadCampaign })).toEqual(earlier);
  });
});

describe('a campaign that is written down', () => {
  const campaign = (over: Partial<CampaignRule> = {}): Campaign => ({
    name: 'win-back',
    rule: { when: 'dissatisfied', delayMs: 0, send: { templateId: 12 }, ...over },
  });
  const written = { ticketId: 7, customerId: 3, emailKey: 'a@example.com', key: 'shop/7/campaign/1', params: { a: 1 } };

  test('says what is sent, to whom and when it was wanted, under a key of its own for Brevo', () => {
    const [one, other] = [0, 1].map(() =>
      newIntent({ ...written, campaign: campaign(), at: after(HOUR), dueAt: after(HOUR) }),
    );

    expect(one).toMatchObject({ ...written, name: 'win-back', send: { templateId: 12 }, happenedAt: after(HOUR) });
    expect(one?.mailKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(one?.mailKey).not.toBe(other?.mailKey);
  });

  test('expires three days after it could have been sent, or after as long as the policy says', () => {
    const of = (rule: Partial<CampaignRule>, dueAt = after(HOUR)): number =>
      newIntent({ ...written, campaign: campaign(rule), at: after(HOUR), dueAt }).expiresMs;

    expect(of({})).toBe(3 * DAY);
    expect(of({ expiresMs: 2 * HOUR })).toBe(2 * HOUR);
  });

  test('counts the time in which nobody was there to send it', () => {
    const late = { at: after(5 * DAY), dueAt: after(DAY) };

    expect(newIntent({ ...written, campaign: campaign(), ...late }).expiresMs).toBe(-DAY);
    expect(newIntent({ ...written, campaign: campaign({ expiresMs: 5 * DAY }), ...late }).expiresMs).toBe(DAY);
  });
});
