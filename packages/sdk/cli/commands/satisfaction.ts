import { type Command, Option } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import { adviceOn } from '../../../../src/config/file/nearest';
import { foldedName } from '../../../../src/domain/folded-name';
import type { Period } from '../../contract/period';
import type { Satisfaction, Scores } from '../../client/insight-types';
import { answer, type CliContext } from '../context';
import { globalFlags, readCampaignLimit, readScore, readTop } from '../flags';
import { satisfactionLines } from '../output/satisfaction';
import { moreScores, scoreCsv, scoreLines } from '../output/scores';
import { type PeriodFlags, readPeriod, unitOf, withPeriod } from '../period';
import { withAccount, type AccountFlag } from './connector-command';

interface SatisfactionFlags extends AccountFlag, PeriodFlags, ScoreFlags {
  readonly unit?: 'day' | 'week';
  readonly top?: number;
  readonly csv?: boolean;
}

/** Each asks for the scores one by one. */
interface ScoreFlags extends Wanted {
  readonly score?: number;
  readonly late?: boolean;
  readonly limit?: number;
}

/** By the word that a person has for it. */
type Wanted = { readonly [Side in keyof typeof SIDES]?: string };

type Group = Satisfaction['agents'][number];

const SIDES = { channel: 'channels', tag: 'tags', agent: 'agents' } as const;
const ONE_BY_ONE = ['score', 'channel', 'tag', 'agent', 'late', 'limit', 'csv'] as const;

/** One call gives no more. */
const PAGE = 200;
const MOST_GROUPS = 50;
const SHOWN = 50;
const CSV_LIMIT = 5_000;

export function addSatisfaction(program: Command, context: CliContext): void {
  const command = program
    .command('satisfaction')
    .description('show the scores of a time: over time, by channel, tag and agent, and who gave them')
    .addHelpText(
      'after',
      '\nExample:\n  $ tajo satisfaction --since 7d\n  $ tajo satisfaction --score 1\n  $ tajo satisfaction --since 90d --csv > scores.csv',
    );
  withPeriod(command)
    .addOption(new Option('--unit <unit>', 'count by; default day, from 36 days on week').choices(['day', 'week']))
    .option('--top <n>', 'so many channels, tags and agents, 1 to 50; default 10', readTop)
    .option('--score <n>', 'one by one: only these, 1 to 5', readScore)
    .option('--channel <channel>', 'one by one: only of this channel')
    .option('--tag <tag>', 'one by one: only of tickets with this tag')
    .option('--agent <name or number>', 'one by one: only of tickets of this agent')
    .option('--late', 'one by one: only those that came when the ticket’s outcome was decided already')
    .option('--limit <n>', 'one by one: the newest so many, 1 to 5000; default 50', readCampaignLimit)
    .option('--csv', 'one line for each score, for a spreadsheet');
  withAccount(command).action((flags: SatisfactionFlags, self: Command) => {
    const { json } = globalFlags(self);
    return ONE_BY_ONE.some((flag) => flags[flag] !== undefined)
      ? each(context, flags, json)
      : count(context, flags, json);
  });
}

async function count(context: CliContext, flags: SatisfactionFlags, json: boolean): Promise<void> {
  const period = readPeriod(flags);
  const { account, top, unit = unitOf(period) } = flags;
  const found = await context.client.connectors.satisfaction('gorgias', { account, ...period, unit, top });
  answer(context, json, found, () => satisfactionLines(found, context.paint));
}

async function each(context: CliContext, flags: SatisfactionFlags, json: boolean): Promise<void> {
  const { csv = false, limit = csv ? CSV_LIMIT : SHOWN, unit, top } = flags;
  if (unit !== undefined || top !== undefined)
    throw new UsageError('--unit and --top count; they belong to no list of scores.', 'Leave them out.');
  const found = await listed(context, flags, limit);
  answer(context, json, found, () => (csv ? scoreCsv(found) : scoreLines(found, context.paint)));
  // Not into the file that the spreadsheet reads.
  if (csv && !json && found.next !== null) context.io.stderr.write(`${moreScores(found).join('\n')}\n`);
}

/** Page by page, all of one time. */
async function listed(context: CliContext, flags: SatisfactionFlags, limit: number): Promise<Scores> {
  const period = readPeriod(flags);
  const { account, score, late } = flags;
  const wanted = { account, ...period, score, late, ...(await known(context, flags, period)) };
  const page = (after?: string, length = 0): Promise<Scores> =>
    context.client.connectors.scores('gorgias', { ...wanted, after, limit: Math.min(PAGE, limit - length) });
  let found = await page();
  while (found.next !== null && found.scores.length < limit) {
    const { scores, next } = await page(found.next, found.scores.length);
    found = { ...found, scores: [...found.scores, ...scores], next };
  }
  return found;
}

/** What is meant, as the API has it: agents by number. @throws UsageError with the nearest, for what no score of that time has */
async function known(context: CliContext, flags: SatisfactionFlags, period: Period): Promise<Wanted> {
  const sides = (Object.keys(SIDES) as (keyof typeof SIDES)[]).filter((side) => flags[side] !== undefined);
  if (sides.length === 0) return {};
  const { account } = flags;
  const counted = await context.client.connectors.satisfaction('gorgias', { account, ...period, top: MOST_GROUPS });
  // With no score at all there is nothing to mean, and nobody by name.
  if (counted.responses === 0) return {};
  return Object.fromEntries(sides.map((side) => [side, knownOf(side, flags[side] ?? '', counted)]));
}

/** As the list calls tickets that nobody has. */
const NOBODY = /^\s*(?:nobody|none)\s*$/i;

function knownOf(side: keyof typeof SIDES, text: string, counted: Satisfaction): string {
  const all = counted[SIDES[side]];
  if (side === 'agent' && NOBODY.test(text) && all.some(({ value }) => value === null)) return 'none';
  const groups = all.filter(({ value }) => value !== null);
  const isMeant = (one: string | null): boolean => one !== null && foldedName(one) === foldedName(text.trim());
  const found =
    groups.find(({ value }) => isMeant(value)) ??
    groups.find(({ name }) => isMeant(name)) ??
    (side === 'agent' ? byPartOfName(text, groups) : undefined);
  if (found !== undefined) return found.value ?? text;
  // Of many, not all are listed.
  const isCut = counted[SIDES[side]].length === MOST_GROUPS;
  if (isCut && (side !== 'agent' || /^\d{1,15}$/.test(text))) return text;
  const names = groups.map(({ name, value }) => name ?? value ?? '');
  throw new UsageError(
    `No score of this time has the ${side} ${text.slice(0, 100)}: ${adviceOn(text, names)}.`,
    side === 'agent'
      ? 'Give the whole name, one word of it, or the number; --since may look further back.'
      : 'Ask for a longer time with --since, or leave it out.',
  );
}

/** `theo` is Théo Marchand, where nobody else has that name. @throws UsageError naming them, where several have it */
function byPartOfName(text: string, agents: readonly Group[]): Group | undefined {
  const part = foldedName(text.trim());
  const found = agents.filter(({ name }) => name !== null && foldedName(name).split(/\s+/).includes(part));
  if (found.length < 2) return found[0];
  const names = found.map(({ name, value }) => `${name ?? ''} (${value ?? ''})`).join(', ');
  throw new UsageError(
    `Several agents are called ${text.slice(0, 100)}: ${names}.`,
    'Give the whole name or the number.',
  );
}
