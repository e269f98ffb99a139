import type { Store } from '../../src/store/types';
import { READ_TICKET, MAIL, READ, useAdmission, WRITE } from './admission-bench';

/** What an account lets out, asked before each request to a vendor (design D14). */
describe('the admission', () => {
  const bench = useAdmission();
  const { install, kindsOf } = bench;
  const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  let store: Store;
  let admission: Store['admission'];
  beforeAll(() => {
    store = bench.store();
    ({ admission } = store);
  });

  describe('when nothing stands against it', () => {
    test('everything goes, and only what writes to Brevo is counted until it is given back', async () => {
      const account = await install();
      const [read, call] = [await admission.enter(account, READ), await admission.enter(account, READ_TICKET)];
      const [write, mail] = [await admission.enter(account, WRITE), await admission.enter(account, MAIL)];
      const both = await admission.underWay(account);
      for (const entered of [write, mail]) {
        expect(entered).toEqual({ kind: 'go', token: expect.any(String), probes: [] });
        if (entered.kind === 'go') await admission.leave(account, entered.token!);
      }

      expect([read, call]).toEqual([1, 2].map(() => ({ kind: 'go', token: null, probes: [] })));
      expect({ both, underWay: await admission.underWay(account) }).toEqual({ both: 2, underWay: 0 });
    });

    test('a write of a process that was killed is over before a request could be', async () => {
      const account = await install();
      await admission.enter(account, WRITE);
      const aged = (seconds: number): Promise<unknown> =>
        store.db.query(
          `update departures set entered_at = clock_timestamp() - $2 * interval '1 second' where account = $1`,
          [...[account, seconds]],
        );
      await aged(29);
      const before = await admission.underWay(account);
      await aged(31);

      expect({ before, underWay: await admission.underWay(account) }).toEqual({ before: 1, underWay: 0 });
      expect(await store.db.query('select 1 from departures where account = $1', [account])).toEqual([]);
    });
  });

  describe('when the account', () => {
    const ALL = [READ, READ_TICKET, WRITE, MAIL, { ...WRITE, asked: true }];

    test('is not installed, or not any more, nothing goes', async () => {
      const account = await install();
      await store.accounts.uninstall(account);

      expect(new Set([...(await kindsOf(account, ALL)), ...(await kindsOf('never-installed', ALL))])).toEqual(
        new Set(['gone']),
      );
    });

    test('is switched off, nothing goes, whoever asks; switched on again, everything does', async () => {
      const account = await install();
      await store.accounts.setEnabled(account, false);
      await store.accounts.setState(account, 'paused', { reason: null });
      const off = await kindsOf(account, ALL);
      await store.accounts.setState(account, 'connected', { reason: null });
      await store.accounts.setEnabled(account, true);

      expect(new Set(off)).toEqual(new Set(['off']));
      expect(new Set(await kindsOf(account, ALL))).toEqual(new Set(['go']));
    });

    test('is paused, what reads goes, and what writes to Brevo does not, whoever asks', async () => {
      const account = await install();
      await store.accounts.setState(account, 'paused', { reason: null });

      expect(await kindsOf(account, ALL)).toEqual(['go', 'go', 'paused', 'paused', 'paused']);
      expect(await admission.underWay(account)).toBe(0);
    });
  });

  test('when the account is paused while many are about to write, each has left before or stays, and the pause knows how many left', async () => {
    const left: number[] = [];
    for (let round = 0; round < 14; round += 1) {
      const account = await install();
      const entering = [...Array(12)].map(async (_, place) => {
        await after(place);
        return admission.enter(account, WRITE);
      });
      await after(round);
      await store.accounts.setState(account, 'paused', { reason: null });
      const underWay = await admission.underWay(account);
      const gone = (await Promise.all(entering)).filter((entered) => entered.kind === 'go');
      left.push(gone.length);

      expect(underWay).toBe(gone.length);
      expect((await admission.enter(account, WRITE)).kind).toBe('paused');
    }
    // Else it was never close.
    expect(new Set(left).size).toBeGreaterThan(1);
  });
});
