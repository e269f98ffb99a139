import { CommanderError, type Command } from 'commander';
import type { ClientSettings } from '../client/client-settings';
import type { TajoClient } from '../client/client';
import type { CliContext } from './context';
import { refuseContradictions } from './contradictions';
import { failureLines } from '../../../src/domain/errors/failure-lines';
import { toFailure } from './failure';
import type { CliIo } from './io';
import { namingAccount } from './naming-account';
import { createPaint } from './paint';
import { createProgram } from './program';
import { helpAsked, requireKnownHelp } from './usage-failure';

export interface CliDeps {
  readonly io: CliIo;
  readonly settings: ClientSettings;
  readonly client: TajoClient;
  readonly loadConfig: CliContext['loadConfig'];
  readonly checkEnvironment: CliContext['checkEnvironment'];
  readonly connect: CliContext['connect'];
  readonly runPreflight: CliContext['runPreflight'];
  readonly startServer: CliContext['startServer'];
  readonly loadPolicy: CliContext['loadPolicy'];
}

/** Runs one command line (without `node` and the script) and gives its exit code: 0 ok, 1 failed, 2 wrong usage or configuration. */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<0 | 1 | 2> {
  const outcome = { failed: false };
  const io = namingAccount(deps.io, args);
  const coloured = deps.io.stdout.isTTY === true && !deps.settings.noColour;
  const program = createProgram({
    ...deps,
    io,
    paint: createPaint(coloured),
    now: Date.now,
    fail: () => {
      outcome.failed = true;
    },
  });
  refuseContradictions(program);
  try {
    requireKnownHelp(args, program);
    await program.parseAsync(helpAsked(args, program) ?? [...args], { from: 'user' });
    return outcome.failed ? 1 : 0;
  } catch (thrown) {
    return conclude(thrown, args, { io, program });
  }
}

interface Ran {
  readonly io: CliIo;
  readonly program: Command;
}

function conclude(thrown: unknown, args: readonly string[], { io, program }: Ran): 0 | 1 | 2 {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  // `tajo connectors` alone: commander has written the help already.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help') return 2;
  const { exitCode, ...failure } = toFailure(thrown, { program, args });
  const text = args.includes('--json')
    ? JSON.stringify({ error: failure })
    : failureLines(failure, io.stderr.isTTY === true ? (io.stderr.columns ?? null) : null).join('\n');
  io.stderr.write(`${text}\n`);
  if (args.includes('--debug') && thrown instanceof Error) io.stderr.write(`${thrown.stack ?? ''}\n`);
  return exitCode;
}
