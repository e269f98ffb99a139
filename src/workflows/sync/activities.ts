import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';

/**
 * A slice works for about 4 s; a request may hang for 30 s. The heartbeat tells of a killed worker within 10 s. Retries have no end: only a
 * code that is not retryable, or a limit that lasts, comes back to the workflow.
 */
const slice: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
};

/** Lower numbers go first when workers are busy (design D2). */
export const backfill = proxyActivities<Activities>({ ...slice, priority: { priorityKey: 4 } });
export const enrichment = proxyActivities<Activities>({ ...slice, priority: { priorityKey: 5 } });
/** What a run says of its account: soon, and however often workers die meanwhile. */
export const bookkeeping = proxyActivities<Activities>({ ...slice, priority: { priorityKey: 1 } });
/** A person waits for the answer. */
export const interactive = proxyActivities<Activities>({
  ...slice,
  priority: { priorityKey: 1 },
  retry: { ...slice.retry, maximumAttempts: 3 },
});
