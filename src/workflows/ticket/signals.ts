import { condition, setHandler, sleep } from '@temporalio/workflow';
import type { ReceivedHint } from '../../activities/tickets/types';
import { HINT_SOURCES, pauseSignal, resumeSignal, SUMMARIES, ticketEventSignal, type TicketHint } from '../messages';
import type { LiveView } from './view';

/** What happens at once is reported several times, by several senders: one refresh covers it all. */
export const GATHER_MS = 3_000;
/** More hints than this are counted, not kept. */
const MOST_HINTS = 20;
const LONGEST_TRIGGER = 80;

/** What was heard of the ticket. Handlers only append; the main loop acts. */
export interface TicketSignals {
  /**
   * Waits a moment after a hint, so that what comes with it is covered by the same refresh. Waits out a pause, unless the history has become
   * long meanwhile: then it is paused still.
   */
  gather(): Promise<void>;
  take(): readonly ReceivedHint[];
  readonly isPaused: () => boolean;
  readonly hasPending: () => boolean;
  /** What the next run must know of it. */
  readonly handOver: () => { readonly hints: number; readonly paused: boolean };
  /** Until a signal comes, or until that time. */
  waitUntil(until: string | null): Promise<void>;
}

export function openSignals(
  view: LiveView,
  before: { readonly hints: number; readonly paused?: boolean },
): TicketSignals {
  let hints: ReceivedHint[] = [];
  let hintCount = before.hints;
  let pending = false;
  let wakeUps = 0;
  let paused = before.paused === true;
  setHandler(ticketEventSignal, (hint) => {
    hintCount += 1;
    wakeUps += 1;
    pending = true;
    view.update({ hints: hintCount });
    if (hints.length < MOST_HINTS) hints.push(readHint(hint));
  });
  setHandler(pauseSignal, () => {
    paused = true;
  });
  setHandler(resumeSignal, () => {
    paused = false;
    wakeUps += 1;
    pending = true;
  });
  const waitOutPause = async (): Promise<void> => {
    if (!paused) return;
    view.update({ sentence: 'paused; the signal `resume` goes on' });
    await condition(() => !paused || view.historyIsLong());
  };
  return {
    isPaused: () => paused,
    hasPending: () => pending,
    handOver: () => ({ hints: hintCount, paused }),
    async gather() {
      await waitOutPause();
      if (paused) return;
      const inHaste = hints.length === 0 || hints.every(({ source }) => source === 'backfill' || source === 'policy');
      if (!inHaste) await sleep(GATHER_MS, { summary: SUMMARIES.gather });
    },
    take() {
      const taken = hints;
      hints = [];
      pending = false;
      return taken;
    },
    async waitUntil(until) {
      const known = wakeUps;
      if (until === null) return condition(() => wakeUps > known);
      const ms = Math.max(0, Date.parse(until) - Date.now()) + 1;
      await condition(() => wakeUps > known, ms, { summary: SUMMARIES.awaitTicket });
    },
  };
}

/** Signals are typed by hand too, and nothing in them is needed. */
function readHint(hint: unknown): ReceivedHint {
  const fields: Partial<TicketHint> = typeof hint === 'object' && hint !== null ? hint : {};
  const source = HINT_SOURCES.find((known) => known === fields.source) ?? 'webhook';
  const { trigger } = fields;
  const atMs = Date.now();
  return typeof trigger === 'string' ? { source, atMs, trigger: trigger.slice(0, LONGEST_TRIGGER) } : { source, atMs };
}
