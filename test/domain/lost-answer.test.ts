import { afterLostAnswer, type LostAnswer, type LostAnswerStep } from '../../src/domain/outbox/lost-answer';
import { timestampOf } from '../../src/domain/timestamp';
import type { CampaignRule } from '../../src/domain/campaign/campaign-types';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TRIED_MS = Date.parse('2026-11-22T10:00:00Z');

const EVENT: CampaignRule['send'] = { event: 'UPSELL' };
const MAIL: CampaignRule['send'] = { templateId: 12 };
const LIST: CampaignRule['send'] = { listId: 5 };

/** What is to be done so many milliseconds after the one attempt, whose answer is known to be lost. */
function after(ms: number, send: LostAnswer['send'], over: Partial<LostAnswer> = {}): LostAnswerStep {
  const triedAt = timestampOf(TRIED_MS);
  return afterLostAnswer({
    ...{ send, triedAt, firstTriedAt: triedAt, now: timestampOf(TRIED_MS + ms) },
    ...{ hasMailKey: true, mayBeOnTheWire: false, received: null, ...over },
  });
}

const KINDS: readonly (readonly [string, LostAnswer['send']])[] = [
  ['an event of the timeline', null],
  ['a campaign by event', EVENT],
  ['a campaign by mail', MAIL],
  ['a campaign by list', LIST],
];

describe('after a lost answer', () => {
  test.each(KINDS)('nothing is done about %s while its request may still be on the wire', (_what, send) => {
    expect(after(0, send, { mayBeOnTheWire: true })).toEqual({ kind: 'wait', ms: 30 * SECOND });
    expect(after(29_999, send, { mayBeOnTheWire: true, received: true })).toEqual({ kind: 'wait', ms: 1 });
    expect(after(30_000, send, { mayBeOnTheWire: true })).not.toMatchObject({ kind: 'wait' });
    expect(after(0, send)).not.toMatchObject({ kind: 'wait' });
  });

  test('a place on a list is taken again, however long ago it was: twice on it is once', () => {
    expect(after(0, LIST)).toEqual({ kind: 'again' });
    expect(after(1_000 * MINUTE, LIST)).toEqual({ kind: 'again' });
  });

  test('a mail is sent again for as long as Brevo certainly remembers its key, counted from the first attempt', () => {
    const firstTriedAt = timestampOf(TRIED_MS - 10 * MINUTE);

    expect(after(14 * MINUTE - 1, MAIL)).toEqual({ kind: 'again' });
    expect(after(14 * MINUTE, MAIL)).toEqual({ kind: 'unknown' });
    expect(after(4 * MINUTE - 1, MAIL, { firstTriedAt })).toEqual({ kind: 'again' });
    expect(after(4 * MINUTE, MAIL, { firstTriedAt })).toEqual({ kind: 'unknown' });
    expect(after(0, MAIL, { hasMailKey: false })).toEqual({ kind: 'unknown' });
  });

  test.each([
    ['an event of the timeline', null],
    ['a campaign by event', EVENT],
  ])('Brevo is asked about %s, and one that it has is sent', (_what, send) => {
    expect(after(0, send)).toEqual({ kind: 'ask' });
    expect(after(1_000 * MINUTE, send)).toEqual({ kind: 'ask' });
    expect(after(0, send, { received: true })).toEqual({ kind: 'sent' });
    expect(after(1_000 * MINUTE, send, { received: true })).toEqual({ kind: 'sent' });
  });

  test.each([
    ['an event of the timeline', null],
    ['a campaign by event', EVENT],
  ])(
    'when Brevo does not show %s yet, it is looked for once more: absent within a minute proves nothing',
    (_what, send) => {
      expect(after(0, send, { received: false })).toEqual({ kind: 'wait', ms: MINUTE });
      expect(after(MINUTE - 1, send, { received: false })).toEqual({ kind: 'wait', ms: 1 });
    },
  );

  test('an event of the timeline that Brevo does not have is told again', () => {
    expect(after(MINUTE, null, { received: false })).toEqual({ kind: 'again' });
  });

  test('a campaign by event that Brevo does not show is not repeated on doubt', () => {
    expect(after(MINUTE, EVENT, { received: false })).toEqual({ kind: 'unknown' });
    expect(after(1_000 * MINUTE, EVENT, { received: false })).toEqual({ kind: 'unknown' });
  });

  test('when it was tried several times, the wait counts from the last attempt', () => {
    const firstTriedAt = timestampOf(TRIED_MS - 1_000 * MINUTE);

    expect(after(0, null, { firstTriedAt, received: false })).toEqual({ kind: 'wait', ms: MINUTE });
    expect(after(0, EVENT, { firstTriedAt, mayBeOnTheWire: true })).toEqual({ kind: 'wait', ms: 30 * SECOND });
  });
});
