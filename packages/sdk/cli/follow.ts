import { TajoError } from '../client/errors';
import type { SyncOptions, SyncProgress, SyncStarted } from '../client/types';
import type { CliContext } from './context';
import { createBar } from './output/bar';
import { formatTime } from './output/figures';
import { createLines } from './output/lines';
import type { ProgressView } from './output/progress-view';
import { WIDTH, wrap } from './output/wrap';
import { watchSilence } from './watch-silence';

/** What a call of the SDK is given so that it can be watched. */
export type Watch = Pick<SyncOptions, 'onProgress' | 'onTurn' | 'signal'>;

interface Following {
  /** Whose run it is; the only account when missing. */
  readonly account?: string | undefined;
  /** For a program. */
  readonly json: boolean;
  /** What Ctrl-C comes to, where it is not only the watching that ends. */
  readonly detached?: string;
}

/** Runs `watch` with a progress view; Ctrl-C stops the watching, never a run. */
export async function follow<Result>(
  context: CliContext,
  { account, json, detached = DETACHED }: Following,
  watch: (options: Watch) => Promise<Result>,
): Promise<Result | 'detached'> {
  const view = createView(context, json);
  const interrupted = new AbortController();
  const stopListening = context.io.onInterrupt(() => interrupted.abort());
  const silence = watchSilence(context, account, (line) => {
    if (json || interrupted.signal.aborted) return;
    view.end();
    context.io.stdout.write(`${wrap(line, WIDTH).join('\n')}\n`);
  });
  let isWaiting = false;
  const onTurn = (turn: SyncStarted): void => {
    isWaiting = turn.turn === 'waiting';
    view.end();
    if (!json) sayTurn(context, turn);
  };
  try {
    const onProgress = (progress: SyncProgress): void => {
      view.update(isWaiting ? ofAnother(progress) : progress);
      silence.look();
    };
    const result = await watch({ onProgress, onTurn, signal: interrupted.signal });
    view.end('done');
    return result;
  } catch (thrown) {
    if (!(thrown instanceof TajoError && thrown.code === 'client.aborted')) throw thrown;
    view.end();
    sayDetached(context, { json, detached }, isWaiting);
    return 'detached';
  } finally {
    silence.end();
    view.end();
    stopListening();
  }
}

/** Whoever waits for a turn sees how far the run is that has it. */
function ofAnother(progress: SyncProgress): SyncProgress {
  return { ...progress, sentence: `the other one: ${progress.sentence}` };
}

/** A bar on a terminal, lines into a file or pipe, nothing for a program. */
function createView({ io, now, paint }: CliContext, json: boolean): ProgressView {
  if (json) return { update: () => undefined, end: () => undefined };
  const { stdout } = io;
  if (stdout.isTTY === true)
    return createBar({ stream: stdout, columns: () => stdout.columns ?? 80, rows: () => stdout.rows ?? 24, paint });
  return createLines({ write: (line) => void io.stdout.write(`${line}\n`), now });
}

function sayTurn({ io }: CliContext, { turn, type, startedAt }: SyncStarted): void {
  const since = formatTime(startedAt);
  if (turn === 'joined') io.stdout.write(`Already running since ${since}; following it.\n`);
  if (turn === 'waiting')
    io.stdout.write(`Another ${type} sync has been running since ${since}; this one waits for its turn.\n`);
}

function sayDetached(
  { io }: CliContext,
  { json, detached }: Required<Omit<Following, 'account'>>,
  isWaiting: boolean,
): void {
  if (json) io.stdout.write(`${JSON.stringify(isWaiting ? { detached: true, started: false } : { detached: true })}\n`);
  else io.stdout.write(`${isWaiting ? GAVE_UP_TURN : detached}\n`);
}

const DETACHED = 'No longer watching; the run goes on. Follow it again with: tajo connectors status gorgias --follow';
const GAVE_UP_TURN = 'No longer waiting: this sync was not started. The one that is running goes on.';
