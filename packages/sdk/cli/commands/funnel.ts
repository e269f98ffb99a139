import { type Command, Option } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import { adviceOn } from '../../../../src/config/file/nearest';
import type { EndedTickets } from '../../client/insight-types';
import { type CampaignFate, FATES } from '../../contract/fates';
import { OUTCOMES } from '../../contract/funnel';
import type { Period } from '../../contract/period';
import { answer, type CliContext } from '../context';
import { globalFlags, readCampaignLimit, readScore } from '../flags';
import { endedCsv, endedLines, moreEnded } from '../output/ended-tickets';
import { funnelLines } from '../output/funnel';
import { type PeriodFlags, readPeriod, withPeriod } from '../period';
import { withAccount, type AccountFlag } from './connector-command';

interface FunnelFlags extends AccountFlag, PeriodFlags, Behind {
  readonly limit?: number;
  readonly csv?: boolean;
}

/** By what a number was made. */
interface Behind {
  readonly outcome?: (typeof OUTCOMES)[number];
  readonly fate?: CampaignFate;
  readonly score?: number;
  readonly campaign?: string;
  readonly rule?: string;
}

const ONE_BY_ONE = ['outcome', 'fate', 'score', 'campaign', 'rule', 'limit', 'csv'] as const;

/** One call gives no more. */
const PAGE = 200;
const SHOWN = 50;
const CSV_LIMIT = 5_000;

export function addFunnel(program: Command, context: CliContext): void {
  const command = program
    .command('funnel')
    .description('show how the tickets of a time ended and what campaigns followed, and the tickets behind a number')
    .addHelpText(
      'after',
      '\nExample:\n  $ tajo funnel --since 7d\n  $ tajo funnel --fate held\n  $ tajo funnel --since 90d --csv > ended.csv',
    );
  withPeriod(command)
    .addOption(new Option('--outcome <outcome>', 'one by one: only those that ended so').choices(OUTCOMES))
    .option('--campaign <name>', 'one by one: only of this campaign; - for those without one')
    .addOption(new Option('--fate <fate>', 'one by one: only those whose campaign became this').choices(FATES))
    .option('--rule <rule>', 'one by one: only those that this rule decided, like frequency_cap')
    .option('--score <n>', 'one by one: only of this score, 1 to 5', readScore)
    .option('--limit <n>', 'one by one: the newest so many, 1 to 5000; default 50', readCampaignLimit)
    .option('--csv', 'one line for each ticket, for a spreadsheet');
  withAccount(command).action((flags: FunnelFlags, self: Command) => {
    const { json } = globalFlags(self);
    return ONE_BY_ONE.some((flag) => flags[flag] !== undefined)
      ? each(context, flags, json)
      : count(context, flags, json);
  });
}

async function count(context: CliContext, flags: FunnelFlags, json: boolean): Promise<void> {
  const { account } = flags;
  const funnel = await context.client.connectors.funnel('gorgias', { account, ...readPeriod(flags) });
  answer(context, json, funnel, () => funnelLines(funnel, context.paint));
}

async function each(context: CliContext, flags: FunnelFlags, json: boolean): Promise<void> {
  const { csv = false, limit = csv ? CSV_LIMIT : SHOWN } = flags;
  const period = readPeriod(flags);
  const found = await listed(context, { ...flags, limit }, period);
  if (found.tickets.length === 0) await requireKnown(context, flags, period);
  answer(context, json, found, () => (csv ? endedCsv(found) : endedLines(found, context.paint)));
  // Not into the file that the spreadsheet reads.
  if (csv && !json && found.next !== null) context.io.stderr.write(`${moreEnded(found).join('\n')}\n`);
}

/** Page by page, all of one time. */
async function listed(
  context: CliContext,
  { account, outcome, fate, score, campaign, rule, limit }: FunnelFlags & { readonly limit: number },
  period: Period,
): Promise<EndedTickets> {
  const wanted = { account, ...period, outcome, fate, score, campaign, rule };
  const page = (after?: string, length = 0): Promise<EndedTickets> =>
    context.client.connectors.endedTickets('gorgias', { ...wanted, after, limit: Math.min(PAGE, limit - length) });
  let found = await page();
  while (found.next !== null && found.tickets.length < limit) {
    const { tickets, next } = await page(found.next, found.tickets.length);
    found = { ...found, tickets: [...found.tickets, ...tickets], next };
  }
  return found;
}

/** @throws UsageError with the nearest, for a campaign or a rule that nothing of that time has */
async function requireKnown(context: CliContext, flags: FunnelFlags, period: Period): Promise<void> {
  const { account } = flags;
  const { fates } = await context.client.connectors.funnel('gorgias', { account, ...period });
  for (const side of ['campaign', 'rule'] as const) {
    const text = flags[side];
    const names = [...new Set(fates.flatMap((one) => one[side] ?? []))];
    if (text === undefined || text === '-' || names.length === 0 || names.includes(text)) continue;
    throw new UsageError(
      `No ticket of this time has the ${side} ${text.slice(0, 100)}: ${adviceOn(text, names)}.`,
      'Ask for a longer time with --since, or leave it out.',
    );
  }
}
