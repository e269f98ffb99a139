import type { JournalEntry } from '../../packages/sandbox/http/journal';

/**
 * Requests that came although the vendor had asked to be left alone, by the vendor's own clock: no request after a 429 before the
 * announced time. `announcedMs` tells how long each 429 asked for; requests of other quotas than the refused one are not looked at.
 */
export function impatience(
  entries: readonly JournalEntry[],
  announcedMs: number,
  sameQuota: (path: string) => boolean = () => true,
): readonly string[] {
  const counted = entries.filter(({ path }) => sameQuota(path));
  return counted.flatMap(({ status, at, seq }, index) => {
    const next = counted[index + 1];
    if (status !== 429 || next === undefined || next.at >= at + announcedMs) return [];
    return [`request ${String(next.seq)} came ${String(next.at - at)} ms after the 429 of request ${String(seq)}`];
  });
}

/** Writes to Brevo that would do harm if they came twice: everything but imports, upserts, updates, removals and new attributes. */
export function unsafeWrites(entries: readonly JournalEntry[]): readonly string[] {
  return entries
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !SAFE_TO_REPEAT.some((pattern) => pattern.test(call)));
}

const SAFE_TO_REPEAT = [
  /^POST \/v3\/contacts$/,
  /^POST \/v3\/contacts\/import$/,
  /^PUT \/v3\/contacts\/[^/]+$/,
  /^POST \/v3\/contacts\/lists\/\d+\/contacts\/remove$/,
  /^POST \/v3\/contacts\/attributes\/normal\/[A-Z_0-9]+$/,
];
