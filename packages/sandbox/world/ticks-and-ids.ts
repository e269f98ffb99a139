import { MS, type Micros } from '../time';
import { type WorldState } from './state';

/** Turns a clock of milliseconds into moments that never repeat: every change moves its record to a place of its own in the lists. */
export function createTick(clock: () => number, startUs: Micros): (at?: number) => Micros {
  let last = startUs;
  return (at) => {
    // A moment that is given is kept to the microsecond, so that a recorded change can be repeated at its own time.
    const wanted = at === undefined ? Math.floor(clock()) * MS + 276 : Math.round(at * MS);
    // A step of 16 leaves room for the events of one cause, which follow each other by a microsecond.
    last = Math.max(last + 16, wanted);
    return last;
  };
}

/** Far above the generated ids, so that both never meet. */
const first = {
  customer: 540_000_000,
  ticket: 95_000_000,
  message: 2_000_000_000,
  survey: 9_500_000,
  tag: 1_990_000,
  integration: 150_000,
};

export function createIds(): WorldState['nextId'] {
  const next = { ...first };
  return (kind) => {
    next[kind] += 1;
    return next[kind];
  };
}
