import type { Client } from '@temporalio/client';
import type { HistoryKeys, HistorySubject } from '../store/privacy/history-keys';
import { hasGrpcStatus } from '../temporal/grpc-status';
import { historySubjectOf } from '../temporal/history-subject';
import { personalKeyIdOf } from '../temporal/payload-codec';
import { OPEN } from '../temporal/deployment/version-attributes';
import { WORKFLOW_TYPES } from '../workflows/messages';
import { explained, reachable } from './temporal-call';
import { terminateWorkflows } from './terminate-workflows';

const PAGE = 500;
/** Histories read at once; more would only wait for each other at the server. */
const AT_ONCE = 20;
/** So far the clocks of Temporal and of Postgres may be apart. */
const APART_MS = 10 * 60_000;
const RUNNING = `${OPEN} AND WorkflowType IN ('${WORKFLOW_TYPES.ticket}', '${WORKFLOW_TYPES.campaign}')`;
const WHY = 'the database was restored: it does not have the key of this history';

interface Run {
  readonly workflowId: string;
  readonly runId: string;
  readonly subject: HistorySubject;
  readonly startedAtMs: number;
}

/**
 * Terminates the tickets and campaigns that run and whose history nobody can open: they have begun since the backup, and their keys are lost
 * with the database. What they waited for is read again, and they start anew. Answers how many.
 * @throws `temporal.unavailable`
 */
export async function endUnreadable(
  client: Client,
  keys: Pick<HistoryKeys, 'unknown' | 'lost' | 'newestAt'>,
): Promise<number> {
  const newestAt = await keys.newestAt();
  const sinceMs = newestAt === null ? 0 : Date.parse(newestAt) - APART_MS;
  const all = await runningOf(client);
  let ended = 0;
  for (let first = 0; first < all.length; first += PAGE) {
    const page = all.slice(first, first + PAGE);
    const unknown = new Set((await keys.unknown(page.map(({ subject }) => subject))).map(nameOf));
    // Somebody who was erased, and came back since the backup, has a key there: an older one, that theirs is not sealed by.
    const doubted = page.filter(({ subject, startedAtMs }) => !unknown.has(nameOf(subject)) && startedAtMs > sinceMs);
    const sealedBy = await keyIdsOf(client, doubted);
    const lost = new Set(await keys.lost([...sealedBy.values()]));
    const isLost = ({ runId, subject }: Run): boolean =>
      unknown.has(nameOf(subject)) || lost.has(sealedBy.get(runId) ?? '');
    const ids = page.filter(isLost).map(({ workflowId }) => workflowId);
    ended += await terminateWorkflows(client, ids, WHY);
  }
  return ended;
}

async function runningOf(client: Client): Promise<readonly Run[]> {
  const running = new Map<string, Run>();
  await explained(client, async () => {
    for await (const { workflowId, runId, startTime } of client.workflow.list({ query: RUNNING })) {
      const subject = historySubjectOf(workflowId);
      if (subject !== null) running.set(workflowId, { workflowId, runId, subject, startedAtMs: startTime.getTime() });
    }
  });
  return [...running.values()];
}

/** By run: the key that its input is sealed by. An input that was typed by hand has none. */
async function keyIdsOf(client: Client, runs: readonly Run[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let first = 0; first < runs.length; first += AT_ONCE) {
    const read = async (run: Run): Promise<void> => {
      const id = await keyIdOf(client, run);
      if (id !== null) ids.set(run.runId, id);
    };
    await Promise.all(runs.slice(first, first + AT_ONCE).map(read));
  }
  return ids;
}

/** Stands in its first event. */
async function keyIdOf(client: Client, { workflowId, runId }: Run): Promise<string | null> {
  try {
    const { history } = await reachable(client, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
        maximumPageSize: 1,
      }),
    );
    const [input] = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return input === undefined ? null : personalKeyIdOf(input);
  } catch (thrown) {
    // It has ended, and is kept no longer.
    if (hasGrpcStatus(thrown, 'NOT_FOUND')) return null;
    throw thrown;
  }
}

function nameOf({ account, subject }: HistorySubject): string {
  return `${account}/${subject}`;
}
