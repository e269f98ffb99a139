import { commandsFor } from '../contract/pasted-commands';
import type { CliIo } from './io';

/** Programs read what these ask for: nothing in it is pasted. */
const FOR_PROGRAMS = ['--json', '--csv'];

/**
 * The same places to write to, where each command that is printed names the account that this command line has named: whoever has several
 * is refused without it.
 */
export function namingAccount(io: CliIo, args: readonly string[]): CliIo {
  const account = namedIn(args);
  if (account === null || args.some((arg) => FOR_PROGRAMS.includes(arg))) return io;
  return { ...io, stdout: naming(io.stdout, account), stderr: naming(io.stderr, account) };
}

/** Null: none, or none that could be one. */
function namedIn(args: readonly string[]): string | null {
  const at = args.findLastIndex((arg) => arg === '--account' || arg.startsWith('--account='));
  const named = at === -1 ? undefined : (/^--account=(.*)$/.exec(args[at] ?? '')?.[1] ?? args[at + 1]);
  return named !== undefined && /^[\w.-]+$/.test(named) && !named.startsWith('-') ? named : null;
}

function naming<Stream extends CliIo['stderr']>(stream: Stream, account: string): Stream {
  return new Proxy(stream, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== 'write') return value.bind(target) as unknown;
      return (text: unknown, ...others: readonly unknown[]): unknown =>
        value.call(target, typeof text === 'string' ? commandsFor(account, text) : text, ...others) as unknown;
    },
  });
}
