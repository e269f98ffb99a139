import type { CampaignHistory } from '../../client/campaigns';
import { FATES } from '../../contract/fates';
import type { Paint } from '../paint';
import { csvLines } from './csv';
import { fateLines, painted } from './fates';
import { count, counted, formatTime } from './figures';
import { plainText } from './plain-text';
import { WIDTH, labelled, wrap } from './wrap';

type Group = CampaignHistory['groups'][number];
type Entry = CampaignHistory['campaigns'][number];

/** `2026-11-29 10:00  12345678  ` */
const ENTRY = 28;
const NONE = 'no campaign for how the ticket ended';

/** The sums first, then each campaign with what became of it and why. Names nobody. */
export function campaignLines(
  history: CampaignHistory,
  {
    oneByOne,
    paint,
    narrowed = false,
  }: { readonly oneByOne: boolean; readonly paint: Paint; readonly narrowed?: boolean },
): string[] {
  const { groups, campaigns, stopped } = history;
  const closed = closedIn(history);
  const why = stopped === null ? [] : wrap(stopped, WIDTH);
  if (groups.length === 0)
    return [
      ...why,
      ...wrap(
        narrowed
          ? `No campaign like that of a ticket closed ${closed}.`
          : `Nothing was decided about a campaign of a ticket closed ${closed}.`,
        WIDTH,
      ),
    ];
  const names = [...new Set(groups.map(({ campaign }) => campaign))];
  return [
    ...why,
    ...wrap(`Of tickets closed ${closed}: ${sums(groups)}.${byPrograms(groups)}`, WIDTH),
    ...names.flatMap((name) => [
      '',
      paint.strong(plainText(name ?? NONE)),
      ...groups.filter(({ campaign }) => campaign === name).flatMap((group) => groupLines(group, paint)),
    ]),
    ...(oneByOne ? ['', ...campaigns.flatMap((entry) => entryLines(entry, paint)), ...moreLines(history)] : []),
  ];
}

function closedIn({ since, until }: CampaignHistory): string {
  return `since ${formatTime(since)}${until === null ? '' : ` and before ${formatTime(until)}`}`;
}

/** What `funnel`, which counts the ends of tickets, has apart. */
function byPrograms(groups: readonly Group[]): string {
  const all = groups.reduce((sum, group) => sum + group.byPrograms, 0);
  if (all === 0) return '';
  return ` ${count(all)} of them ${all === 1 ? 'was' : 'were'} asked for by programs: \`tajo funnel\` shows those apart.`;
}

function sums(groups: readonly Group[]): string {
  return FATES.flatMap((fate) => {
    const all = groups.reduce((sum, group) => sum + (group.fate === fate ? group.campaigns : 0), 0);
    return all === 0 ? [] : [`${count(all)} ${fate}`];
  }).join(', ');
}

function groupLines({ fate, campaigns, reason, nextAt, tickets }: Group, paint: Paint): string[] {
  // One that was closed again may have ended alike twice.
  const numbers = [...new Set(tickets)];
  const shown = numbers.join(', ');
  const more = campaigns > tickets.length && tickets.length > 0 ? ', …' : '';
  const which = shown === '' ? '' : ` (${numbers.length === 1 ? 'ticket' : 'tickets'} ${shown}${more})`;
  const again = againText(fate, nextAt, campaigns > 1);
  return fateLines({ fate, campaigns, why: `${reason}${again}${which}` }, paint);
}

function entryLines(entry: Entry, paint: Paint): string[] {
  const { at, ticketId, campaign, fate, by, reason, nextAt, lateScore } = entry;
  const head = `${at.slice(0, 16).replace('T', ' ')}  ${ticketId === null ? '–' : String(ticketId)}`;
  const asked = by === 'program' ? ', asked for by a program' : '';
  const again = againText(fate, nextAt);
  const late = lateScore === null ? '' : `; ${lateScore.sentence}`;
  const said = `${fate}: ${campaign ?? 'no campaign'}${asked}: ${reason}${again}${late}`;
  return painted(labelled(head, said, ENTRY), fate, paint);
}

/** What is held is asked for as soon as it is let go. */
function againText(fate: Entry['fate'], nextAt: string | null, areMore = false): string {
  if (nextAt === null) return '';
  const at = formatTime(nextAt);
  if (fate !== 'held') return `; asked again ${areMore ? `from ${at} on` : at}`;
  return `; ${areMore ? 'the first ' : ''}asked again ${at} at the latest`;
}

function moreLines({ groups, campaigns }: CampaignHistory): string[] {
  const all = groups.reduce((sum, group) => sum + group.campaigns, 0);
  const more = all - campaigns.length;
  return more <= 0 ? [] : wrap(`${counted(more, 'older one')} not shown: --limit shows more.`, WIDTH);
}

/** A line for each campaign. */
export function campaignCsv({ campaigns }: CampaignHistory): string[] {
  const rows = campaigns.map(({ at, ticketId, campaign, fate, by, reason, nextAt }) => [
    ...[at, ticketId === null ? '' : String(ticketId), campaign ?? '', fate, by, reason, nextAt ?? ''],
  ]);
  return csvLines(['said_at', 'ticket', 'campaign', 'fate', 'by', 'reason', 'next_at'], rows);
}
