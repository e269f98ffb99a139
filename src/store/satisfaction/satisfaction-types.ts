import type { Period } from '../../domain/period/period';
import type { Timestamp } from '../../domain/timestamp';

/** By what scores are counted; `late`: those that came when the ticket's end had been decided without a score. */
export type ScoreDimension = 'day' | 'channel' | 'tag' | 'agent' | 'late';

/** How often one score was given. */
export interface ScoreCount {
  readonly by: ScoreDimension;
  /** The day by UTC, the channel, the tag, the number of the Gorgias user; null: not known, or nobody. */
  readonly value: string | null;
  /** Of an agent; else the value. */
  readonly name: string | null;
  readonly score: number;
  readonly responses: number;
}

export interface SurveysSent {
  readonly sent: number;
  /** Of these, the ones that have a score by now. */
  readonly answered: number;
}

export interface ScoreRow {
  readonly surveyId: number;
  readonly ticketId: number;
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly score: number;
  readonly comment: string | null;
  readonly scoredAt: Timestamp;
  readonly channel: string | null;
  readonly agent: string | null;
  readonly tags: readonly string[];
  readonly late: boolean;
}

/** Missing: any. */
export interface ScoreFilter {
  readonly score?: number | undefined;
  readonly channel?: string | undefined;
  readonly tag?: string | undefined;
  /** Number of the Gorgias user. */
  readonly agent?: string | undefined;
  readonly late?: boolean | undefined;
  /** Only those before this one, in the order of the list. */
  readonly before?: { readonly at: Timestamp; readonly id: number } | undefined;
  readonly limit: number;
  /** How long an answer is waited for, milliseconds: one that came later is late. */
  readonly waitMs: number;
}

/** What customers have said of their tickets, by when they said it. */
export interface Satisfactions {
  /** @param waitMs as in {@link ScoreFilter} */
  count(account: string, period: Period, waitMs: number): Promise<readonly ScoreCount[]>;
  /** Of the surveys that were sent in the period. */
  sent(account: string, period: Period): Promise<SurveysSent>;
  /** Newest first. */
  scores(account: string, period: Period, filter: ScoreFilter): Promise<readonly ScoreRow[]>;
}
