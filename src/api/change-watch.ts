import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../../packages/sdk/contract/session';
import type { ChangedPart, Changes, Marks } from '../store/changes';

/** Tells a listener what changes from now on, until what it answers is called. */
export type ChangeWatch = (listener: (change: Change) => void) => () => void;

const EVERY_MS = 2_000;
const PARTS = [
  'account',
  'run',
  'tickets',
  'deliveries',
  'contacts',
  'reports',
] as const satisfies readonly ChangedPart[];

/** The store is asked once every two seconds for all who listen, and not at all while nobody does. */
export function createChangeWatch(changes: Changes, everyMs = EVERY_MS): ChangeWatch {
  const listeners = new Set<(change: Change) => void>();
  let isLooking = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    let known: readonly Marks[] | null = null;
    while (listeners.size > 0) {
      // A store that is away is told of by everything else that is asked.
      const now: readonly Marks[] | null = await changes.read().catch(() => null);
      const told = now === null || known === null ? [] : differences(known, now);
      for (const change of told) for (const listener of listeners) listener(change);
      known = now ?? known;
      await sleep(everyMs, undefined, { ref: false });
    }
    isLooking = false;
  };
  return (listener) => {
    listeners.add(listener);
    if (!isLooking) void look();
    return () => {
      listeners.delete(listener);
    };
  };
}

function differences(before: readonly Marks[], now: readonly Marks[]): readonly Change[] {
  const names = new Set([...before, ...now].map(({ account }) => account));
  return [...names].flatMap((account) => {
    const [was, is] = [before, now].map((all) => all.find((one) => one.account === account)?.marks);
    const changed = PARTS.filter((part) => was?.[part] !== is?.[part]);
    return changed.length === 0 ? [] : [{ account, changed }];
  });
}
