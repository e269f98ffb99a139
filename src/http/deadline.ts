/** The whole exchange took longer than it may, although each of its parts was in time (a body that drips). */
class TotalTimeoutError extends Error {
  readonly code = 'TOTAL_TIMEOUT';

  constructor() {
    super('The whole exchange took too long');
    this.name = 'TotalTimeoutError';
  }
}

/**
 * Runs `work` with a signal that fires when the caller's does, with the caller's reason, or after `totalMs`, with a
 * {@link TotalTimeoutError}. Not `AbortSignal.any`: on Node 20 it keeps a reference in a long-lived signal for every request, and loses
 * an `AbortSignal.timeout` to the garbage collector before it fires (nodejs/node#57736).
 */
export async function withDeadline<T>(
  totalMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const forward = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new TotalTimeoutError()), totalMs);
  if (outer?.aborted === true) forward();
  outer?.addEventListener('abort', forward, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', forward);
  }
}
