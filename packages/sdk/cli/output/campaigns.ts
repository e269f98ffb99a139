import type { CampaignHistory } from '../../client/campaigns';
import type { Paint } from '../paint';
import { csvLines } from './csv';
import { count, counted, formatTime } from './figures';
import { plainText } from './plain-text';
import { WIDTH, labelled, wrap } from './wrap';

type Group = CampaignHistory['groups'][number];
type Entry = CampaignHistory['campaigns'][number];

/** `  given-up   1,234  ` */
const HEAD = 20;
/** `2026-11-29 10:00  12345678  ` */
const ENTRY = 28;
const NONE = 'no campaign for how the ticket ended';

/** The sums first, then each campaign with what became of it and why. Names nobody. */
export function campaignLines(
  history: CampaignHistory,
  { oneByOne, paint }: { readonly oneByOne: boolean; readonly paint: Paint },
): string[] {
  const { groups, campaigns, since } = history;
  if (groups.length === 0) return wrap(`Nothing was decided about a campaign since ${formatTime(since)}.`, WIDTH);
  const names = [...new Set(groups.map(({ campaign }) => campaign))];
  return [
    ...wrap(`Since ${formatTime(since)}: ${sums(groups)}.`, WIDTH),
    ...names.flatMap((name) => [
      '',
      paint.strong(plainText(name ?? NONE)),
      ...groups.filter(({ campaign }) => campaign === name).flatMap((group) => groupLines(group, paint)),
    ]),
    ...(oneByOne ? ['', ...campaigns.flatMap((entry) => entryLines(entry, paint)), ...moreLines(history)] : []),
  ];
}

function sums(groups: readonly Group[]): string {
  const totals = new Map<string, number>();
  for (const { state, campaigns } of groups) totals.set(state, (totals.get(state) ?? 0) + campaigns);
  return [...totals].map(([state, campaigns]) => `${count(campaigns)} ${wordOf(state)}`).join(', ');
}

function groupLines({ state, campaigns, reason, nextAt, tickets }: Group, paint: Paint): string[] {
  const head = `  ${wordOf(state).padEnd(9)}${count(campaigns).padStart(7)}  `;
  const shown = tickets.join(', ');
  const more = campaigns > tickets.length && tickets.length > 0 ? ', …' : '';
  const which = shown === '' ? '' : ` (${tickets.length === 1 ? 'ticket' : 'tickets'} ${shown}${more})`;
  const again =
    nextAt === null
      ? ''
      : `; asked again ${campaigns === 1 ? '' : 'from '}${formatTime(nextAt)}${campaigns === 1 ? '' : ' on'}`;
  return labelled(head, `${reason}${again}${which}`, HEAD).map((line, index) =>
    index === 0 ? line.replace(wordOf(state), painted(state, paint)) : line,
  );
}

function entryLines({ at, ticketId, campaign, state, by, reason, nextAt }: Entry, paint: Paint): string[] {
  const head = `${at.slice(0, 16).replace('T', ' ')}  ${ticketId === null ? 'no ticket' : String(ticketId)}`;
  const asked = by === 'program' ? ', asked for by a program' : '';
  const again = nextAt === null ? '' : `; asked again ${formatTime(nextAt)}`;
  return labelled(head, `${wordOf(state)}: ${campaign ?? 'no campaign'}${asked}: ${reason}${again}`, ENTRY).map(
    (line, index) => (index === 0 ? line.replace(wordOf(state), painted(state, paint)) : line),
  );
}

function moreLines({ groups, campaigns }: CampaignHistory): string[] {
  const all = groups.reduce((sum, group) => sum + group.campaigns, 0);
  const more = all - campaigns.length;
  return more <= 0 ? [] : wrap(`${counted(more, 'older one')} not shown: --limit shows more.`, WIDTH);
}

function wordOf(state: string): string {
  return state.replace('-', ' ');
}

function painted(state: Group['state'], paint: Paint): string {
  const word = wordOf(state);
  if (state === 'sent') return paint.good(word);
  return state === 'given-up' || state === 'unknown' ? paint.bad(word) : paint.faint(word);
}

/** A line for each campaign. */
export function campaignCsv({ campaigns }: CampaignHistory): string[] {
  const rows = campaigns.map(({ at, ticketId, campaign, state, by, reason, nextAt }) => [
    ...[at, ticketId === null ? '' : String(ticketId), campaign ?? '', state, by, reason, nextAt ?? ''],
  ]);
  return csvLines(['at', 'ticket', 'campaign', 'state', 'by', 'reason', 'next_at'], rows);
}
