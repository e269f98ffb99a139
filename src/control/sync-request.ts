import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { z } from 'zod';
import { type FullSyncInput, RESOURCES } from '../workflows/messages';
import { reachable } from './temporal-call';

/** Rows a page when nobody says. */
const DEFAULT_BATCH_SIZE = 100;

/** Whoever types an input by hand may write null for what is left out. */
const requestSchema = z.object({
  account: z.string(),
  resources: z.array(z.enum(RESOURCES)).readonly().nullish(),
  since: z.string().nullish(),
  batchSize: z.number().nullish(),
  dryRun: z.boolean().nullish(),
});

export type SyncRequest = z.output<typeof requestSchema>;

/**
 * Whether a run does all that is asked for, in the way that is asked for. One that reads less, or writes nothing, does not; the size of its
 * pages matters to nobody who named none.
 */
export function isServedBy(wanted: FullSyncInput, running: SyncRequest): boolean {
  return (
    (wanted.dryRun ?? false) === (running.dryRun ?? false) &&
    resourcesOf(wanted) === resourcesOf(running) &&
    sinceOf(wanted) === sinceOf(running) &&
    (wanted.batchSize === undefined || wanted.batchSize === (running.batchSize ?? DEFAULT_BATCH_SIZE))
  );
}

/** In any order. All of them by name are not the same as none named, which also reads the feed. */
function resourcesOf({ resources }: SyncRequest): string {
  return [...new Set(resources ?? [])].sort().join();
}

/** `2024-01-01` and its first moment are the same. */
function sinceOf({ since }: SyncRequest): number | null {
  return since === undefined || since === null ? null : Date.parse(since);
}

/**
 * What a run was asked for, from the first event of its history: there from its first moment on, also when it was started in the Temporal UI.
 * Null: it is no request, and the run will end at once.
 */
export async function readRequest(client: Client, workflowId: string, runId: string): Promise<SyncRequest | null> {
  const { history } = await reachable(client, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    }),
  );
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [input] = await decodeArrayFromPayloads(client.options.loadedDataConverter, started?.input?.payloads);
  return requestSchema.safeParse(input).data ?? null;
}
