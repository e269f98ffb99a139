import type { AuditRun, AuditStarted } from '../contract/audits';
import type { AccountOption } from './types';

export type { Audit, AuditReport, AuditRun, Audits, AuditStarted } from '../contract/audits';

export interface AuditOptions extends AccountOption {
  /** How many contacts, at random, 1 to 100,000; 200 by default. */
  readonly sample?: number | undefined;
  /** All contacts instead. */
  readonly all?: boolean | undefined;
  /** Write what the report says that the connector caused. */
  readonly repair?: boolean | undefined;
  /** With `repair`: also what somebody has changed in Brevo since. */
  readonly overwrite?: boolean | undefined;
  /** With `repair`: carry out this report; nothing is audited. */
  readonly report?: string | undefined;
  /** False: refuse with `conflict.already_running` while another audit is under way, instead of waiting for its end. */
  readonly wait?: boolean | undefined;
  /** Stops the waiting; what has begun goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Once, when it has begun. */
  readonly onStart?: ((started: AuditStarted) => void) | undefined;
  readonly onProgress?: ((run: AuditRun) => void) | undefined;
}

export interface AuditReportOptions extends AccountOption {
  /** The newest by default. */
  readonly report?: string | undefined;
}
