import { z } from 'zod';
import { createRandom } from '../../random';

const share = z.number().min(0).max(1).default(0);

/** What Gorgias promises not to do and does: at-least-once, in no order, and sometimes not at all (gorgias-api.md 9.4). */
export const misbehaviour = z.strictObject({
  drop: share,
  duplicate: share,
  /** Shortest and longest delay of a delivery, milliseconds: what was sent later may come sooner. */
  delayMs: z.tuple([z.number().int().min(0), z.number().int().min(0)]).default([0, 0]),
  seed: z.number().int().default(1),
});

export type Misbehaviour = z.input<typeof misbehaviour>;

/** What becomes of one webhook: a delay for each of its deliveries; without any it is dropped. */
export type Fate = readonly number[];

/** @param plan Null: every webhook is sent once, at once. */
export function createFates(plan: Misbehaviour | null): () => Fate {
  if (plan === null) return () => [0];
  const { drop, duplicate, delayMs, seed } = misbehaviour.parse(plan);
  const random = createRandom(seed);
  return () => {
    // Always the same number of draws, so that one webhook's fate doesn't hang on another's.
    const [isDropped, isDoubled] = [random.chance(drop), random.chance(duplicate)];
    const delays = [random.int(...delayMs), random.int(...delayMs)];
    if (isDropped) return [];
    return isDoubled ? delays : delays.slice(0, 1);
  };
}
