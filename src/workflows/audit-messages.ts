/** Input of `auditWorkflow`; also typed by hand, so every field but `account` is optional. */
export interface AuditInput {
  readonly account: string;
  /** How many contacts, at random: 1 to 100,000; 200 when missing. */
  readonly sample?: number;
  /** All contacts instead of a sample. */
  readonly all?: boolean;
  /** Write to Brevo what the report says that we caused, when it is complete. */
  readonly repair?: boolean;
  /** With `repair`: also what somebody has changed in Brevo since. */
  readonly overwrite?: boolean;
  /** With `repair`: carry out this report instead of auditing anew. */
  readonly report?: string;
  /** The schedule's own: what was caused by us raises an alert. */
  readonly nightly?: boolean;
}

export const NIGHTLY_SAMPLE = 200;
export const MOST_SAMPLED = 100_000;

/** Result of `auditWorkflow`: counts of contacts and of differences. */
export interface AuditEnd {
  readonly report: string;
  readonly looked: number;
  readonly differing: number;
  /** Differences that we caused, and that somebody else did in Brevo. */
  readonly ours: number;
  readonly others: number;
  readonly repaired: number;
  readonly requests: number;
}

/** Answer of the `progress` query of `auditWorkflow`. */
export interface AuditProgress extends AuditEnd {
  readonly account: string;
  readonly runId: string;
  readonly phase: 'preparing' | 'comparing' | 'repairing' | 'done';
  readonly state: 'running' | 'paused' | 'waiting' | 'completed';
  /** One sentence for a person. */
  readonly sentence: string;
  readonly startedAt: string;
  /** Contacts to be looked at, as it began; null: not known yet. */
  readonly contacts: number | null;
  /** 0 to 100; null while the size is not known. */
  readonly percent: number | null;
  readonly etaSeconds: number | null;
}
