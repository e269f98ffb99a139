import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { OPEN, pinnedBuild } from '../deployment/version-attributes';

/** A workflow that has begun and not ended. */
export interface OpenRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  /** Build that it ends on; null: it goes on with whatever build is current. */
  readonly pinnedTo: string | null;
}

/** So many histories are fetched at once, and are in memory. */
const PAGE = 20;

export async function countOpenRuns(client: Client): Promise<number> {
  return (await client.workflow.count(OPEN)).count;
}

/** As the list has them: a page of the list, then its histories, and so on. */
export async function* openRunsByPage(client: Client): AsyncGenerator<readonly OpenRun[]> {
  let page: OpenRun[] = [];
  for await (const { workflowId, runId, type, typedSearchAttributes } of client.workflow.list({ query: OPEN })) {
    page.push({ workflowId, runId, type, pinnedTo: pinnedBuild(typedSearchAttributes) });
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Of runs that are kept still; one that is gone by now, with its history, is left out. */
export async function historiesOf(
  client: Client,
  runs: readonly OpenRun[],
): Promise<readonly (readonly [OpenRun, History])[]> {
  const fetched = await Promise.all(
    runs.map(async (run) => {
      const history = await ifThere(client.workflow.getHandle(run.workflowId, run.runId).fetchHistory());
      return history === null ? null : ([run, history] as const);
    }),
  );
  return fetched.filter((one) => one !== null);
}

export async function isStillOpen(client: Client, { workflowId, runId }: OpenRun): Promise<boolean> {
  return (await ifThere(client.workflow.getHandle(workflowId, runId).describe()))?.status.name === 'RUNNING';
}

async function ifThere<Answer>(call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    throw thrown;
  }
}
