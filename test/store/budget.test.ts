import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createBudget } from '../../src/store/budget/budget';
import type { Store, Take } from '../../src/store/types';
import { simulate, virtualClock } from './budget-simulation';
import { openTestStore, type OpenedStore } from './stores';

const SIZE = { capacity: 40, perSecond: 2 };

describe('rate budget', () => {
  let opened: OpenedStore;
  let store: Store;
  let accounts = 0;
  let account = '';

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    accounts += 1;
    account = `shop-${accounts}`;
  });

  const timed = () => {
    const clock = virtualClock();
    return { clock, budget: createBudget({ db: store.db, clock: clock.now }) };
  };
  const granted = (takes: readonly Take[]) => takes.filter((take) => take.granted).length;

  test('when a hundred callers ask at once, exactly the burst is granted, each with a number of its own', async () => {
    const size = { capacity: 30, perSecond: 0.001 };
    const takes = await Promise.all(
      Array.from({ length: 100 }, () => store.budget.take(account, 'gorgias', { size, keep: 0 })),
    );
    const numbers = takes.flatMap((take) => (take.granted ? [take.takes] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('when the burst is used up, the wait said is just long enough', async () => {
    const { budget, clock } = timed();
    for (let number = 0; number < 40; number += 1) await budget.take(account, 'b', { size: SIZE, keep: 0 });
    const refused = await budget.take(account, 'b', { size: SIZE, keep: 0 });
    const waitMs = refused.granted ? 0 : refused.waitMs;
    expect(waitMs).toBeGreaterThanOrEqual(500);
    expect(waitMs).toBeLessThanOrEqual(502);
    clock.advance(waitMs);
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(true);
  });

  test('when a lane must leave requests, it stops there and a lane that need not goes on', async () => {
    const { budget } = timed();
    const backfill = [];
    for (let number = 0; number < 40; number += 1)
      backfill.push(await budget.take(account, 'b', { size: SIZE, keep: 8 }));
    expect(granted(backfill)).toBe(32);
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(true);
  });

  test('when a lane must leave more than the bucket holds, it still gets one from a full bucket', async () => {
    const { budget } = timed();
    expect((await budget.take(account, 'b', { size: { capacity: 5, perSecond: 1 }, keep: 8 })).granted).toBe(true);
    expect((await budget.take(account, 'b', { size: { capacity: 5, perSecond: 1 }, keep: 8 })).granted).toBe(false);
  });

  test('when the configured size changes, what was used stays used', async () => {
    const { budget } = timed();
    for (let number = 0; number < 10; number += 1) await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.take(account, 'b', { size: { capacity: 80, perSecond: 4 }, keep: 0 });
    expect(await budget.read(account, 'b')).toMatchObject({ left: 69, capacity: 80, perSecond: 4, takes: 11 });
    await budget.take(account, 'b', { size: { capacity: 20, perSecond: 1 }, keep: 0 });
    expect(await budget.read(account, 'b')).toMatchObject({ left: 8, capacity: 20, takes: 12 });
  });

  describe('of an hourly quota (Brevo, case C13)', () => {
    const HOURLY = { capacity: 100, perSecond: 0 };
    const at = (time: string) => {
      let now = Date.parse(time);
      const clock = () => new Date(now).toISOString();
      return { budget: createBudget({ db: store.db, clock }), goTo: (later: string) => (now = Date.parse(later)) };
    };
    const take = (budget: ReturnType<typeof createBudget>) => budget.take(account, 'h', { size: HOURLY, keep: 0 });

    test('when it is used up, the wait lasts until the full hour of the clock, and then all of it is there', async () => {
      const { budget, goTo } = at('2026-11-28T22:41:23Z');
      const takes = [];
      for (let number = 0; number < 101; number += 1) takes.push(await take(budget));
      expect(granted(takes)).toBe(100);
      const refused = takes.at(-1)!;
      expect(refused.granted ? 0 : Math.round(refused.waitMs / 1_000)).toBe(1_117);
      goTo('2026-11-28T22:59:59Z');
      expect((await take(budget)).granted).toBe(false);
      goTo('2026-11-28T23:00:01Z');
      expect((await take(budget)).granted).toBe(true);
      expect(await budget.read(account, 'h')).toMatchObject({ left: 99, capacity: 100 });
    });

    test('the limit and what remains of it are believed as the answer says, above ours and below', async () => {
      const { budget, goTo } = at('2026-11-28T22:41:23Z');
      const first = await take(budget);
      await budget.correct(account, 'h', { takes: first.granted ? first.takes : 0, left: 298, capacity: 300 });
      expect(await budget.read(account, 'h')).toMatchObject({ left: 298, capacity: 300 });
      // Another tool of the merchant has used the rest up.
      const second = await take(budget);
      await budget.correct(account, 'h', { takes: second.granted ? second.takes : 0, left: 0, capacity: 300 });
      expect((await take(budget)).granted).toBe(false);
      goTo('2026-11-28T23:00:01Z');
      await take(budget);
      expect(await budget.read(account, 'h')).toMatchObject({ left: 299, capacity: 300 });
    });
  });

  test('when the vendor asks to wait, nobody goes before, and a shorter wish does not open earlier', async () => {
    const { budget, clock } = timed();
    await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.close(account, 'b', 10_000);
    await budget.close(account, 'b', 1_000);
    expect(await budget.read(account, 'b')).toMatchObject({ left: 0, closedForMs: 10_000 });
    clock.advance(9_000);
    const refused = await budget.take(account, 'b', { size: SIZE, keep: 0 });
    expect(refused).toEqual({ granted: false, waitMs: 1_001 });
    clock.advance(1_001);
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(true);
  });

  test('when a bucket is closed before its first request, it is closed and then full', async () => {
    const { budget, clock } = timed();
    await budget.close(account, 'b', 5_000);
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(false);
    clock.advance(5_001);
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(true);
  });

  test('when another app uses the bucket too, the vendor is believed, counting what we took since', async () => {
    const { budget } = timed();
    const first = await budget.take(account, 'b', { size: SIZE, keep: 0 });
    for (let number = 0; number < 3; number += 1) await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.correct(account, 'b', { takes: first.granted ? first.takes : 0, left: 20 });
    expect((await budget.read(account, 'b'))?.left).toBe(17);
  });

  test('when the vendor counts one less, which rounding explains, ours stays', async () => {
    const { budget } = timed();
    await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.correct(account, 'b', { takes: 1, left: 38 });
    expect((await budget.read(account, 'b'))?.left).toBe(39);
  });

  test('when the vendor has clearly more left, it is believed only if nobody has taken since', async () => {
    const { budget } = timed();
    for (let number = 0; number < 20; number += 1) await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.correct(account, 'b', { takes: 19, left: 35 });
    expect((await budget.read(account, 'b'))?.left).toBe(20);
    await budget.correct(account, 'b', { takes: 20, left: 21 });
    expect((await budget.read(account, 'b'))?.left).toBe(20);
    await budget.correct(account, 'b', { takes: 20, left: 35 });
    expect((await budget.read(account, 'b'))?.left).toBe(35);
  });

  test('when the vendor has a smaller bucket than configured, it is adopted and stays over further takes', async () => {
    const { budget } = timed();
    await budget.take(account, 'b', { size: SIZE, keep: 0 });
    await budget.correct(account, 'b', { takes: 1, left: 19, capacity: 20 });
    expect((await budget.take(account, 'b', { size: SIZE, keep: 0 })).granted).toBe(true);
    expect(await budget.read(account, 'b')).toMatchObject({ capacity: 20, left: 18 });
  });

  test('when a header belongs to a request of long ago, it changes nothing', async () => {
    const { budget } = timed();
    for (let number = 0; number < 40; number += 1)
      await budget.take(account, 'b', { size: { capacity: 100, perSecond: 1 }, keep: 0 });
    await budget.correct(account, 'b', { takes: 1, left: 3 });
    expect((await budget.read(account, 'b'))?.left).toBe(60);
  });

  test.each([1, 2, 3])(
    'when %i callers run at full speed beside an honest vendor, no rate is lost to its rounding',
    async (callers) => {
      const { budget, clock } = timed();
      const take = () => budget.take(account, 'b', { size: SIZE, keep: 2 });
      const outcome = await simulate({
        callers,
        seconds: 240,
        size: SIZE,
        seed: callers,
        clock,
        take,
        correct: (seen) => budget.correct(account, 'b', seen),
      });
      const possible = SIZE.capacity - 2 + SIZE.perSecond * 240;
      expect(outcome.refusedByVendor).toBe(0);
      expect(outcome.granted).toBeGreaterThanOrEqual(possible * 0.99);
      expect(outcome.granted).toBeLessThanOrEqual(possible + 2);
    },
  );
});

describe('rate budget of several processes', () => {
  test('when four processes ask as fast as they can, together they never get more than the bucket gives', async () => {
    const opened = await openTestStore();
    try {
      const size = { capacity: 20, perSecond: 40 };
      const url = opened.databaseUrl;
      const outcomes = await Promise.all(Array.from({ length: 4 }, () => askForSeconds(url, size, 3)));
      const total = outcomes.reduce((sum, { granted }) => sum + granted, 0);
      const seconds =
        (Math.max(...outcomes.map(({ to }) => to)) - Math.min(...outcomes.map(({ from }) => from))) / 1_000;
      expect(outcomes.every(({ granted }) => granted > 0)).toBe(true);
      expect(total).toBeLessThanOrEqual(size.capacity + size.perSecond * seconds + 1);
      expect((await opened.store.budget.read('shop', 'gorgias'))?.takes).toBe(total);
    } finally {
      await opened.close();
    }
  });
});

interface Outcome {
  readonly granted: number;
  readonly from: number;
  readonly to: number;
}

function askForSeconds(url: string, size: typeof SIZE, seconds: number): Promise<Outcome> {
  const script = join(__dirname, 'budget-process.ts');
  const args = ['--import', 'tsx', script, url, String(size.capacity), String(size.perSecond), String(seconds)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`exit ${code}: ${out}`))));
  });
}
