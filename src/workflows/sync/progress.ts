import type { WalkedResource } from '../../activities/types';
import type { ResourceProgress, SyncProgress } from '../messages';
import type { ProgressState } from './progress-state';
import { listsOf } from './share';

export function describeProgress(progress: ProgressState): SyncProgress {
  return {
    account: progress.account,
    runId: progress.runId,
    phase: progress.phase,
    state: progress.state,
    sentence: sentenceOf(progress),
    startedAt: new Date(progress.startedAtMs).toISOString(),
    resources: resourcesOf(progress),
    published: progress.rehearsal?.written ?? progress.meter?.published ?? 0,
    unchanged: progress.rehearsal?.unchanged ?? progress.meter?.unchanged ?? 0,
    held: progress.meter?.held ?? 0,
    due: progress.meter?.due ?? 0,
    requests: progress.meter?.requests ?? 0,
    enriched: progress.meter?.enriched ?? 0,
    toEnrich: progress.toEnrich,
    expectedDetails: progress.setup?.expectedDetails ?? null,
    budgetLeft: progress.meter?.budgetLeft ?? null,
    percent: progress.shown.percent,
    etaSeconds: progress.shown.etaSeconds,
  };
}

function resourcesOf(progress: ProgressState): readonly ResourceProgress[] {
  const { setup } = progress;
  const isFull = setup?.expectedDetails !== undefined;
  const walks: readonly WalkedResource[] = setup === null ? [] : isFull ? listsOf(setup) : setup.walks;
  return walks.map((name) => {
    const read = progress.reads[name];
    return {
      name,
      pages: read?.pages ?? 0,
      rows: read?.rows ?? 0,
      expectedRows: progress.setup?.expectedRows[name] ?? null,
      done: read?.done ?? false,
    };
  });
}

/** One sentence for a person; also the details panel of the Temporal UI. */
export function sentenceOf(progress: ProgressState): string {
  if (progress.waitingFor !== null) return progress.waitingFor;
  const meter = progress.meter;
  switch (progress.phase) {
    case 'preparing':
      return 'checking the mapping, the lists and the keys';
    case 'reading': {
      const current = resourcesOf(progress).find((resource) => !resource.done);
      return current === undefined ? publishing(meter?.due ?? 0) : reading(current);
    }
    case 'enriching': {
      const messages = resourcesOf(progress).find(({ name }) => name === 'messages');
      return messages?.done === true
        ? readingDetails(progress)
        : reading(messages ?? { name: 'messages', pages: 0, rows: 0 });
    }
    case 'confirming':
      return 'waiting for Brevo to confirm its imports';
    case 'done':
      if (progress.rehearsal !== null) {
        const { written, unchanged } = progress.rehearsal;
        return `dry run done: ${counted(written, 'contact')} would be written, ${count(unchanged)} unchanged${listsToMake(progress)}`;
      }
      return `done: ${counted(meter?.published ?? 0, 'contact')} written, ${count(meter?.unchanged ?? 0)} unchanged`;
  }
}

/** The first sync would make them. */
function listsToMake({ setup }: ProgressState): string {
  const names = (setup?.listsByName ?? []).flatMap(({ id, name }) => (id === null ? [`“${name}”`] : []));
  return names.length === 0 ? '' : `; lists that would be made: ${[...new Set(names)].join(', ')}`;
}

/** No figure before there is one. */
function reading({ name, pages, rows }: Pick<ResourceProgress, 'name' | 'pages' | 'rows'>): string {
  return pages === 0
    ? `reading ${name}: the first page`
    : `reading ${name}: page ${count(pages)}, ${counted(rows, 'row')}`;
}

function publishing(due: number): string {
  return due === 0
    ? 'publishing: looking at what has changed'
    : `publishing: ${counted(due, 'contact')} still to look at`;
}

function readingDetails({ meter, toEnrich }: ProgressState): string {
  const read = `reading phones and response times: ${counted(meter?.enriched ?? 0, 'customer')} read`;
  return toEnrich === null ? read : `${read}, ${count(toEnrich)} to go`;
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
