import type { Store } from '../../src/store/types';
import { READ_TICKET, MAIL, NO_CREDITS, probesOf, READ, REFUSED_KEY, useAdmission, WRITE } from './admission-bench';

/** What a person must mend in a vendor’s account: everybody waits, and one finds out for all (design D14). */
describe('what a vendor refuses', () => {
  const bench = useAdmission();
  const { install, hold, rowOf, kindsOf, timeOfProbe } = bench;
  let store: Store;
  let admission: Store['admission'];
  beforeAll(() => {
    store = bench.store();
    ({ admission } = store);
  });

  describe('when a vendor refuses the key', () => {
    test('all of its calls wait, with the reason, and those of the other vendor go', async () => {
      const account = await install();
      const fresh = await hold(account, REFUSED_KEY);

      expect(fresh).toBe(true);
      for (const departure of [READ, WRITE, MAIL])
        expect(await admission.enter(account, departure)).toEqual({ kind: 'held', ...REFUSED_KEY });
      expect(await kindsOf(account, [READ_TICKET])).toEqual(['go']);
      expect(await admission.underWay(account)).toBe(0);
    });

    test('it is told once, to the one who finds it first, and the account says so', async () => {
      const account = await install();
      const answers = await Promise.all([1, 2, 3].map(() => hold(account, REFUSED_KEY)));
      const again = await hold(account, { ...REFUSED_KEY, message: 'still refused' });

      expect(answers.filter((fresh) => fresh)).toHaveLength(1);
      expect(again).toBe(false);
      expect(await rowOf(account)).toMatchObject({
        ...{ state: 'refused', stateCode: REFUSED_KEY.code, stateReason: `${REFUSED_KEY.message}. Mend it.` },
      });
      expect(await admission.holds(account)).toMatchObject([{ ...REFUSED_KEY, message: 'still refused' }]);
    });

    test('while a person has paused the account, it stays paused', async () => {
      const account = await install();
      await store.accounts.setState(account, 'paused', { reason: null });
      await hold(account, REFUSED_KEY);
      const during = await rowOf(account);
      await admission.lift(account, [REFUSED_KEY.scope]);

      expect(during).toMatchObject({ state: 'paused', stateCode: null });
      expect(await rowOf(account)).toMatchObject({ state: 'paused' });
    });
  });

  describe('when a vendor refuses one call', () => {
    test('that call waits and nothing else does, and the account is as well as before', async () => {
      const account = await install();
      await hold(account, NO_CREDITS);

      expect(await kindsOf(account, [MAIL, WRITE, READ, READ_TICKET])).toEqual(['held', 'go', 'go', 'go']);
      expect(await rowOf(account)).toMatchObject({ state: 'connected' });
    });

    test('and the key too, the call waits for both', async () => {
      const account = await install();
      for (const one of [NO_CREDITS, REFUSED_KEY]) await hold(account, one);
      await admission.lift(account, [REFUSED_KEY.scope]);
      const first = await kindsOf(account, [MAIL, WRITE]);
      await admission.lift(account, [NO_CREDITS.scope]);

      expect(first).toEqual(['held', 'go']);
      expect(await kindsOf(account, [MAIL])).toEqual(['go']);
    });
  });

  describe('while something waits', () => {
    test('nobody tries for ten minutes, and then one does for all, even of many at once', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      const early = await admission.enter(account, READ);
      await timeOfProbe(account);
      const entered = await Promise.all([1, 2, 3, 4, 5].map(() => admission.enter(account, READ)));
      const late = await admission.enter(account, READ);
      const [held] = await admission.holds(account);

      expect({ earlyKind: early.kind, lateKind: late.kind }).toEqual({ earlyKind: 'held', lateKind: 'held' });
      expect(entered.map((one) => one.kind).sort()).toEqual(['go', 'held', 'held', 'held', 'held']);
      expect(entered.flatMap(probesOf)).toEqual([REFUSED_KEY.scope]);
      const minutes = (Date.parse(held?.probeAt ?? '') - Date.now()) / 60_000;
      expect(Math.round(minutes)).toBe(10);
    });

    test('the one that tried and was told nothing gives way to another soon, which does not put off anybody who tries sooner', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      await timeOfProbe(account);
      const probes = probesOf(await admission.enter(account, READ));
      await admission.untold(account, probes);
      const [held] = await admission.holds(account);
      await timeOfProbe(account);
      await admission.untold(account, probes);

      expect(Math.round((Date.parse(held?.probeAt ?? '') - Date.now()) / 10_000)).toBe(3);
      expect(await kindsOf(account, [READ])).toEqual(['go']);
    });

    test('the one that tries and writes is under way like any other', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      await timeOfProbe(account);
      const entered = await admission.enter(account, WRITE);

      expect(entered).toEqual({ kind: 'go', token: expect.any(String), probes: [REFUSED_KEY.scope] });
      expect(await admission.underWay(account)).toBe(1);
    });

    test('whoever waits for an answer tries at once, and finds out for all', async () => {
      const account = await install();
      for (const one of [REFUSED_KEY, NO_CREDITS]) await hold(account, one);
      const entered = await admission.enter(account, { ...MAIL, asked: true });

      expect(entered.kind).toBe('go');
      expect([...probesOf(entered)].sort()).toEqual([REFUSED_KEY.scope, NO_CREDITS.scope]);
      expect(await kindsOf(account, [MAIL])).toEqual(['held']);
    });

    test('a call that has to wait for something else too does not use up the time of the one that tries', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      await timeOfProbe(account);
      await hold(account, NO_CREDITS);

      expect(await kindsOf(account, [MAIL])).toEqual(['held']);
      expect(probesOf(await admission.enter(account, READ))).toEqual([REFUSED_KEY.scope]);
    });

    test('somebody who may have mended it lets the next request try', async () => {
      const account = await install();
      const other = await install();
      for (const one of [account, other]) await hold(one, REFUSED_KEY);
      await admission.probeNow(account);

      expect(await kindsOf(account, [READ, READ])).toEqual(['go', 'held']);
      expect(await kindsOf(other, [READ])).toEqual(['held']);
    });

    test('nobody tries while the account is paused or off', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      await admission.probeNow(account);
      await store.accounts.setState(account, 'paused', { reason: null });
      const paused = await kindsOf(account, [WRITE]);
      await store.accounts.setState(account, 'connected', { reason: null });
      await store.accounts.setEnabled(account, false);
      const off = await kindsOf(account, [READ]);
      await store.accounts.setEnabled(account, true);

      expect([...paused, ...off]).toEqual(['paused', 'off']);
      expect(probesOf(await admission.enter(account, READ))).toEqual([REFUSED_KEY.scope]);
    });
  });

  describe('when it is mended', () => {
    test('everything goes, the account is connected, and it is said once', async () => {
      const account = await install();
      await hold(account, REFUSED_KEY);
      const lifted = await Promise.all([1, 2, 3].map(() => admission.lift(account, [REFUSED_KEY.scope])));

      expect(lifted.filter((did) => did)).toHaveLength(1);
      expect(await kindsOf(account, [READ, WRITE])).toEqual(['go', 'go']);
      expect(await rowOf(account)).toMatchObject({ state: 'connected', stateReason: null, stateCode: null });
      expect(await admission.holds(account)).toEqual([]);
    });

    test('but the other vendor refuses its key too, the account stays refused until that is mended', async () => {
      const account = await install();
      const other = { scope: 'gorgias', code: 'auth.gorgias_refused', message: 'Gorgias refused the key' };
      for (const one of [REFUSED_KEY, other]) await hold(account, one);
      await admission.lift(account, [REFUSED_KEY.scope]);
      const half = await rowOf(account);
      await admission.lift(account, [other.scope]);

      expect(half).toMatchObject({ state: 'refused' });
      expect(await rowOf(account)).toMatchObject({ state: 'connected' });
    });

    test('what is mended and was refused again is told again', async () => {
      const account = await install();
      await hold(account, NO_CREDITS);
      await admission.lift(account, [NO_CREDITS.scope]);

      expect(await admission.lift(account, ['brevo', 'gorgias'])).toBe(false);
      expect(await hold(account, NO_CREDITS)).toBe(true);
    });
  });
});
