import { defineQuery } from '@temporalio/workflow';

/** Input of `rehearsalWorkflow`. */
export interface RehearsalInput {
  readonly account: string;
  /** Tickets closed since; 90 days back when missing. */
  readonly since?: string;
  /** A policy to hold beside today's: some of `csat`, `campaigns`, `frequency_cap` and `hold`, as `tajo.yaml` spells them. */
  readonly policy?: Readonly<Record<string, unknown>> | null;
}

/** Result of `rehearsalWorkflow`, and answer of its query `progress`. What was rehearsed stands in the store, under the run's id. */
export interface RehearsalProgress {
  readonly account: string;
  readonly state: 'running' | 'completed';
  /** Ends of tickets that were rehearsed. */
  readonly ends: number;
  /** 0 to 100. */
  readonly percent: number;
}

/** The same name as a sync's: whoever asks a workflow how far it is need not know what it does. */
export const rehearsalProgressQuery = defineQuery<RehearsalProgress>('progress');

export const rehearsalWorkflowId = (account: string): string => `rehearsal/${account}`;
