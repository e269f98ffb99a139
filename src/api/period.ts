import type { Period } from '../domain/period/period';
import { type Timestamp, timestamp, timestampOf } from '../domain/timestamp';
import { periodOf } from '../../packages/sdk/contract/period';

/** The time that a request means, to count by. */
export function askedPeriod(query: Parameters<typeof periodOf>[0]): Period {
  const { from, to } = periodOf(query);
  return { from: timestampOf(Date.parse(from)), to: timestampOf(Date.parse(to)) };
}

/** Where the page before ended; it was made by {@link nextOf}. */
export function cursorOf(after: string | undefined): { readonly at: Timestamp; readonly id: number } | undefined {
  if (after === undefined) return undefined;
  const [at = '', id = ''] = after.split('/');
  return { at: timestamp(at), id: Number(id) };
}

/** For the page after this one; null when it is not full: then it was the last. */
export function nextOf(
  page: { readonly length: number; readonly limit: number },
  last: { readonly at: Timestamp; readonly id: number } | undefined,
): string | null {
  return last === undefined || page.length < page.limit ? null : `${last.at}/${String(last.id)}`;
}
