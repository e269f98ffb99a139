import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory, WorkerOptions } from '@temporalio/worker';
import type { ReadTraceIds, TracedCalls, TracedRequests } from '../../observability/traced';

/** What OpenTelemetry is told, and where it hangs into Temporal. */
export interface Tracing extends TracedCalls, TracedRequests {
  /** Of what is at work just now; null: nothing that is traced. */
  readonly ids: ReadTraceIds;
  /** Hand the trace from a client to the workflows that it starts and signals. */
  readonly clientInterceptors: WorkflowClientInterceptor[];
  /** The outermost around an activity, so that it sees how the others ended it. */
  readonly activityInterceptor: ActivityInterceptorsFactory;
  /** Takes the spans out of the workflows' isolate; only the traced bundle makes some. */
  readonly sinks: NonNullable<WorkerOptions['sinks']>;
  /** The activity at work has failed with this code. */
  failed(code: string): void;
  /** Sends what is left, for at most some seconds. */
  close(): Promise<void>;
}
