import { Option, type Command } from 'commander';
import { SYNC_TYPES } from '../../contract/requests';
import { TajoError } from '../../client/errors';
import type { Resource, SyncFinished, SyncOptions } from '../../client/types';
import { answer, type CliContext } from '../context';
import { follow, type Watch } from '../follow';
import { globalFlags, readBatchSize, readResources, readSince, RESOURCES_HELP } from '../flags';
import { syncLines } from '../output/sync';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface SyncFlags extends AccountFlag {
  readonly type: 'full' | 'incremental';
  readonly resources?: Resource[];
  readonly since?: string;
  readonly batchSize?: number;
  readonly dryRun?: boolean;
  /** False: refused while another run is under way. True: also followed while only a person can bring it on. */
  readonly wait?: boolean;
}

export function addSync(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'sync',
      'run a sync and follow it, or the one under way that does the same; Ctrl-C stops following, the run goes on',
      'tajo connectors sync gorgias --type full --resources customers,tickets --since 2024-01-01',
    ),
  )
    .addOption(new Option('--type <type>', 'what to read').choices(SYNC_TYPES).default('full'))
    .option('--resources <list>', RESOURCES_HELP, readResources)
    .option('--since <date>', 'only records changed since, like 2024-01-01', readSince)
    .option('--batch-size <n>', 'rows a page, 1 to 100', readBatchSize)
    .option('--dry-run', 'read and map, write nothing to Brevo')
    .option(
      '--wait',
      'wait where the account is paused or a key is refused from the start; so by itself on a terminal, elsewhere that ends it with exit code 1',
    )
    .option('--no-wait', 'fail when another sync is running, instead of following it or waiting for its end')
    .action((_connector: string, flags: SyncFlags, command: Command) =>
      sync(context, flags, globalFlags(command).json),
    );
}

async function sync(context: CliContext, flags: SyncFlags, json: boolean): Promise<void> {
  const { connectors } = context.client;
  const waits = flags.wait === true || context.io.stdout.isTTY === true || !(await isStopped(context, flags));
  const whileStopped = waits ? 'wait' : 'throw';
  const result = await follow(context, { account: flags.account, json }, (watching) => {
    const watch = { ...watching, whileStopped } as const;
    return flags.wait === false
      ? startAndFollow(context, flags, watch)
      : connectors.sync('gorgias', { ...flags, ...watch, wait: true });
  });
  if (result === 'detached') return;
  answer(context, json, result, () => syncLines(context.paint, result, flags.dryRun === true));
}

/**
 * Whether only a person can bring anything on. Nobody sits before a cron job's output who could: it must not wait for ever. What is
 * stopped on the way is followed: somebody is at work there.
 */
async function isStopped({ client }: CliContext, { account }: SyncFlags): Promise<boolean> {
  const { state, progress } = await client.connectors.live('gorgias', { account });
  return state === 'paused' || state === 'refused' || progress?.state === 'paused';
}

/** Refused while another run is under way; what has begun is followed like any other. */
async function startAndFollow(
  { client }: CliContext,
  flags: SyncFlags,
  watch: Watch & Pick<SyncOptions, 'whileStopped'>,
): Promise<SyncFinished> {
  const started = await client.connectors.sync('gorgias', { ...flags, wait: false });
  const { account, type, runId } = started;
  const { signal, onProgress, whileStopped } = watch;
  const run = await client.connectors.follow('gorgias', { account, type, runId, signal, onProgress, whileStopped });
  if (run === null) throw new TajoError('sync.failed', 'The run that was just started cannot be found.');
  const { startedAt, finishedAt, totals } = run;
  return { ...started, state: 'completed', startedAt, finishedAt, totals };
}
