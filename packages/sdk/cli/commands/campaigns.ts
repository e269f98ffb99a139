import { Option, type Command } from 'commander';
import { type CampaignFate, FATES } from '../../contract/fates';
import { answer, type CliContext } from '../context';
import { globalFlags, readCampaignLimit } from '../flags';
import { campaignCsv, campaignLines } from '../output/campaigns';
import { readTime, SINCE_HELP } from '../since';
import { withAccount, type AccountFlag } from './connector-command';

interface CampaignsFlags extends AccountFlag {
  readonly campaign?: string;
  readonly fate?: CampaignFate;
  readonly state?: CampaignFate;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly csv?: boolean;
}

/** As many as one call gives. */
const CSV_LIMIT = 5_000;

export function addCampaigns(program: Command, context: CliContext): void {
  const command = program
    .command('campaigns')
    .description('show what was sent, held and skipped, by campaign and reason, with the tickets')
    .option('--campaign <name>', 'only this one')
    .addOption(new Option('--fate <fate>', 'only those of which this became').choices(FATES))
    .addOption(new Option('--state <fate>', 'the same as --fate').choices(FATES))
    .option('--since <when>', `only of tickets that were closed since: ${SINCE_HELP}; default 30d`, readTime)
    .option('--until <when>', 'only of tickets that were closed before: as --since; default now', readTime)
    .option('--limit <n>', 'the newest so many one by one, 1 to 5000', readCampaignLimit)
    .option('--csv', 'one line for each, for a spreadsheet')
    .addHelpText(
      'after',
      '\nExample:\n  $ tajo campaigns --since 7d\n  $ tajo campaigns --fate held\n  $ tajo campaigns --csv > campaigns.csv',
    );
  withAccount(command).action((flags: CampaignsFlags, self: Command) => show(context, flags, globalFlags(self).json));
}

async function show(context: CliContext, flags: CampaignsFlags, json: boolean): Promise<void> {
  const { csv = false, state, fate = state, ...options } = flags;
  const limit = options.limit ?? (csv ? CSV_LIMIT : undefined);
  const history = await context.client.campaigns.history({ ...options, fate, limit });
  // Who names what is wanted wants to see each of them; else the groups say enough.
  const oneByOne = options.campaign !== undefined || fate !== undefined || options.limit !== undefined;
  answer(context, json, history, () =>
    csv
      ? campaignCsv(history)
      : campaignLines(history, {
          oneByOne,
          paint: context.paint,
          narrowed: options.campaign !== undefined || fate !== undefined,
        }),
  );
}
