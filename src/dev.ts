import './require-host';
import { HELP, readArguments } from './dev/arguments';
import { offerInit } from './dev/offer-init';
import { bringUp } from './dev/bring-up';
import { runMainJob, tryVendors } from './dev/first-sync';
import { createShutdown } from './dev/shutdown';
import { createOutput } from './dev/output';
import { environmentFault } from './dev/surroundings';
import { reportAndExit } from './process-setup';
import { watchAccounts } from './dev/watch-accounts';
import { toFailure } from '../packages/sdk/cli/failure';

/** `npm start`: everything on this machine, the main job before the reader's eyes, then up until Ctrl-C. */
async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  if (args.help) return void process.stdout.write(`${HELP}\n`);
  if (args.check) return sayCheck();
  const output = createOutput(args.json);
  if (!(await offerInit(args, output))) return;
  const shutdown = createShutdown((name, thrown) => output.error(`${name} did not stop cleanly: ${String(thrown)}`));
  let leaving = false;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  stop.signal.addEventListener('abort', () => void leave(0));
  const leave = async (code: number): Promise<void> => {
    if (leaving) return;
    leaving = true;
    if (!args.setUp) output.print('Stopping …');
    await shutdown.run();
    process.exit(code);
  };
  try {
    const connector = await bringUp(args, { output, shutdown });
    void connector.died.then((sentence) => {
      if (leaving) return;
      output.error(sentence);
      return leave(1);
    });
    output.ready(connector);
    if (args.setUp) return void process.stdin.on('close', () => stop.abort()).resume();
    if (connector.sandbox === null) output.tried(await tryVendors(connector));
    output.begins(connector.account);
    const job = { ...connector, screen: output.screen, signal: stop.signal, once: args.once };
    const end = await runMainJob(job);
    output.finished(end);
    if (args.once) {
      await leave(end.totals === null && end.code !== 'account.off' ? 1 : 0);
    } else {
      output.staysUp(connector, end.totals === null && end.code === 'account.off');
      const stopWatching = watchAccounts({ ...connector, report: (sentence) => output.note(sentence) });
      shutdown.add('the look at the accounts', () => {
        stopWatching();
        return Promise.resolve();
      });
      if (!args.quietSandbox) connector.goLive?.((line) => output.lived(line));
    }
  } catch (thrown) {
    if (stop.signal.aborted) return;
    // What stops now has not died.
    leaving = true;
    await shutdown.run();
    throw thrown;
  }
}

async function sayCheck(): Promise<void> {
  const fault = await environmentFault();
  process.stdout.write(`${JSON.stringify({ fault: fault?.message ?? null, field: fault?.details.field ?? null })}\n`);
}

void main().catch((thrown: unknown) => reportAndExit(thrown, toFailure));
