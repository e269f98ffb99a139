import type { TargetType } from '../../domain/contact/mapping-types';
import type { Change } from './contact-changes';

/** Asked about, of each type, until one is found that can prove something: what is empty already proves nothing. */
const MOST_CANDIDATES = 5;

export interface Pilots {
  readonly isUnproved: (name: string) => boolean;
  /** Those of what is to be emptied of a contact that have a value now. */
  readonly fullNow: (change: Change) => Promise<readonly string[]>;
  readonly targetOf: (name: string) => TargetType;
}

/**
 * The first contact of each type that has the value, each with what it has only. None where none of the first few has any: what is empty already
 * would prove that imports empty it.
 */
export async function pilotsOf(
  changes: readonly Change[],
  { isUnproved, fullNow, targetOf }: Pilots,
): Promise<readonly Change[]> {
  const asked = new Map<string, Change>();
  const pilots = new Map<string, Change>();
  for (const [target, candidates] of candidatesOf(changes, { isUnproved, targetOf })) {
    for (const change of candidates) {
      const seen = asked.get(change.emailKey) ?? { ...change, clear: await fullNow(change) };
      asked.set(change.emailKey, seen);
      if (!seen.clear.some((name) => targetOf(name) === target)) continue;
      pilots.set(seen.emailKey, seen);
      break;
    }
  }
  return [...pilots.values()];
}

function candidatesOf(
  changes: readonly Change[],
  { isUnproved, targetOf }: Pick<Pilots, 'isUnproved' | 'targetOf'>,
): ReadonlyMap<TargetType, readonly Change[]> {
  const candidates = new Map<TargetType, Change[]>();
  for (const change of changes) {
    for (const target of new Set(change.clear.filter(isUnproved).map(targetOf))) {
      const known = candidates.get(target) ?? [];
      if (known.length < MOST_CANDIDATES) candidates.set(target, [...known, change]);
    }
  }
  return candidates;
}
