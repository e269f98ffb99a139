import { TajoError } from '../client/errors';
import type { SyncProgress } from '../client/types';
import type { CliContext } from './context';
import { createBar } from './output/bar';
import { createLines } from './output/lines';
import type { ProgressView } from './output/progress-view';

interface Watch {
  readonly onProgress: (progress: SyncProgress) => void;
  readonly signal: AbortSignal;
}

/** Runs `watch` with a progress view; Ctrl-C stops the watching, never the run. */
export async function follow<Result>(
  context: CliContext,
  json: boolean,
  watch: (options: Watch) => Promise<Result>,
): Promise<Result | 'detached'> {
  const view = createView(context, json);
  const interrupted = new AbortController();
  const stopListening = context.io.onInterrupt(() => interrupted.abort());
  try {
    return await watch({ onProgress: (progress) => view.update(progress), signal: interrupted.signal });
  } catch (thrown) {
    if (!(thrown instanceof TajoError && thrown.code === 'client.aborted')) throw thrown;
    view.end();
    sayDetached(context, json);
    return 'detached';
  } finally {
    view.end();
    stopListening();
  }
}

/** A bar on a terminal, lines into a file or pipe, nothing for a program. */
function createView({ io, now, paint }: CliContext, json: boolean): ProgressView {
  if (json) return { update: () => undefined, end: () => undefined };
  if (io.stdout.isTTY === true) return createBar({ stream: io.stdout, columns: () => io.stdout.columns ?? 80, paint });
  return createLines({ write: (line) => void io.stdout.write(`${line}\n`), now });
}

function sayDetached({ io }: CliContext, json: boolean): void {
  io.stdout.write(
    json
      ? `${JSON.stringify({ detached: true })}\n`
      : 'No longer watching; the run goes on. Follow it again with: tajo connectors status gorgias --follow\n',
  );
}
