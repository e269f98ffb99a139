import { Argument, type Command } from 'commander';
import { answer, type CliContext } from '../context';
import { UsageError } from '../../../../src/domain/errors/failure';
import { globalFlags, readLimit } from '../flags';
import { causeLines, recordLines, retryHint, retryLines } from '../output/quarantine';
import { connectorCommand, readConnector, withAccount, type AccountFlag } from './connector-command';

interface QuarantineFlags extends AccountFlag {
  readonly cause?: string;
  readonly limit: number;
  readonly dryRun?: boolean;
}

const ACTIONS = ['list', 'retry'] as const;
type Action = (typeof ACTIONS)[number];

export function addQuarantine(parent: Command, context: CliContext): void {
  const command = withAccount(
    connectorCommand(
      parent,
      'quarantine',
      'list what is set aside or left out, and why; or try one cause again',
      'tajo connectors quarantine gorgias --cause no_email --limit 20\n  $ tajo connectors quarantine gorgias retry --cause brevo.rejected --dry-run',
    ),
  )
    .addArgument(new Argument('[action]', 'what to do').choices([...ACTIONS]).default('list'))
    .option('--cause <cause>', 'only this cause; the list names them')
    .option('--limit <n>', 'list: at most so many, 1 to 1000', readLimit, 100)
    .option('--dry-run', 'retry: count only')
    .action((named: string, second: Action, flags: QuarantineFlags, self: Command) => {
      const { json } = globalFlags(self);
      const action = isAction(named) ? named : second;
      if (action !== 'retry') return list(context, flags, json);
      if (self.getOptionValueSource('limit') === 'cli')
        throw new UsageError('--limit belongs to list: retry takes all of a cause.', 'Leave it out.');
      return retry(context, flags, json);
    });
  // The connector may be left out, so what to do may come first.
  const [connector] = command.registeredArguments;
  connector?.argParser((text) => (isAction(text) ? text : readConnector(text)));
}

function isAction(text: string): text is Action {
  return ACTIONS.some((action) => action === text);
}

async function list(context: CliContext, flags: QuarantineFlags, json: boolean): Promise<void> {
  if (flags.dryRun === true) throw new UsageError('--dry-run belongs to retry.', 'Leave it out, or add retry.');
  const { account, cause, limit } = flags;
  const found = await context.client.connectors.quarantine('gorgias', { account, cause, limit });
  answer(context, json, found, () => {
    if (found.records.length === 0) return ['Nothing is set aside.'];
    const shown = { ...found, causes: found.causes.filter((one) => cause === undefined || one.cause === cause) };
    return [...causeLines(shown), '', ...recordLines(found, cause !== undefined), ...retryHint(shown)];
  });
}

async function retry(context: CliContext, flags: QuarantineFlags, json: boolean): Promise<void> {
  const { account, cause, dryRun } = flags;
  if (cause === undefined) {
    throw new UsageError('--cause is missing.', 'Name one: `tajo connectors quarantine gorgias` lists them.');
  }
  const result = await context.client.connectors.retryQuarantine('gorgias', { account, cause, dryRun });
  answer(context, json, result, () => retryLines(result));
}
