import { newLane, paced, type Pacing } from '../../src/activities/pacing';
import type { ConnectorError } from '../../src/domain/errors/connector-error';
import type { HttpRequest, HttpResponse, Transport } from '../../src/http/types';
import type { Store } from '../../src/store/types';
import { type OpenedStore, openTestStore } from '../store/stores';

const request: HttpRequest = { method: 'GET', path: '/tickets', group: 'gorgias', route: '/tickets' };
const answer = (status: number): HttpResponse => ({ status, headers: {}, text: '', ms: 1 });

describe('a transport within the rate budget', () => {
  let opened: OpenedStore;
  let store: Store;
  let accounts = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const nextOwner = (): Pacing['owner'] => {
    const owner = `account-${String((accounts += 1))}`;
    return () => Promise.resolve(owner);
  };
  const pacing = (change: Partial<Pacing> = {}): Pacing => ({
    ...{ vendor: 'gorgias', owner: nextOwner() },
    budget: store.budget,
    sizeOf: () => ({ capacity: 5, perSecond: 10 }),
    keep: 0,
    seen: () => null,
    onWait: () => undefined,
    retryAfterMs: () => 60_000,
    ...change,
  });
  const counting = (status = 200): { transport: Transport; times: number[] } => {
    const times: number[] = [];
    return { times, transport: () => (times.push(Date.now()), Promise.resolve(answer(status))) };
  };

  it('lets the burst through at once and then keeps to the rate', async () => {
    const { transport, times } = counting();
    const send = paced(transport, pacing());

    for (let sent = 0; sent < 10; sent += 1) await send(request);

    expect(times[4]! - times[0]!).toBeLessThan(times[9]! - times[4]!);
    expect(times[9]! - times[0]!).toBeGreaterThanOrEqual(450);
  });

  it('when a lane must leave a reserve, stops above it while another may go on', async () => {
    const shared = pacing({ sizeOf: () => ({ capacity: 5, perSecond: 0.01 }) });
    const backfill = counting();
    const slow = paced(backfill.transport, { ...shared, keep: 3 });

    await slow(request);
    await slow(request);
    await expect(slow(request)).rejects.toMatchObject({ code: 'gorgias.rate_limited' });
    await paced(counting().transport, shared)(request);

    expect(backfill.times).toHaveLength(2);
  });

  it('after a 429 nobody of the account goes before the announced time, and the wait is Temporal’s', async () => {
    const shared = pacing();
    const refused = await paced(counting(429).transport, shared)(request);
    const other = counting();

    expect(refused.status).toBe(429);
    await expect(paced(other.transport, shared)(request)).rejects.toMatchObject({
      code: 'gorgias.rate_limited',
      retryAfterMs: expect.any(Number),
    });
    expect(other.times).toHaveLength(0);
  });

  it('believes the vendor when other apps have used the bucket', async () => {
    const shared = pacing({ sizeOf: () => ({ capacity: 5, perSecond: 0.01 }), seen: () => ({ left: 0, capacity: 5 }) });
    const send = paced(counting().transport, shared);

    await send(request);

    await expect(send(request)).rejects.toMatchObject({ code: 'gorgias.rate_limited' });
  });

  it('a lane that was given nothing for long goes before live traffic, a few requests at a time', async () => {
    const shared = pacing({ sizeOf: () => ({ capacity: 8, perSecond: 20 }) });
    const [live, feed] = [counting(), counting()];
    const liveSend = paced(live.transport, { ...shared, keep: 2 });
    const feedSend = paced(feed.transport, {
      ...shared,
      ...{ keep: 4, keepBehind: 1, behindAfterMs: 500, state: newLane() },
    });
    const untilGranted = async (send: Transport): Promise<void> => {
      const again = (): Promise<void> => untilGranted(send);
      await send(request).then(() => undefined, again);
    };
    // Two seconds of work for the bucket: all are in line from the beginning.
    const flood = Array.from({ length: 48 }, () => untilGranted(liveSend));
    const inTurn = async (): Promise<void> => {
      for (let sent = 0; sent < 5; sent += 1) await untilGranted(feedSend);
    };
    await Promise.all([...flood, inTurn()]);

    const liveAfter = feed.times.map((at) => live.times.filter((liveAt) => liveAt > at).length);
    const [first = 0, , , fourth = 0, fifth = 0] = liveAfter;
    expect(fourth).toBeGreaterThan(0);
    expect(fourth).toBeLessThan(48 - 6);
    // Four in a row, and then it waits for its turn anew.
    expect(fourth - fifth).toBeGreaterThan(first - fourth);
  });

  it('only a few wait in their slots: the others are given back at once, and come again at times that lie further apart with each try', async () => {
    const waits: string[] = [];
    const shared = pacing({
      ...{ sizeOf: () => ({ capacity: 1, perSecond: 2 }), state: newLane(), attempt: () => 6 },
      onWait: (how) => void waits.push(how),
    });
    const send = paced(counting().transport, shared);
    await send(request);

    const many = await Promise.allSettled(Array.from({ length: 30 }, () => send(request)));
    const given = many.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as ConnectorError).retryAfterMs ?? 0] : [],
    );

    expect(waits.slice(0, 30).filter((how) => how === 'slept')).toHaveLength(5);
    expect(given.length).toBeGreaterThanOrEqual(25);
    expect(Math.max(...given)).toBeGreaterThan(1_500);
    expect(Math.max(...given)).toBeLessThanOrEqual(250 * 2 ** 5 + 3_000);
  });

  it('says how long a request waits here, and how long one that is given back has to', async () => {
    const waits: { how: string; ms: number }[] = [];
    const onWait: Pacing['onWait'] = (how, ms) => void waits.push({ how, ms });
    const quick = paced(counting().transport, pacing({ onWait, sizeOf: () => ({ capacity: 1, perSecond: 20 }) }));
    const slow = paced(counting().transport, pacing({ onWait, sizeOf: () => ({ capacity: 1, perSecond: 0.01 }) }));

    for (const send of [quick, quick, slow]) await send(request);
    await expect(slow(request)).rejects.toMatchObject({ code: 'gorgias.rate_limited' });

    expect(waits.map(({ how }) => how)).toEqual(['slept', 'given_back']);
    expect(waits[0]?.ms).toBeLessThanOrEqual(51);
    expect(waits[1]?.ms).toBeGreaterThan(50_000);
  });

  it('when the activity is cancelled, stops waiting', async () => {
    const shared = pacing({ sizeOf: () => ({ capacity: 1, perSecond: 0.5 }) });
    const send = paced(counting().transport, shared);
    await send(request);
    const cancelled = new AbortController();

    const waiting = send(request, cancelled.signal);
    cancelled.abort();

    await expect(waiting).rejects.toThrow();
  });
});
