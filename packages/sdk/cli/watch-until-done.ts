import { TajoError } from '../client/errors';
import type { CliContext } from './context';
import { WIDTH, wrap } from './output/wrap';
import { watchSilence } from './watch-silence';

/** What a call of the SDK is given so that it can be watched, and left. */
export interface Watch<Seen> {
  readonly onProgress: (seen: Seen) => void;
  readonly signal: AbortSignal;
}

interface Telling<Seen> {
  /** Whose work it is; the only account when missing. */
  readonly account: string | undefined;
  readonly json: boolean;
  /** One line for what was seen; the same line again is not written. */
  readonly sentence: (seen: Seen) => string;
  /** Said on Ctrl-C: what goes on, and how to look at it again. */
  readonly detached: string;
}

/** Watches durable work to its end and says how far it is, and that a vendor does not answer; null after Ctrl-C: nobody watches any more, the work goes on. */
export async function watchUntilDone<Seen, Done>(
  context: CliContext,
  { account, json, sentence, detached }: Telling<Seen>,
  work: (watch: Watch<Seen>) => Promise<Done>,
): Promise<Done | null> {
  const { io } = context;
  const interrupted = new AbortController();
  const stopListening = io.onInterrupt(() => interrupted.abort());
  let said = '';
  const onProgress = (seen: Seen): void => {
    const line = sentence(seen);
    if (!json && line !== said) io.stdout.write(`${line}\n`);
    said = line;
    silence.look();
  };
  const silence = watchSilence(context, account, (line) => {
    if (!json && !interrupted.signal.aborted) io.stdout.write(`${wrap(line, WIDTH).join('\n')}\n`);
  });
  try {
    return await work({ onProgress, signal: interrupted.signal });
  } catch (thrown) {
    if (!(thrown instanceof TajoError && thrown.code === 'client.aborted')) throw thrown;
    io.stdout.write(`${json ? JSON.stringify({ detached: true }) : detached}\n`);
    return null;
  } finally {
    silence.end();
    stopListening();
  }
}
