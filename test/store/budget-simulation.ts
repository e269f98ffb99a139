import type { BucketSize, Take } from '../../src/store/types';

export interface VirtualClock {
  readonly now: () => string;
  readonly ms: () => number;
  readonly set: (ms: number) => void;
  readonly advance: (ms: number) => void;
}

export function virtualClock(): VirtualClock {
  let ms = Date.parse('2026-01-01T00:00:00Z');
  return {
    now: () => new Date(ms).toISOString(),
    ms: () => ms,
    set: (next) => {
      ms = next;
    },
    advance: (by) => {
      ms += by;
    },
  };
}

interface Simulation {
  readonly callers: number;
  readonly seconds: number;
  readonly size: BucketSize;
  readonly seed: number;
  readonly clock: VirtualClock;
  take(): Promise<Take>;
  correct(seen: { takes: number; left: number }): Promise<void>;
}

/**
 * Callers that ask again as soon as they may, and a vendor with a leaky bucket of the same size that reports `ceil(used)`. Requests take
 * 20 to 220 ms to arrive and as long to come back, so their order changes on the way when there are several callers.
 */
export async function simulate(simulation: Simulation): Promise<{ granted: number; refusedByVendor: number }> {
  const { callers, seconds, clock, seed, size } = simulation;
  const random = randomOf(seed);
  const vendor = vendorOf(size, clock.ms());
  const end = clock.ms() + seconds * 1_000;
  const queue: { at: number; run: () => Promise<void> }[] = [];
  const later = (delay: number, run: () => Promise<void>) => queue.push({ at: clock.ms() + delay, run });
  let granted = 0;
  const ask = async (): Promise<void> => {
    const take = await simulation.take();
    if (!take.granted) return void later(take.waitMs, ask);
    granted += 1;
    later(20 + Math.floor(random() * 200), () => {
      const left = vendor.arrive(clock.ms());
      later(20 + Math.floor(random() * 200), () => simulation.correct({ takes: take.takes, left }));
      return Promise.resolve();
    });
    // The next request is prepared while the answer is still on its way.
    later(Math.floor(random() * 100), ask);
  };
  for (let caller = 0; caller < callers; caller += 1) later(caller, ask);
  for (;;) {
    queue.sort((a, b) => a.at - b.at);
    const next = queue.shift();
    if (next === undefined || next.at > end) break;
    clock.set(next.at);
    await next.run();
  }
  return { granted, refusedByVendor: vendor.refused() };
}

function vendorOf({ capacity, perSecond }: BucketSize, start: number) {
  let used = 0;
  let seenAt = start;
  let refused = 0;
  return {
    arrive: (now: number): number => {
      used = Math.max(0, used - ((now - seenAt) / 1_000) * perSecond);
      seenAt = now;
      if (used + 1 > capacity) refused += 1;
      else used += 1;
      return capacity - Math.ceil(used);
    },
    refused: () => refused,
  };
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
