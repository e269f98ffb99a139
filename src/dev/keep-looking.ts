import { isTransient } from '../../packages/sdk/client/transient';

interface Looking {
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Hears once of what does not pass. */
  readonly failed: (thrown: unknown) => void;
}

/**
 * Asks the connector again and again, as any program asks, and never twice at once. One that stops, or is too busy to answer, is asked again;
 * anything else would be the same for ever: it is said once, and ends it.
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
