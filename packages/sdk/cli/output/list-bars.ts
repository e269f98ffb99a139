import type { SyncProgress } from '../../client/types';
import { count, counted } from './figures';

/** One line of a run's progress; a share of 0 to 1 has a bar, null has none. */
export interface ListBar {
  readonly label: string;
  readonly share: number | null;
  readonly figures: string;
}

type List = SyncProgress['resources'][number];

/** A list that has more than was thought is not at its end before it is. */
const NEARLY = 0.99;

/** What is read and written, in the order in which it is: a full sync's small lists, each list, the details, the contacts. */
export function listBars(progress: SyncProgress): readonly ListBar[] {
  const { resources, phase } = progress;
  if (resources.length === 0) return [];
  return [
    ...(phase === 'preparing' ? [] : [REFERENCE]),
    ...resources.map(barOf),
    ...detailsBar(progress),
    { label: 'contacts', share: null, figures: contactFigures(progress) },
  ];
}

/** They are read before anything else, whole. */
const REFERENCE: ListBar = { label: 'tags, agents, fields', share: 1, figures: 'read' };

const LABELS: Readonly<Record<string, string>> = { satisfaction_surveys: 'surveys' };

function barOf(list: List): ListBar {
  return { label: LABELS[list.name] ?? list.name.replaceAll('_', ' '), share: shareOf(list), figures: rowsOf(list) };
}

function shareOf({ rows, expectedRows, done }: List): number {
  if (done) return 1;
  return expectedRows === null || expectedRows === 0 ? 0 : Math.min(NEARLY, rows / expectedRows);
}

/** No figure before there is one. */
function rowsOf({ rows, pages, expectedRows, done }: List): string {
  if (done) return `${counted(rows, 'record')}, ${counted(pages, 'page')}`;
  if (pages === 0) return expectedRows === null ? '' : `about ${count(expectedRows)}`;
  return expectedRows === null || expectedRows < rows
    ? counted(rows, 'record')
    : `${count(rows)} of about ${count(expectedRows)}`;
}

/** Customers whose details are still to be read; null before they are counted. */
export function detailsLeft({ detailsLeft: left, toEnrich }: SyncProgress): number | null {
  return left === undefined ? toEnrich : left;
}

function detailsBar(progress: SyncProgress): readonly ListBar[] {
  const { enriched, expectedDetails, state } = progress;
  const label = 'details';
  const left = detailsLeft(progress);
  if (left === null)
    return expectedDetails === null ? [] : [{ label, share: 0, figures: `about ${count(expectedDetails)}` }];
  const all = enriched + left;
  const share = all === 0 ? (state === 'completed' ? 1 : 0) : enriched / all;
  return [{ label, share, figures: `${count(enriched)} of ${counted(all, 'customer')}` }];
}

function contactFigures({ published, unchanged, due }: SyncProgress): string {
  return `${count(published)} written, ${due === 0 ? `${count(unchanged)} unchanged` : `${count(due)} to look at`}`;
}
