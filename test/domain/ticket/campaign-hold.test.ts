import { holdReasonNow } from '../../../src/domain/campaign/holders';
import { type OtherTicket } from '../../../src/domain/campaign/campaign-types';
import { ask, CAMPAIGNS, OTHER, OVER } from './campaign-case';
import { after, DAY, HOUR, MINUTE } from './facts';
import type { Timestamp } from '../../../src/domain/timestamp';

describe('a campaign that another ticket holds', () => {
  test('when another ticket of the customer is open, it is held, at most as long as the policy says', () => {
    const decision = ask({ otherTickets: [OTHER] });

    expect(decision).toMatchObject({ kind: 'held', until: OVER, why: expect.stringContaining('815') });
    expect(ask({ otherTickets: [OTHER], now: OVER })).toMatchObject({ kind: 'send' });
  });

  test.each([
    [true, 'is snoozed'],
    [false, 'is open'],
  ])('says of a ticket whether it is asleep (%s)', (isSnoozed, says) => {
    expect(ask({ otherTickets: [{ ...OTHER, isSnoozed }] })).toMatchObject({
      kind: 'held',
      why: `ticket 815 of the customer ${says}`,
    });
  });

  test('said later it is of its ticket as that one stands then; another reason stays as it was', () => {
    const why = 'ticket 815 of the customer is open';

    expect(holdReasonNow(why, { heldBy: 815, phase: 'snoozed' })).toBe('ticket 815 of the customer is snoozed');
    expect(holdReasonNow(why, { heldBy: 815, phase: 'closed' })).toMatch(
      / is closed, but how it ended is not known yet$/,
    );
    expect(holdReasonNow(why, { heldBy: 815, phase: 'deleted' })).toBe(why);
    expect(holdReasonNow(why, { heldBy: 816, phase: 'snoozed' })).toBe(why);
  });

  test('when the ticket that held it is closed, it is held on until it is known how that one ended', () => {
    const waiting: OtherTicket = { ...OTHER, phase: 'waiting', closedAt: after(2 * DAY) };

    expect(ask({ otherTickets: [waiting], now: after(3 * DAY) })).toMatchObject({ kind: 'held', until: OVER });
  });

  test('when the ticket that held it was closed and nobody has read it since the hold was over, that is done first', () => {
    const waiting = (seenAt: Timestamp | null): OtherTicket => ({
      ...OTHER,
      phase: 'waiting',
      closedAt: after(2 * DAY),
      seenAt,
    });
    const at = (now: Timestamp, ...otherTickets: readonly OtherTicket[]) => ask({ otherTickets, now });
    const first = { kind: 'held', by: 815, toRead: true, until: after(8 * DAY + HOUR + 10 * MINUTE) };

    expect(at(OVER, waiting(null))).toMatchObject(first);
    expect(at(OVER, waiting(after(8 * DAY + 59 * MINUTE)))).toMatchObject(first);
    expect(at(OVER, { ...OTHER, ticketId: 816 }, waiting(null))).toMatchObject(first);
    expect(at(after(8 * DAY + 61 * MINUTE), waiting(OVER))).toMatchObject({ kind: 'send' });
    expect(at(after(3 * DAY), waiting(null))).toMatchObject({ kind: 'held', until: OVER });
    expect(at(after(3 * DAY), waiting(null))).not.toMatchObject({ toRead: true });
  });
});

describe('when another ticket has held it', () => {
  const campaign = { name: 'win-back', rule: { ...CAMPAIGNS['win-back']!, delayMs: HOUR, expiresMs: HOUR } };
  const expiresAt = after(DAY + 2 * HOUR);
  const ended = (endedAt: Timestamp, createdAt = OTHER.createdAt): OtherTicket => ({
    ...OTHER,
    createdAt,
    phase: 'ended',
    closedAt: endedAt,
    endedAt,
    outcome: 'satisfied',
  });
  const at = (now: Timestamp, ...otherTickets: readonly OtherTicket[]) =>
    ask({ campaign, expiresAt, otherTickets, now }).kind;

  test('it has its whole time again from that ticket’s end on, and no more', () => {
    expect(at(after(3 * DAY), OTHER)).toBe('held');
    expect(at(after(3 * DAY + 59 * MINUTE), ended(after(3 * DAY)))).toBe('send');
    expect(at(after(3 * DAY + HOUR), ended(after(3 * DAY)))).toBe('skip');
  });

  test('no longer than the hold may last', () => {
    expect(at(after(8 * DAY + HOUR + 59 * MINUTE), OTHER)).toBe('send');
    expect(at(after(8 * DAY + 2 * HOUR), OTHER)).toBe('skip');
    expect(at(after(9 * DAY), ended(after(9 * DAY)))).toBe('skip');
  });

  test('one that ended before it was due, or began when it was too late already, gives it no time', () => {
    expect(at(expiresAt, ended(after(DAY)))).toBe('skip');
    expect(at(after(4 * DAY), ended(after(4 * DAY), expiresAt))).toBe('skip');
  });
});
