import type { Store } from '../../src/store/types';
import { ACCOUNT, ENDS, useOutbox } from './outbox-bench';
import { at } from './records';

const WHY = { gate: 'no credits are left', waitsFor: 'brevo POST /smtp/email' };

/** Each step names the state that it expects, so that one that was overtaken changes nothing (design D14). */
describe('an attempt to send', () => {
  const bench = useOutbox();
  const { intended, intendedCampaign, now, begin, inState, kept } = bench;
  let store: Store;
  let outbox: Store['outbox'];
  beforeAll(() => {
    store = bench.store();
    ({ outbox } = store);
  });

  describe('when an attempt begins', () => {
    test('it is under way from then on, and why it was kept back before is over', async () => {
      const before = await intended();
      await outbox.keepBack(ACCOUNT, before.key, { gate: 'not yet', dueAt: at(1) });
      const { key, token } = await begin(await now(before.key));
      const after = await now(key);

      expect(after).toMatchObject({ state: 'sending', token, unsure: false, gate: null, gateAt: null });
      expect(after.triedAt).not.toBeNull();
      expect(after.firstTriedAt).not.toBeNull();
      expect(await kept(key)).toEqual({ due_at: null, waits_for: null });
    });

    test('at the same moment as others, one of them wins', async () => {
      const entry = await intended();
      const tokens = await Promise.all([1, 2, 3, 4].map(() => outbox.begin(ACCOUNT, entry)));
      const lost = await inState('lost');
      const again = await Promise.all([1, 2, 3, 4].map(() => outbox.begin(ACCOUNT, lost)));

      for (const answers of [tokens, again]) expect(answers.filter((token) => token !== null)).toHaveLength(1);
      expect((await now(entry.key)).token).toBe(tokens.find((token) => token !== null));
    });

    test('by what was read before somebody else began, nothing happens', async () => {
      const entry = await intended();
      const { token } = await begin(entry);
      const under = await now(entry.key);

      expect(await outbox.begin(ACCOUNT, entry)).toBeNull();
      expect(await outbox.begin(ACCOUNT, { ...under, token: null })).toBeNull();
      expect(await outbox.begin(ACCOUNT, { ...under, state: 'intended' })).toBeNull();
      expect(await now(entry.key)).toMatchObject({ ...under, token });
    });

    test('after a lost answer, it is one of which an earlier one may have been carried out, and its first time stays', async () => {
      const lost = await inState('lost');
      const { token } = await begin(lost);
      const after = await now(lost.key);

      expect(after).toMatchObject({ state: 'sending', token, unsure: true, firstTriedAt: lost.firstTriedAt });
      expect(after.triedAt! > lost.triedAt!).toBe(true);
    });

    test('in the place of one whose sender died, that one may have been carried out, and can change nothing any more', async () => {
      const entry = await intended();
      const dead = await begin(entry);
      const living = await begin(await now(entry.key));
      const under = await now(entry.key);
      await outbox.release(ACCOUNT, dead, WHY);
      await outbox.lose(ACCOUNT, dead);

      expect(under).toMatchObject({ state: 'sending', token: living.token, unsure: true });
      expect(await outbox.settle(ACCOUNT, dead, { end: 'sent', reason: null })).toBe(false);
      expect(await now(entry.key)).toEqual(under);
      expect(await outbox.settle(ACCOUNT, living, { end: 'sent', reason: null })).toBe(true);
    });

    test.each(ENDS)('of what is %s, none does', async (state) => {
      const before = await inState(state);

      expect(await outbox.begin(ACCOUNT, before)).toBeNull();
      expect(await now(before.key)).toEqual(before);
    });
  });

  describe('when an attempt ends', () => {
    test.each(ENDS)('as %s, that stands for ever', async (end) => {
      const entry = await intended();
      const attempt = await begin(entry);
      const settled = await outbox.settle(ACCOUNT, attempt, { end, reason: 'because' });
      const after = await now(entry.key);
      const others = await Promise.all([
        ...ENDS.map((other) => outbox.settle(ACCOUNT, attempt, { end: other, reason: 'later' })),
        outbox.settle(ACCOUNT, { key: entry.key, token: null }, { end: 'sent', reason: 'later' }),
        outbox.giveUp(ACCOUNT, entry.key, 'later'),
      ]);
      await outbox.release(ACCOUNT, attempt, WHY);
      await outbox.lose(ACCOUNT, attempt);
      await outbox.keepBack(ACCOUNT, entry.key, { gate: 'later', dueAt: at(1) });
      await outbox.redirect(ACCOUNT, entry.key, { emailKey: 'bob@example.com', customerId: 4 });

      expect(settled).toBe(true);
      expect(after).toMatchObject({ state: end, reason: 'because', token: null, triedAt: expect.any(String) });
      expect(after.settledAt).not.toBeNull();
      expect(new Set(others)).toEqual(new Set([false]));
      expect(await now(entry.key)).toEqual(after);
    });

    test('by a token that is not the present one, nothing changes', async () => {
      const entry = await inState('sending');
      const stranger = { key: entry.key, token: '00000000-0000-4000-8000-000000000000' };
      await outbox.release(ACCOUNT, stranger, WHY);
      await outbox.lose(ACCOUNT, stranger);

      expect(await outbox.settle(ACCOUNT, stranger, { end: 'sent', reason: null })).toBe(false);
      expect(await outbox.settle(ACCOUNT, { ...stranger, token: null }, { end: 'sent', reason: null })).toBe(false);
      expect(
        await outbox.settle('another', { key: entry.key, token: entry.token }, { end: 'sent', reason: null }),
      ).toBe(false);
      expect(await now(entry.key)).toEqual(entry);
    });

    test('that never began, nothing changes', async () => {
      const entry = await intended();

      expect(await outbox.settle(ACCOUNT, { key: entry.key, token: null }, { end: 'sent', reason: null })).toBe(false);
      expect(await now(entry.key)).toEqual(entry);
    });

    test('what it says is kept only of an event that Brevo refused, for a person may want it told again', async () => {
      const answers = await Promise.all(ENDS.map((end) => inState(end)));
      const mailed = await Promise.all(ENDS.map((end) => inState(end, intendedCampaign)));

      expect(answers.filter(({ params }) => Object.keys(params).length > 0).map(({ state }) => state)).toEqual([
        'refused',
      ]);
      expect(mailed.filter(({ params }) => Object.keys(params).length > 0)).toEqual([]);
    });
  });

  describe('when an attempt comes to no end', () => {
    test('because it certainly did nothing, it is intended as before, and says what it waits for', async () => {
      const entry = await intended();
      const attempt = await begin(entry);
      await outbox.release(ACCOUNT, attempt, WHY);
      const after = await now(entry.key);

      expect(after).toMatchObject({ ...entry, gate: WHY.gate, gateAt: expect.any(String) });
      expect(await kept(entry.key)).toEqual({ due_at: null, waits_for: WHY.waitsFor });
      expect(await outbox.settle(ACCOUNT, attempt, { end: 'sent', reason: null })).toBe(false);
    });

    test('because it certainly did nothing, but an earlier one may have, that stays unknown', async () => {
      const lost = await inState('lost');
      await outbox.release(ACCOUNT, await begin(lost), WHY);
      const after = await now(lost.key);

      expect(after).toMatchObject({ state: 'sending', token: null, unsure: true, gate: WHY.gate });
      expect(after.firstTriedAt).toBe(lost.firstTriedAt);
      expect(after.triedAt).not.toBeNull();
      expect(await outbox.giveUp(ACCOUNT, lost.key, 'too late')).toBe(false);
    });

    test('because its answer was lost, it is known that it may have been carried out, and whoever comes next may end it', async () => {
      const entry = await inState('sending');
      await outbox.lose(ACCOUNT, { key: entry.key, token: entry.token! });

      expect(await now(entry.key)).toEqual({ ...entry, token: null, unsure: true });
      expect(await outbox.settle(ACCOUNT, { key: entry.key, token: null }, { end: 'sent', reason: 'found' })).toBe(
        true,
      );
    });
  });
});
