import { chooseCampaign } from '../../../src/domain/campaign/campaign';
import { type OtherTicket } from '../../../src/domain/campaign/campaign-types';
import { type NoOutcome } from '../../../src/domain/ticket/state';
import { ask, CAMPAIGNS, DECIDED, DUE, FACTS, OTHER } from './campaign-case';
import { after, DAY, HOUR, MINUTE } from './facts';

describe('the choice of a campaign', () => {
  test('when several campaigns are for the outcome, the first of the file is chosen', () => {
    expect(chooseCampaign(CAMPAIGNS, 'dissatisfied')?.name).toBe('win-back');
  });

  test('when none is for the outcome, none is chosen', () => {
    expect(chooseCampaign(CAMPAIGNS, 'neutral')).toBeNull();
    expect(chooseCampaign({}, 'satisfied')).toBeNull();
  });
});

describe('the decision about a campaign', () => {
  test('when nothing stands against it, it is sent, and every rule has said why', () => {
    const decision = ask({});

    expect(decision).toMatchObject({ kind: 'send', campaign: { name: 'post-support-upsell' } });
    expect(decision.rules).toHaveLength(12);
    expect(decision.rules.every(({ says, sentence }) => says === 'pass' && sentence.length > 10)).toBe(true);
  });

  test('when the delay is not over, it waits for its end and nobody is asked about the person', () => {
    const decision = ask({ now: after(DAY + 59 * MINUTE) }, { person: { blocklisted: true } });

    expect(decision).toMatchObject({ kind: 'wait', until: DUE });
    expect(decision.rules.at(-1)).toMatchObject({ rule: 'delay', sentence: 'due 1h after the outcome, 11:00 UTC' });
  });

  test('when the campaign has no delay, it is sent at once', () => {
    expect(ask({ now: DECIDED, campaign: { name: 'win-back', rule: CAMPAIGNS['win-back']! } })).toMatchObject({
      kind: 'send',
    });
  });

  test.each<[NoOutcome, RegExp]>([
    ['open', /reopened/],
    ['snoozed', /snoozed/],
    ['spam', /spam/],
    ['trashed', /trash/],
    ['deleted', /deleted/],
    ['merged', /merged/],
    ['unknown', /cannot be read/],
  ])('when the outcome was undone (%s) during the delay, it is cancelled', (undoneBy, why) => {
    const decision = ask({ now: DECIDED }, { ticket: { undoneBy } });

    expect(decision).toMatchObject({ kind: 'skip', by: 'still_ended', why: expect.stringMatching(why) });
  });

  test('when the ticket has had a campaign, no other is ever sent for it', () => {
    const decision = ask({}, { ticket: { earlier: { name: 'win-back' } } });

    expect(decision).toMatchObject({ kind: 'skip', by: 'once_per_ticket', why: expect.stringContaining('win-back') });
  });

  test('when the customer has answered otherwise since, the campaign of the answer before is not sent, once its delay is over', () => {
    const answered = { score: 1, outcome: 'dissatisfied' };

    expect(ask({}, { ticket: { answered } })).toMatchObject({
      kind: 'skip',
      by: 'same_answer',
      why: 'the newest answer is 1 ("dissatisfied"), and the campaign is for "satisfied"',
    });
    expect(ask({ now: DECIDED }, { ticket: { answered } })).toMatchObject({ kind: 'wait', until: DUE });
    expect(ask({}, { ticket: { answered: { score: null, outcome: 'no_answer' } } })).toMatchObject({
      kind: 'skip',
      by: 'same_answer',
      why: 'the score was taken back in Gorgias, and the campaign is for "satisfied"',
    });
  });

  test('when the ticket comes from a backfill, nothing is sent, and not after a delay either', () => {
    expect(ask({ now: DECIDED }, { ticket: { fromBackfill: true } })).toMatchObject({
      kind: 'skip',
      by: 'not_from_backfill',
    });
  });

  test('when no campaign is for the outcome, that is said', () => {
    expect(ask({ campaign: null })).toMatchObject({ kind: 'skip', by: 'policy' });
  });

  test.each([
    ['has no e-mail address', { hasEmail: false }, 'has_email'],
    ['is blocklisted', { blocklisted: true }, 'not_blocklisted'],
    ['has an answer about consent that cannot be read', { blocklisted: true, consentUnknown: true }, 'consent_known'],
    ['has unsubscribed', { unsubscribed: true }, 'not_unsubscribed'],
  ])('when the person %s, nothing is sent', (_what, person, by) => {
    expect(ask({}, { person })).toMatchObject({ kind: 'skip', by });
  });

  test.each([
    ['could not be read yet', { hasEmail: false, unread: true }],
    ['has an address that Brevo does not take', { hasEmail: false, refused: true }],
  ])('when the person %s, they are asked for again until it is too late, and skipped only then', (_what, person) => {
    expect(ask({}, { person })).toMatchObject({ kind: 'wait', why: expect.stringContaining('asked again') });
    // Ten minutes at first, then a quarter of the time that it has waited, and never past its end.
    expect(ask({}, { person })).toMatchObject({ until: after(DAY + HOUR + 10 * MINUTE) });
    expect(ask({ now: after(2 * DAY + HOUR) }, { person })).toMatchObject({ until: after(2 * DAY + 7 * HOUR) });
    expect(ask({ now: after(4 * DAY) }, { person })).toMatchObject({ until: after(4 * DAY + HOUR) });
    expect(ask({ now: after(30 * DAY) }, { person })).toMatchObject({ kind: 'skip', by: 'has_email' });
  });

  test('when the other ticket was closed before the campaign was due, it holds nothing', () => {
    expect(ask({ otherTickets: [{ ...OTHER, phase: 'waiting', closedAt: after(HOUR) }] })).toMatchObject({
      kind: 'send',
    });
  });

  test.each([
    ['dissatisfied', 'satisfied', 'skip'],
    ['neutral', 'satisfied', 'skip'],
    ['satisfied', 'satisfied', 'send'],
    ['no_answer', 'satisfied', 'send'],
    ['no_survey', 'satisfied', 'send'],
    ['dissatisfied', 'dissatisfied', 'send'],
    ['satisfied', 'dissatisfied', 'send'],
    ['dissatisfied', 'no_answer', 'skip'],
    ['neutral', 'no_answer', 'send'],
  ] as const)('when a newer ticket ended %s and this one %s, the answer is %s', (theirs, ours, kind) => {
    const ended: OtherTicket = { ...OTHER, phase: 'ended', closedAt: after(2 * DAY), outcome: theirs };

    expect(ask({ otherTickets: [ended], now: after(3 * DAY) }, { ticket: { outcome: ours } })).toMatchObject({ kind });
  });

  test('when an older ticket ended worse, it does not matter', () => {
    const older: OtherTicket = {
      ...OTHER,
      createdAt: after(-DAY),
      phase: 'ended',
      closedAt: after(0),
      outcome: 'dissatisfied',
    };

    expect(ask({ otherTickets: [older] })).toMatchObject({ kind: 'send' });
  });

  test('when the customer was sent as many campaigns as the cap allows, nothing is sent', () => {
    expect(ask({ earlierSends: [after(HOUR)] })).toMatchObject({
      kind: 'skip',
      by: 'frequency_cap',
      why: '1 of 1 campaigns to the customer within 7d: the cap is reached',
    });
  });

  test('when the earlier campaign is as long ago as the cap reaches, the next may be sent', () => {
    expect(ask({ earlierSends: [after(DAY + HOUR - 7 * DAY)] })).toMatchObject({ kind: 'send' });
    expect(ask({ earlierSends: [after(DAY + HOUR - 7 * DAY + 1)] })).toMatchObject({ kind: 'skip' });
  });

  test('when there is no cap, earlier campaigns do not count', () => {
    const limits = { ...FACTS.limits, frequencyCap: null };

    expect(ask({ earlierSends: [after(HOUR)], limits })).toMatchObject({ kind: 'send' });
  });

  test('when it could not leave in its time, it is given up, and says by when it should have left', () => {
    const expiresAt = after(4 * DAY + HOUR);

    expect(ask({ expiresAt, now: after(4 * DAY + 59 * MINUTE) })).toMatchObject({ kind: 'send' });
    expect(ask({ expiresAt, now: expiresAt })).toMatchObject({
      ...{ kind: 'skip', by: 'not_expired' },
      why: 'it could not be sent by 11:00 UTC: it is too late for it now',
    });
    expect(ask({ expiresAt, now: after(30 * DAY) })).toMatchObject({ kind: 'skip', by: 'not_expired' });
    const refused = { person: { hasEmail: false, refused: true } };
    expect(ask({ expiresAt, now: expiresAt }, refused)).toMatchObject({
      ...{ kind: 'skip', by: 'not_expired' },
      why: 'it could not be sent by 11:00 UTC, because Brevo does not take the customer’s e-mail address: it is too late for it now',
    });
  });

  test('when it was not written down yet, nothing is too late', () => {
    expect(ask({ expiresAt: null, now: after(30 * DAY) })).toMatchObject({ kind: 'send' });
  });

  test('when it is too late, it does not matter any more what would have forbidden it', () => {
    const decision = ask({ expiresAt: DUE }, { person: { blocklisted: true } });

    expect(decision).toMatchObject({ kind: 'skip', by: 'not_expired' });
  });

  test('when its delay is not over, it waits, whenever it would be too late', () => {
    expect(ask({ expiresAt: DECIDED, now: DECIDED })).toMatchObject({ kind: 'wait', until: DUE });
  });
});
