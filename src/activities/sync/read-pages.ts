import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { isConnectorError } from '../../domain/errors/connector-error';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { Page } from '../../domain/records';
import { advance, fractionWalked, restart, startWalk, type Walk } from '../../domain/sync/walk';
import type { GorgiasClient } from '../../gorgias/types';
import type { QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import { endsSlice } from '../slice-end';
import type { ReadResult, SyncSetup, WalkedResource } from '../types';
import { type ListReader, withReader } from './lists';

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

async function readSlice<Row>(
  deps: ActivityDeps,
  setup: SyncSetup,
  { resource, reader }: { readonly resource: WalkedResource; readonly reader: ListReader<Row> },
): Promise<ReadResult> {
  const client = deps.gorgias(setup.account, setup.lane ?? reader.lane);
  await deps.store.runs.touch(setup.account, setup.runId);
  const until = deps.now().getTime() + SLICE_MS;
  let walk = await loadWalk(deps, setup, resource);
  let page = walk.done ? null : fetchPage(deps, client, { reader, walk, limit: setup.pageSize });
  for (let stored = 0; page !== null; stored += 1) {
    const fetched = await page.catch((thrown: unknown) => stopAfter(deps, setup, { resource, pages: stored, thrown }));
    if (fetched === 'next slice') break;
    if (fetched === 'left out')
      return { pages: walk.pages, rows: walk.rows, fraction: fractionWalked(walk), done: true };
    const { next, answer, readAt } = fetched;
    const goOn = !next.done && deps.now().getTime() < until && !cancellationSignal().aborted;
    // The next page travels while this one is stored.
    page = goOn ? fetchPage(deps, client, { reader, walk: next, limit: setup.pageSize }) : null;
    page?.catch(() => undefined);
    // Before the position moves: a crash between the two would lose them without a word.
    await quarantineUnreadable(deps, setup, { reader, answer });
    await reader.store(deps, setup, {
      rows: answer.rows,
      readAt,
      position: {
        runId: setup.runId,
        resource,
        walk: next,
        partial: setup.since !== null || setup.floors !== undefined,
      },
    });
    walk = next;
  }
  return { pages: walk.pages, rows: walk.rows, fraction: fractionWalked(walk), done: walk.done };
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

interface Fetched<Row> {
  readonly next: Walk;
  readonly answer: Page<Row>;
}

async function fetchPage<Row>(
  deps: ActivityDeps,
  client: GorgiasClient,
  { reader, walk, limit }: { readonly reader: ListReader<Row>; readonly walk: Walk; readonly limit: number },
): Promise<Fetched<Row> & { readonly readAt: Timestamp }> {
  const readAt = await deps.store.facts.now();
  try {
    return { readAt, ...(await step(client, { reader, walk, limit })) };
  } catch (thrown) {
    if (!needsRestart(thrown)) throw thrown;
    const again = restart(walk, timestampOf(deps.now()));
    deps.log.warn('walk.restarted', { resource: reader.kind, restarts: again.restarts });
    return { readAt, ...(await step(client, { reader, walk: again, limit })) };
  }
}

async function step<Row>(
  client: GorgiasClient,
  { reader, walk, limit }: { readonly reader: ListReader<Row>; readonly walk: Walk; readonly limit: number },
): Promise<Fetched<Row>> {
  const answer = await reader.fetch(client, walk, limit);
  return {
    answer,
    next: advance(walk, { sortValues: answer.rows.map(reader.sortValue), nextCursor: answer.nextCursor }),
  };
}

function needsRestart(thrown: unknown): boolean {
  if (isConnectorError(thrown, 'gorgias.cursor_expired')) return true;
  return isConnectorError(thrown, 'gorgias.cursor_loop') && activityInfo().attempt >= PATIENT_ATTEMPTS;
}

async function quarantineUnreadable<Row>(
  deps: ActivityDeps,
  setup: SyncSetup,
  { reader, answer }: { readonly reader: ListReader<Row>; readonly answer: Page<Row> },
): Promise<void> {
  if (answer.unreadable.length === 0) return;
  const entries = answer.unreadable.map((row): QuarantineEntry => ({
    kind: reader.kind,
    key: row.id === null ? 'unknown' : String(row.id),
    step: 'read',
    cause: 'unreadable',
    detail: row.reason,
    held: true,
  }));
  await deps.store.quarantine.put(setup.account, entries);
  deps.log.warn('rows.unreadable', { resource: reader.kind, rows: entries.length, reason: entries[0]?.detail });
}
