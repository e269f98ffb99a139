import { type Command, Option } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { automationLines, backfillText } from '../output/automations';
import { readTime, SINCE_HELP } from '../since';
import { watchUntilDone } from '../watch-until-done';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface AutomationsFlags extends AccountFlag {
  readonly since?: string;
  readonly backfill?: string;
  readonly by?: 'agent' | 'channel' | 'week';
}

export function addAutomations(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'automations',
      'show what the rules and macros of Gorgias did, and CSAT with and without them',
      'tajo connectors automations gorgias --since 30d --by week\n  $ tajo connectors automations gorgias --backfill 30d',
    ),
  )
    .option('--since <when>', `only what ran since: ${SINCE_HELP}; default 30d`, readTime)
    .addOption(
      new Option(
        '--by <side>',
        'count the tickets also by who has them, by channel, or by the week of their last change',
      ).choices(['agent', 'channel', 'week']),
    )
    .option('--backfill <when>', 'first read the feed of Gorgias back to then; Ctrl-C detaches', readTime)
    .action(async (_connector: string, flags: AutomationsFlags, command: Command) => {
      const { json } = globalFlags(command);
      if (flags.backfill !== undefined && !(await readBack(context, flags, flags.backfill, json))) return;
      const { account, since = flags.backfill, by } = flags;
      const report = await context.client.connectors.automations('gorgias', { account, since, by });
      answer(context, json, report, () => automationLines(report));
    });
}

/** False: nobody watches any more, the reading goes on. */
async function readBack(context: CliContext, flags: AutomationsFlags, since: string, json: boolean): Promise<boolean> {
  const { account } = flags;
  const onStart = (how: keyof typeof BEGUN): void => {
    if (!json) context.io.stdout.write(`${BEGUN[how]} ${BEHIND}\n`);
  };
  const done = await watchUntilDone(context, { ...WATCHED, account, json }, (watch) =>
    context.client.connectors.readBackAutomations('gorgias', { account, since, onStart, ...watch }),
  );
  return done !== null;
}

const BEGUN = {
  started: 'Reading the feed of Gorgias back.',
  joined: 'The feed is being read back already; following that.',
};

const BEHIND = 'It waits while tickets and syncs need the requests. Ctrl-C leaves it; it goes on.';

const WATCHED = {
  sentence: backfillText,
  detached: 'No longer watching; the reading goes on. See: tajo connectors automations gorgias',
};
