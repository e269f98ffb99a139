import type { ImportProcess } from '../../brevo/types';
import type { BrevoClient } from '../../brevo/types';
import { timestampOf } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import type { ConfirmResult } from '../types';

/** `GET /processes/{id}` shares 100 requests an hour with other calls: ask soon once, then once a minute. */
const WAITS_MS = [10_000, 20_000, 30_000];
const LATER_MS = 60_000;
const BATCH = 5;

/**
 * Asks Brevo how its running imports went. A finished one releases its contacts; a failed one, or one that reports clashes, sends its
 * contacts again one by one, where each answer names its contact.
 */
export async function confirmImports(deps: ActivityDeps, account: string): Promise<ConfirmResult> {
  const { imports } = deps.store;
  const brevo = deps.brevo(account);
  for (const { processId, checks } of await imports.toCheck(account, BATCH)) {
    const process = await find(deps, account, { brevo, processId });
    if (process.status === 'queued' || process.status === 'running') {
      const next = new Date(deps.now().getTime() + (WAITS_MS[checks] ?? LATER_MS));
      await imports.checked(account, processId, timestampOf(next));
      continue;
    }
    const reopen = process.status === 'failed' || process.reports.length > 0;
    if (reopen) deps.log.warn('import.reopened', { processId, status: process.status, reports: process.reports });
    await imports.finish(account, processId, { state: process.status, reopen });
  }
  const { running, nextCheckAt } = await imports.countRunning(account);
  const waitMs = nextCheckAt === null ? 0 : Math.max(0, Date.parse(nextCheckAt) - deps.now().getTime());
  return { running, waitMs };
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
