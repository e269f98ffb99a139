import { TajoError } from './errors';

const PASSING: ReadonlySet<string> = new Set([
  'client.unreachable',
  'client.timeout',
  'temporal.unavailable',
  'store.unavailable',
  'http.too_many_requests',
]);

/** True for what goes away by itself: a connector that restarts, or is asked too much. */
export function isTransient(thrown: unknown): boolean {
  return thrown instanceof TajoError && PASSING.has(thrown.code);
}
