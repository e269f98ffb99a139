import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { isConnectorError } from '../../domain/errors/connector-error';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { Page } from '../../domain/records';
import { countToEnrich } from './estimate-sync';
import { advance, fractionWalked, passBy, restart, startWalk, type Walk } from '../../domain/sync/walk';
import type { GorgiasClient } from '../../gorgias/types';
import { askPage, type AskedPage, requireOwnFault, ROW_WAS, type PagedList } from '../ask-page';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import { UNKNOWN } from '../reading-notes';
import { endsSlice } from '../slice-end';
import type { ReadResult, SyncSetup, WalkedResource } from '../types';
import { type ListReader, withReader } from './lists';
import { storeApart } from './store-apart';

/** One activity reads pages for about this long: few enough Temporal actions, and a pause is heard soon. */
const SLICE_MS = 4_000;
/** A list that turns back this often is read from its other end. */
const PATIENT_ATTEMPTS = 3;

/**
 * Reads on from the last committed page. Each page's facts and the new position are one transaction, so running it twice, or half,
 * repeats at most one page, which changes nothing.
 */
export function readPages(deps: ActivityDeps, setup: SyncSetup, resource: WalkedResource): Promise<ReadResult> {
  return withReader(resource, (reader) => readSlice(deps, setup, { resource, reader }));
}

async function readSlice<Row extends { readonly id: number }>(
  deps: ActivityDeps,
  setup: SyncSetup,
  { resource, reader }: { readonly resource: WalkedResource; readonly reader: ListReader<Row> },
): Promise<ReadResult> {
  const client = deps.gorgias(setup.account, setup.lane ?? reader.lane);
  await deps.store.runs.touch(setup.account, setup.runId);
  const until = deps.now().getTime() + SLICE_MS;
  const begun = await loadWalk(deps, setup, resource);
  let walk = begun;
  let page = walk.done ? null : fetchPage(deps, client, { setup, reader, walk });
  for (let stored = 0; page !== null; stored += 1) {
    const fetched = await page.catch((thrown: unknown) => stopAfter(deps, setup, { resource, pages: stored, thrown }));
    if (fetched === 'next slice') break;
    if (fetched === 'left out')
      return { pages: walk.pages, rows: walk.rows, fraction: fractionWalked(walk), done: true };
    const { next, answer, readAt } = fetched;
    const goOn = !next.done && deps.now().getTime() < until && !cancellationSignal().aborted;
    // The next page travels while this one is stored.
    page = goOn ? fetchPage(deps, client, { setup, reader, walk: next }) : null;
    page?.catch(() => undefined);
    const { runId, account, since, floors } = setup;
    const position = { runId, resource, walk, partial: since !== null || floors !== undefined };
    await storeApart(deps, {
      account,
      kind: reader.kind,
      rows: answer.rows,
      store: (rows, last) =>
        reader.store(deps, setup, { rows, readAt, position: last ? { ...position, walk: next } : position }),
    });
    walk = next;
  }
  const result = { pages: walk.pages, rows: walk.rows, fraction: fractionWalked(walk), done: walk.done };
  const isKnown = resource === 'messages' ? begun.pages === 0 : resource === 'customers' && walk.done;
  return isKnown && setup.enrichSince !== null
    ? { ...result, toEnrich: await countToEnrich(deps, setup.account) }
    : result;
}

/**
 * A list that this key may not see is left out, and a run that comes again in a minute leaves out one that Gorgias does not show just now:
 * its watermark stays where it is. A full sync waits for it, for contacts of half the facts would be written.
 */
function stopAfter(
  deps: ActivityDeps,
  { account, lane }: SyncSetup,
  { resource, pages, thrown }: { readonly resource: WalkedResource; readonly pages: number; readonly thrown: unknown },
): 'next slice' | 'left out' {
  if (endsSlice(thrown, pages)) return 'next slice';
  const { error } = judge(deps, thrown, { account, subject: 'page', about: `list/${resource}` });
  if (error.retryable && lane !== 'feed') throw thrown;
  deps.log.warn('list.left_out', { account, resource, code: error.code });
  return 'left out';
}

async function loadWalk(deps: ActivityDeps, setup: SyncSetup, resource: WalkedResource): Promise<Walk> {
  const saved = await deps.store.runs.walk(setup.account, setup.runId, resource);
  if (saved !== null) return saved.walk;
  return startWalk(setup.startedAt, await sinceOf(deps, setup, resource));
}

/** Messages never change, so a later run reads only back to where the last complete one began. */
async function sinceOf(deps: ActivityDeps, setup: SyncSetup, resource: WalkedResource): Promise<Timestamp | null> {
  const floor = setup.floors?.[resource];
  if (floor !== undefined) return floor;
  if (resource !== 'messages') return setup.since;
  const known = await deps.store.runs.watermark(setup.account, 'messages');
  const knownFrom = await deps.store.runs.watermark(setup.account, 'messages.from');
  const windowStart = setup.enrichSince;
  if (known === null || knownFrom === null || windowStart === null || windowStart < knownFrom) return windowStart;
  return known > windowStart ? known : windowStart;
}

interface Asked<Row> {
  readonly setup: SyncSetup;
  readonly reader: ListReader<Row>;
  readonly walk: Walk;
}

interface Fetched<Row> {
  readonly next: Walk;
  readonly answer: Pick<Page<Row>, 'rows'>;
}

async function fetchPage<Row>(
  deps: ActivityDeps,
  client: GorgiasClient,
  asked: Asked<Row>,
): Promise<Fetched<Row> & { readonly readAt: Timestamp }> {
  const readAt = await deps.store.facts.now();
  try {
    return { readAt, ...(await step(deps, client, asked)) };
  } catch (thrown) {
    if (!needsRestart(thrown)) throw thrown;
    const again = restart(asked.walk, timestampOf(deps.now()));
    deps.log.warn('walk.restarted', { resource: asked.reader.kind, restarts: again.restarts });
    return { readAt, ...(await step(deps, client, { ...asked, walk: again })) };
  }
}

async function step<Row>(deps: ActivityDeps, client: GorgiasClient, asked: Asked<Row>): Promise<Fetched<Row>> {
  const { reader, walk } = asked;
  const page = await askPage(deps, listOf(asked), (limit) => reader.fetch(client, walk, limit));
  if (page.kind === 'row') return passByRow(deps, client, { ...asked, page });
  const { rows, unreadable, nextCursor } = page.answer;
  const sortValues = [...rows.map(reader.sortValue), ...unreadable.map(() => null)];
  return { answer: { rows }, next: advance(walk, { sortValues, nextCursor }) };
}

function listOf<Row>({ setup, reader }: Asked<Row>): PagedList {
  return { account: setup.account, name: `gorgias ${reader.kind}`, most: setup.pageSize };
}

/** The next row alone is too much: the walk goes on without it. It is set aside by its place, for nobody knows its id. */
async function passByRow<Row>(
  deps: ActivityDeps,
  client: GorgiasClient,
  asked: Asked<Row> & { readonly page: Extract<AskedPage<unknown>, { kind: 'row' }> },
): Promise<Fetched<Row>> {
  const { setup, reader, walk, page } = asked;
  const { account } = setup;
  await requireOwnFault(deps, listOf(asked), { why: page.why, askElsewhere: () => askOtherEnd(client, asked) });
  const what = ROW_WAS[page.why];
  deps.log.warn('walk.row_passed', { account, resource: reader.kind, what, direction: walk.direction });
  // From the other end it may yet be met in a page that comes; where both ends have met it, what lies between them is not read.
  if (walk.direction === 'desc') {
    const detail = `record: ${what}, between ${walk.floor ?? 'the oldest'} and ${walk.reached ?? 'the newest'}`;
    const entry = { kind: reader.kind, key: UNKNOWN, step: 'read', cause: 'unreadable', held: true, detail } as const;
    await deps.store.quarantine.put(account, [entry]);
  }
  return { answer: { rows: [] }, next: passBy(walk, timestampOf(deps.now())) };
}

async function askOtherEnd<Row>(client: GorgiasClient, { setup, reader, walk }: Asked<Row>): Promise<void> {
  const { startedAt } = setup;
  await reader.fetch(client, startWalk(startedAt, walk.direction === 'asc' ? startedAt : null), 1);
}

function needsRestart(thrown: unknown): boolean {
  if (isConnectorError(thrown, 'gorgias.cursor_expired')) return true;
  return isConnectorError(thrown, 'gorgias.cursor_loop') && activityInfo().attempt >= PATIENT_ATTEMPTS;
}
