import { isTransient } from '../../packages/sdk/client/transient';

interface Looking {
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Hears once of what does not pass. */
  readonly failed: (thrown: unknown) => void;
}

/**
 * Looks again and again, never twice at once. A connector that stops, or is too busy to answer, is asked again; any other failure would be the
 * same for ever: it is told once, and ends it.
 *
 * @returns Ends it.
 */
export function keepLooking(look: () => Promise<void>, { everyMs, failed }: Looking): () => void {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const next = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void look().then(next, (thrown: unknown) => {
        if (isTransient(thrown)) next();
        else if (!isStopped) failed(thrown);
      });
    }, everyMs);
  };
  next();
  return () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}
