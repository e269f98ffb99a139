import type { BrevoClient, ImportProcess } from '../../brevo/types';
import { timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import type { ConfirmResult } from '../types';
import { mappingOf } from './mapping';
import { proveImport } from './read-back';

/** Asked about in one step. */
const BATCH = 20;
/** `GET /processes/{id}` shares a hundred requests an hour with other calls: ask soon at first, then at ever longer distances. */
const SOONEST_MS = 10_000;
const LATEST_MS = 120_000;

/**
 * Asks Brevo how its running imports went. A finished one releases its contacts; a failed one, or one that reports clashes, sends its
 * contacts again one by one, where each answer names its contact. Brevo works through imports in turn, so while one is under way none of the
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
  const isRefused = status === 'failed' || reports.length > 0;
  const { lost, clearedWrongly } = isRefused
    ? { lost: [], clearedWrongly: false }
    : await proveImport(deps, await mappingOf(deps, account), id);
  const reopen = isRefused || clearedWrongly;
  if (reopen) deps.log.warn('import.reopened', { processId: id, status, reports });
  await deps.store.imports.finish(account, id, { state: status, reopen, lost });
}

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
