import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted, terminalPrompts } from '../../packages/sdk/cli/prompts';
import type { CliIo } from '../../packages/sdk/cli/io';
import { processDeps } from '../../packages/sdk/cli/process-deps';
import { runCli } from '../../packages/sdk/cli/run';
import { credentialsFrom } from '../config/environment/credentials';
import { readEnvironment } from '../config/environment/environment';
import type { DevArguments } from './arguments';
import type { StartOutput } from './output';

const FILE = 'tajo.yaml';

/** What the offer is made of; of this process, unless said otherwise. */
interface Offering {
  readonly io: Pick<CliIo, 'stdin' | 'stdout'>;
  /** Where `tajo.yaml` would stand. */
  readonly folder: string;
  readonly hasKeys: () => boolean;
  /** Gives the exit code. */
  readonly init: () => Promise<number>;
}

/**
 * Keys of real accounts and no settings of one's own: `tajo init` is offered on a terminal, and named elsewhere. False: the start ends here, because
 * whoever began to make settings and has none now does not want those of the example for real accounts.
 */
export async function offerInit(
  args: Pick<DevArguments, 'setUp' | 'config' | 'json' | 'once'>,
  output: Pick<StartOutput, 'print'>,
  { io, folder, hasKeys, init }: Offering = OF_THIS_PROCESS,
): Promise<boolean> {
  const isThere = (): boolean => existsSync(join(folder, FILE));
  if (args.setUp || args.config !== null || isThere() || !hasKeys()) return true;
  if (args.json || args.once || io.stdin.isTTY !== true || io.stdout.isTTY !== true) {
    output.print(NAMED);
    return true;
  }
  const isWanted = await askedFor(io);
  if (isWanted === null) return false;
  if (!isWanted) {
    output.print(NAMED);
    return true;
  }
  const exitCode = await init();
  process.exitCode = exitCode;
  return exitCode === 0 && isThere();
}

/** Null: somebody has pressed Ctrl-C. */
async function askedFor(io: Offering['io']): Promise<boolean | null> {
  const prompts = await terminalPrompts(io);
  try {
    return await prompts.confirm(QUESTION, true);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    return null;
  }
}

/** Only whether there are keys is asked here. */
const ANY_DOMAIN = 'any.gorgias.com';
const QUESTION = 'There are keys, but no tajo.yaml. Answer some questions and have it written?';
const NAMED = 'There is no tajo.yaml: the settings of tajo.example.yaml are used. `npx tajo init` makes your own.';

const OF_THIS_PROCESS: Offering = {
  io: process,
  folder: '.',
  hasKeys: () => credentialsFrom(readEnvironment(), ANY_DOMAIN) !== null,
  init: () => runCli(['init', '--no-sync'], processDeps(join(__dirname, '..'))),
};
