import { HELP, readArguments } from './dev/arguments';
import { bringUp } from './dev/bring-up';
import { runMainJob } from './dev/first-sync';
import { createShutdown } from './dev/shutdown';
import { createOutput } from './dev/output';
import { reportAndExit } from './process-setup';
import { toFailure } from '../packages/sdk/cli/failure';

/** `npm start`: everything on this machine, the main job before the reader's eyes, then up until Ctrl-C. */
async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  if (args.help) return void process.stdout.write(`${HELP}\n`);
  const output = createOutput(args.json);
  const shutdown = createShutdown((name, thrown) => output.error(`${name} did not stop cleanly: ${String(thrown)}`));
  let leaving = false;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  stop.signal.addEventListener('abort', () => void leave(0));
  const leave = async (code: number): Promise<void> => {
    if (leaving) return;
    leaving = true;
    output.print('Stopping …');
    await shutdown.run();
    process.exit(code);
  };
  try {
    const connector = await bringUp(args, { output, shutdown });
    void connector.died.then((part) => {
      if (leaving) return;
      output.error(`${part} ended unexpectedly; the next start goes on where it stopped.`);
      return leave(1);
    });
    output.ready(connector);
    const totals = await runMainJob({ ...connector, screen: output.screen, signal: stop.signal });
    if (totals === null) output.print('It is switched off (`enabled: false`): nothing is read and nothing is sent.');
    else output.finished(totals);
    if (args.once) {
      await leave(0);
    } else {
      output.staysUp();
      connector.goLive?.((line) => output.print(line));
    }
  } catch (thrown) {
    if (stop.signal.aborted) return;
    await shutdown.run();
    throw thrown;
  }
}

void main().catch((thrown: unknown) => reportAndExit(thrown, toFailure));
