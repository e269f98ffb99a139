import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';
import type { PublishResult, SyncSetup } from '../types';
import type { Clearing } from './clear-values';
import { confirmImports } from './confirm-imports';
import type { Change } from './contact-changes';
import { mappingRules } from './contact-facts';
import { sampleNightly } from './nightly-sample';
import { type ContactMapping, mappingOf, stillFitting } from './mapping';
import { prepareChanges, publishChanges, settleUnwritten, split } from './publish-contacts';
import { firstImport, FULL_IMPORT_BYTES, importBytes } from './publish-many';

/** Contacts whose facts are looked at together. */
const PAGE = 2_000;
/** Looked through for what may go into one import. */
const GATHER_MS = 30_000;
const OTHERS_MS = 1_000;
/** So many at least fill an import: rows of a usual mapping take 200 to 400 bytes. */
const FILL_AN_IMPORT = 20_000;

interface PublishScope extends SyncSetup {
  /** More contacts will be due in a moment: an import that is not full waits for them (design D19). */
  readonly reading?: boolean;
}

/** Publishes due contacts whose projection changed. */
export async function publishDue(
  deps: ActivityDeps,
  setup: PublishScope,
  after: string | null,
): Promise<PublishResult> {
  // An incremental run has not asked Brevo for anything before: what it reads does not depend on it.
  if (setup.lane === 'feed') return publishBesideReading(deps, setup, after);
  if (setup.dryRun) return rehearse(deps, setup, after);
  const { due } = await deps.store.contacts.countDue(setup.account);
  if (setup.reading === true && due < FILL_AN_IMPORT)
    return { written: 0, unchanged: 0, held: 0, remaining: due, after: null };
  return publish(deps, { ...(await stillFitting(deps, setup)), taking: { by: setup.runId, insists: false } });
}

/** There is one for an account. */
const APART = 'publishing';

/** The same apart from any run. */
export async function publishSlice(deps: ActivityDeps, account: string): Promise<PublishResult> {
  return publishBesideReading(deps, { account, dryRun: false, runId: APART }, null);
}

async function publishBesideReading(
  deps: ActivityDeps,
  { account, dryRun, runId }: Pick<SyncSetup, 'account' | 'dryRun' | 'runId'>,
  after: string | null,
): Promise<PublishResult> {
  const mapping = { ...(await mappingOf(deps, account, { dryRun })), lane: 'feed' as const, dryRun };
  if (dryRun) return rehearse(deps, mapping, after);
  // No import is waited for: a later slice releases its contacts.
  await confirmIfAllowed(deps, account);
  await sampleNightly(deps, account);
  return publish(deps, { ...mapping, taking: { by: runId, insists: false } });
}

/** What may be asked of imports in an hour may be used up; contacts are written all the same. */
async function confirmIfAllowed(deps: ActivityDeps, account: string): Promise<void> {
  try {
    await confirmImports(deps, account);
  } catch (thrown) {
    if (!isConnectorError(thrown, 'brevo.rate_limited')) throw thrown;
  }
}

async function publish(deps: ActivityDeps, mapping: ContactMapping): Promise<PublishResult> {
  const gathered = await gather(deps, mapping);
  const outcome = await publishChanges(deps, mapping, gathered.changes);
  const { due: remaining } = await deps.store.contacts.countDue(mapping.account);
  const { unchanged, held } = gathered;
  // Others are writing all that was met: whoever asks until nothing is due asks a little later.
  if (outcome.written + outcome.held + unchanged + held === 0 && gathered.changes.length > 0)
    await sleep(OTHERS_MS, undefined, { signal: cancellationSignal() });
  return { written: outcome.written, unchanged, held: held + outcome.held, remaining, after: null };
}

/** What a run would write; marks stay. Histories keep where it stands as a number: an address would stay in them for as long as they do. */
async function rehearse(deps: ActivityDeps, setup: ContactMapping, after: string | null): Promise<PublishResult> {
  const { contacts } = deps.store;
  const met = Number(/^#(\d+)$/.exec(after ?? '')?.[1] ?? 0);
  // A run that an earlier release has begun goes on behind an address.
  const last = met === 0 ? (after ?? '') : await contacts.nthDue(setup.account, met);
  const due = last === null ? [] : await contacts.due(setup.account, PAGE, last);
  const { changes, unchanged, held } = await prepareChanges(deps, setup, due);
  const counted = { written: changes.length, unchanged: unchanged.length, held: held.length };
  const isEnd = due.length < PAGE;
  return { ...counted, remaining: isEnd ? 0 : 1, after: isEnd ? null : `#${String(met + due.length)}` };
}

interface Gathered {
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly held: number;
}

/**
 * Looks through due contacts until what may go by import fills one, and settles on the way those that need no write. Goes on only where there
 * was something for an import: single writes take a slice of their own, whoever is next.
 */
async function gather(deps: ActivityDeps, mapping: ContactMapping): Promise<Gathered> {
  const until = deps.now().getTime() + GATHER_MS;
  const clearing: Clearing = {
    account: mapping.account,
    rules: await mappingRules(deps, mapping),
    proofs: await deps.store.brevoProofs.all(mapping.account),
  };
  const bulk: Change[] = [];
  let rest: readonly Change[] = [];
  let after = '';
  const counted = { unchanged: 0, held: 0 };
  for (let bytes = 0; bytes < FULL_IMPORT_BYTES;) {
    const due = await deps.store.contacts.due(mapping.account, PAGE, after);
    const plan = await prepareChanges(deps, mapping, due);
    await settleUnwritten(deps, mapping, plan);
    counted.unchanged += plan.unchanged.length;
    counted.held += plan.held.length;
    const page = split(mapping, clearing, plan.changes);
    bulk.push(...page.bulk);
    bytes += page.bulk.reduce((sum, change) => sum + importBytes(change), 0);
    // Of the first page only: the others come first in a slice to come.
    if (after === '') rest = page.rest;
    after = due.at(-1)?.emailKey ?? '';
    const isOver = due.length < PAGE || cancellationSignal().aborted || deps.now().getTime() >= until;
    if (isOver || page.bulk.length + plan.unchanged.length + plan.held.length === 0) break;
  }
  return { changes: [...firstImport(bulk), ...rest], ...counted };
}
