import { signal } from '@preact/signals';
import type { Change } from '../../../sdk/contract/session';

export type Changed = Change['changed'][number];
/** `ended`: the server says that the session is over. */
type Listener = (change: Change | 'everything') => void;

/** `lost`: nobody answers at the moment; what is shown is as old as `connectionSince`. */
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting');
export const connectionSince = signal(Date.now());

const listeners = new Set<Listener>();
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/** Calls back whenever something may have changed. Gives a function that ends it. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Also what the page did itself: nobody has to wait for the server to say it. */
export function announce(change: Change | 'everything'): void {
  for (const listener of listeners) listener(change);
}

/** Keeps one stream of server-sent events for the page, through losses. `ended` is called when the server does not want it any more. */
export function watchChanges(ended: () => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let waitMs = FIRST_RETRY_MS;
  let wasOpen = false;

  const open = (): void => {
    source = new EventSource('/v1/changes');
    source.addEventListener('open', () => {
      waitMs = FIRST_RETRY_MS;
      settle('open');
      // What happened meanwhile, nobody tells.
      if (wasOpen) announce('everything');
      wasOpen = true;
    });
    source.addEventListener('changed', (event: MessageEvent<string>) => announce(JSON.parse(event.data) as Change));
    source.addEventListener('ended', ended);
    source.addEventListener('error', () => {
      settle('lost');
      source?.close();
      // Refused, or away: a plain call says which.
      ended();
      retry = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
    connection.value = 'connecting';
  };
}

function settle(state: 'open' | 'lost'): void {
  if (connection.value === state) return;
  connection.value = state;
  connectionSince.value = Date.now();
}
