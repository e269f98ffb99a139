import type { Fate } from '../../domain/campaign/fates';
import type { Holder } from '../../domain/campaign/holders';
import type { Period } from '../../domain/period/period';
import type { Timestamp } from '../../domain/timestamp';

interface OfAnEnd {
  readonly outcome: string;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly fate: Fate;
  /**
   * That decided, as the policy names it; null: none was against it. Of what was let through and has no other reason: `refused` by Brevo;
   * `given_up`: its account was taken from it.
   */
  readonly rule: string | null;
}

/** Ends of tickets of which all this is the same. */
export interface FunnelCount extends OfAnEnd {
  /** How the ticket stands now that holds them; null: none does, or nobody knows. */
  readonly holder: Holder | null;
  readonly ends: number;
}

export interface RequestedCount {
  readonly campaign: string;
  readonly fate: Fate;
  readonly requests: number;
}

export interface EndedTicketRow extends OfAnEnd {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
  readonly channel: string | null;
  readonly agent: string | null;
  readonly subject: string | null;
  readonly why: string;
  readonly until: Timestamp | null;
}

/** Missing: any. */
export interface EndsFilter {
  readonly outcome?: string | undefined;
  readonly score?: number | undefined;
  /** Null: those without a campaign. */
  readonly campaign?: string | null | undefined;
  readonly fate?: Fate | undefined;
  readonly rule?: string | undefined;
  /** Only those before this one, in the order of the list. */
  readonly before?: { readonly at: Timestamp; readonly id: number } | undefined;
  readonly limit: number;
}

/** How the tickets of a period ended, by when that came to be known. */
export interface Funnels {
  count(account: string, period: Period): Promise<readonly FunnelCount[]>;
  /** Campaigns that programs asked for. */
  requested(account: string, period: Period): Promise<readonly RequestedCount[]>;
  /** Newest first. */
  ends(account: string, period: Period, filter: EndsFilter): Promise<readonly EndedTicketRow[]>;
}
