import type { BrevoClient, ImportProcess } from '../../brevo/types';
import { timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import type { ConfirmResult } from '../types';
import { findLeftOut, type LeftOut } from './left-out';
import { mappingOf } from './mapping';
import { proveImport } from './read-back';

/** Asked about in one step. */
const BATCH = 20;
/** `GET /processes/{id}` shares a hundred requests an hour with other calls: ask soon at first, then at ever longer distances. */
const SOONEST_MS = 10_000;
const LATEST_MS = 120_000;

/**
 * Asks Brevo how its running imports went. A finished one releases its contacts; a failed one sends them again one by one, where each
 * answer names its contact; of one that says that rows were left out, those are looked for, and they alone are sent so. Brevo works through imports in turn, so while one is under way none of the
 * others is asked about; the next time it is another's turn, for one that never ends must not hold up the rest.
 */
export async function confirmImports(deps: ActivityDeps, account: string): Promise<ConfirmResult> {
  const { imports } = deps.store;
  const brevo = deps.brevo(account);
  for (const { processId, ageMs } of await imports.toCheck(account, BATCH)) {
    const process = await find(deps, account, { brevo, processId });
    if (process.status === 'queued' || process.status === 'running') {
      const waitMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, ageMs / 2));
      await imports.postpone(account, processId, timestampOf(deps.now().getTime() + waitMs));
      break;
    }
    await finish(deps, account, { ...process, id: processId, status: process.status });
  }
  const { running, nextCheckAt } = await imports.countRunning(account);
  const waitMs = nextCheckAt === null ? 0 : Math.max(0, Date.parse(nextCheckAt) - deps.now().getTime());
  return { running, waitMs };
}

type Finished = ImportProcess & { readonly status: 'completed' | 'failed' };

async function finish(deps: ActivityDeps, account: string, { id, status, reports }: Finished): Promise<void> {
  const { imports } = deps.store;
  const scope = status === 'failed' ? null : await mappingOf(deps, account);
  const leftOut = scope === null || reports.length === 0 ? NOBODY : await findLeftOut(deps, scope, id);
  if (scope === null || leftOut === null) {
    deps.log.warn('import.reopened', { processId: id, status, reports });
    return imports.finish(account, id, { state: status, reopen: true });
  }
  // First: what never arrived proves nothing of what imports do with values.
  await imports.reopen(account, id, leftOut.whole);
  const { lost, clearedWrongly } = await proveImport(deps, scope, id);
  const partly = [...leftOut.partly].filter(([, names]) => names.some((name) => !lost.includes(name)));
  await imports.reopen(
    account,
    id,
    partly.map(([emailKey]) => emailKey),
  );
  if (reports.length > 0)
    deps.log.warn('import.rows_left_out', { processId: id, reports, found: leftOut.whole.length + partly.length });
  if (clearedWrongly) deps.log.warn('import.reopened', { processId: id, status, reports });
  await imports.finish(account, id, { state: status, reopen: clearedWrongly, lost });
}

const NOBODY: LeftOut = { whole: [], partly: new Map() };

/**
 * A process that Brevo no longer knows cannot be confirmed; its contacts are sent again, which changes nothing where it went well. One of
 * which Brevo does not answer in a way that can be read is asked for again later, while the others are confirmed.
 */
async function find(
  deps: ActivityDeps,
  account: string,
  { brevo, processId }: { readonly brevo: BrevoClient; readonly processId: number },
): Promise<ImportProcess> {
  try {
    return await brevo.getProcess(processId);
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'record', about: `import/${String(processId)}` });
    return { id: processId, status: error.retryable ? 'running' : 'failed', reports: [] };
  }
}
