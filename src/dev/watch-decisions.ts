import { TajoClient } from '../../packages/sdk/client/client';
import { TajoError } from '../../packages/sdk/client/errors';
import { keepLooking } from './keep-looking';

export interface Watched {
  readonly url: string;
  readonly apiKey: string;
  readonly account: string;
  /** Hears of each in one line, indented as the other end of what happened. */
  readonly report: (line: string) => void;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

const POLL_EVERY_MS = 2_000;
/** More tickets than end between two looks. */
const NEWEST = 50;

/**
 * Tells why a ticket of now has no campaign, or not yet, and of each score that came too late for one: the words of `tajo campaigns`, asked
 * through the SDK. What is sent is told by the sandbox' Brevo.
 *
 * @returns Ends it.
 */
export function watchDecisions({ url, apiKey, account, report, everyMs = POLL_EVERY_MS }: Watched): () => void {
  const { connectors, campaigns } = new TajoClient({ url, apiKey });
  const since = new Date().toISOString();
  const reported = new Set<string>();
  let isStopped = false;
  const once = (ticketId: number | null, words: string): void => {
    const line = `          → ${words}${ticketId === null ? '' : ` (ticket ${String(ticketId)})`}`;
    if (isStopped || reported.has(line)) return;
    reported.add(line);
    report(line);
  };
  const look = async (): Promise<void> => {
    const history = await campaigns.history({ account, since, limit: NEWEST });
    for (const { ticketId, fate, reason } of [...history.campaigns].reverse())
      if (fate !== 'sent') once(ticketId, `campaign ${fate}: ${reason}`);
    const { scores } = await connectors.scores('gorgias', { account, from: since, late: true, limit: NEWEST });
    for (const { ticketId } of [...scores].reverse()) once(ticketId, 'late score: it counts, and no campaign follows');
  };
  const stop = keepLooking(look, {
    everyMs,
    failed: (thrown) => {
      // That the account is uninstalled is told by who watches accounts.
      if (thrown instanceof TajoError && thrown.code === 'input.unknown_account') return;
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      once(null, `why tickets have no campaign cannot be shown: ${why}`);
    },
  });
  return () => {
    isStopped = true;
    stop();
  };
}
