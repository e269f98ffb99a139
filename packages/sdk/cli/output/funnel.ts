import type { CampaignFunnel } from '../../client/insight-types';
import type { Paint } from '../paint';
import { hadOne } from '../../contract/spared-words';
import { fateLines } from './fates';
import { count, counted, endsOfTickets, formatTime } from './figures';
import { plainText } from './plain-text';
import { cropped, table } from './table';
import { WIDTH, wrap } from './wrap';

type Fate = CampaignFunnel['fates'][number];

const NAME = 40;

/** As the console says it. */
export const OUTCOME_WORDS: Readonly<Record<Fate['outcome'], string>> = {
  satisfied: 'satisfied',
  neutral: 'neutral',
  dissatisfied: 'dissatisfied',
  no_answer: 'no answer',
  no_survey: 'no survey',
};

/** The answer in a sentence, then how the tickets ended, then what followed, by campaign and reason. Names nobody. */
export function funnelLines(funnel: CampaignFunnel, paint: Paint): string[] {
  const { ends, outcomes, fates, requested, stopped } = funnel;
  const head = [...(stopped === null ? [] : wrap(stopped, WIDTH)), ...wrap(sentenceOf(funnel), WIDTH)];
  if (ends === 0 && requested.length === 0) return [...head, ...wrap(NOTHING, WIDTH)];
  const names = [...new Set(fates.map(({ campaign }) => campaign))].sort(byName);
  return [
    ...head,
    ...(ends === 0 ? [] : ['', ...outcomeLines(outcomes, paint)]),
    ...names.flatMap((name) => campaignLines(name, fates, paint)),
    ...requestedLines(funnel, paint),
    ...(ends === 0 ? [] : ['', ...wrap(TICKETS, WIDTH)]),
  ];
}

const NOTHING =
  'A ticket has ended when it is closed and its satisfaction is known, or known not to come. Only what was closed since the connector was installed is counted: scores of before are in `tajo satisfaction`, and `tajo connectors rehearse gorgias` says what would have been sent. `--since 90d` looks further back.';

const TICKETS =
  'The tickets behind a number: --outcome, --campaign, --fate, --rule or --score. One that was closed again has ended again.';

function sentenceOf({ from, to, ends, sent, pending, skipped, fates }: CampaignFunnel): string {
  const time = `From ${formatTime(from)} to ${formatTime(to)}`;
  if (ends === 0) return `${time} no ticket ended.`;
  const got = sent === 0 ? 'none got a campaign' : `${count(sent)} got a campaign`;
  const waits = pending === 0 ? '' : `, ${count(pending)} ${pending === 1 ? 'waits for its' : 'wait for theirs'}`;
  const before = hadOne(fates);
  const had = before === 0 ? '' : `, ${count(before)} had had one before`;
  const none = skipped === before ? '' : `, ${count(skipped - before)} got none`;
  return `${time} there ${ends === 1 ? 'was' : 'were'} ${endsOfTickets(ends)}: ${got}${waits}${had}${sent === 0 ? '' : none}.`;
}

function outcomeLines(outcomes: CampaignFunnel['outcomes'], paint: Paint): string[] {
  const [head = '', ...rows] = table(
    ['how they ended', 'ends', 'by score'],
    outcomes.map(({ outcome, ends, scores }) => [
      OUTCOME_WORDS[outcome],
      count(ends),
      scores.map(({ score, ends: some }) => `${count(some)} × ${score}`).join(', '),
    ]),
    [1],
  );
  return [paint.strong(head), ...rows];
}

function campaignLines(name: string | null, fates: readonly Fate[], paint: Paint): string[] {
  const own = fates.filter(({ campaign }) => campaign === name);
  const all = own.reduce((sum, { ends }) => sum + ends, 0);
  return [
    '',
    `${paint.strong(cropped(plainText(name ?? 'without a campaign'), NAME))}, ${counted(all, 'end')}`,
    ...own.flatMap((one) => fateLines({ ...one, campaigns: one.ends, why: whyOf(one) }, paint)),
  ];
}

function whyOf({ fate, outcome, reason }: Fate): string {
  return fate === 'sent' ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]}: ${reason}`;
}

function requestedLines({ requested }: CampaignFunnel, paint: Paint): string[] {
  if (requested.length === 0) return [];
  const [head = '', ...rows] = table(
    ['asked for by programs', 'became', 'requests'],
    requested.map(({ campaign, fate, requests }) => [cropped(campaign, NAME), fate, count(requests)]),
    [2],
  );
  return ['', paint.strong(head), ...rows];
}

/** What no campaign is for comes last. */
function byName(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : 1;
}
