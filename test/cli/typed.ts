import { PassThrough } from 'node:stream';
import { type CliDeps, runCli } from '../../packages/sdk/cli/run';
import { CONTEXT } from './bare-context';

/**
 * What one command line prints, and its exit code; in this process. `over`: what it may use beside the bare {@link CONTEXT};
 * `answer`: what a person types on a terminal.
 */
export async function typed(over: Partial<Omit<CliDeps, 'io'>>, args: readonly string[], answer?: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  // Nothing more comes: whoever waits for a key on it ends with a sentence.
  const stdin = Object.assign(new PassThrough().end(answer), answer === undefined ? {} : { isTTY: true });
  const io = { stdout, stderr, stdin, onInterrupt: () => () => undefined };
  const exitCode = await runCli(args, { ...CONTEXT, ...over, io });
  return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}
