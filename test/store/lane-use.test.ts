import { createBudget } from '../../src/store/budget/budget';
import type { Store } from '../../src/store/types';
import { openTestStore, type OpenedStore } from './stores';
import { moveDatabaseClock } from '../support/database-clock';

const SIZE = { capacity: 40, perSecond: 2 };
const AN_HOUR_MS = 3_600_000;
const LANES = ['live', 'feed', 'backfill', 'enrichment'] as const;

describe('requests by lane', () => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestStore({ movableClock: true });
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const take = (lane: (typeof LANES)[number] | undefined, keep = 3): Promise<unknown> =>
    createBudget({ db: store.db }).take('yourstore', 'gorgias', { size: SIZE, keep, lane });
  const used = async (): Promise<Record<string, readonly [number, number]>> => {
    const minutes = await store.laneUse.lastHour('yourstore');
    return Object.fromEntries(
      LANES.map((lane) => {
        const own = minutes.filter((minute) => minute.lane === lane);
        return [lane, [own.reduce((n, { requests }) => n + requests, 0), own.reduce((n, { waits }) => n + waits, 0)]];
      }),
    );
  };

  it('are counted for an hour, what had to wait apart, by as many processes as there are, and never take more room', async () => {
    const nothing = { live: [0, 0], feed: [0, 0], backfill: [0, 0], enrichment: [0, 0] };
    await Promise.all(
      [...Array<'live'>(7).fill('live'), ...Array<'backfill'>(5).fill('backfill')].map((lane) => take(lane)),
    );
    await take('enrichment', 39);
    await take(undefined);
    const now = await used();
    await moveDatabaseClock(store.db, AN_HOUR_MS - 120_000);
    const soon = await used();
    await moveDatabaseClock(store.db, AN_HOUR_MS + 60_000);
    const later = await used();
    for (let minutes = 0; minutes < 150; minutes += 1) {
      await moveDatabaseClock(store.db, 2 * AN_HOUR_MS + minutes * 60_000);
      await take('feed');
    }

    expect(now).toEqual({ ...nothing, live: [7, 0], backfill: [5, 0], enrichment: [0, 1] });
    expect(soon).toEqual(now);
    expect(later).toEqual(nothing);
    expect((await used())['feed']).toEqual([60, 0]);
    expect(await store.db.query(`select count(*)::int as rows from lane_use where lane = 'feed'`)).toEqual([
      { rows: 60 },
    ]);
  });
});
