import type { CampaignDecision, SpokenRule } from '../../domain/campaign/campaign-types';
import type { DifferenceCause } from '../../domain/rehearsal/compare-with-life';
import type { KeptEnd, RehearsedEnd } from '../../domain/rehearsal/rehearsal-types';
import type { Agreement, PolicyTally } from '../../domain/rehearsal/tally';
import type { Survey, Ticket } from '../../domain/records';
import type { TicketState } from '../../domain/ticket/state';
import type { Timestamp } from '../../domain/timestamp';

/** What was counted so far. */
export interface RehearsalTally {
  readonly today: PolicyTally;
  /** Null: no other policy is rehearsed. */
  readonly proposed: PolicyTally | null;
  /** Ends that the two policies answer differently. */
  readonly changed: number;
  readonly agreement: Agreement;
}

export interface RehearsalRow {
  readonly id: string;
  readonly from: Timestamp;
  readonly until: Timestamp;
  /** Sections of `tajo.yaml`; null: no other policy than today's. */
  readonly policy: Readonly<Record<string, unknown>> | null;
  readonly position: number;
  readonly lastId: number;
  readonly tally: RehearsalTally;
  /** Null until the end. */
  readonly reach: StoreReach | null;
  readonly startedAt: Timestamp;
  readonly finishedAt: Timestamp | null;
}

/** How far back a rehearsal could look. */
export interface StoreReach {
  /** False: no full sync that reads tickets has come to its end. */
  readonly isSynced: boolean;
  /** Tickets that have not changed since are not known; null: all are. */
  readonly ticketsSince: Timestamp | null;
  /** Before that only the last closing of a ticket is known. */
  readonly followedSince: Timestamp;
  /** What it would cost to read so many days more; null: there are none, or nobody can tell. */
  readonly more: { readonly days: number; readonly requests: number; readonly minutes: number } | null;
}

/** What is kept of a decision; of one that could not be taken yet by when it can be (`dueAt`). */
export type KeptRehearsal = Omit<RehearsedEnd, 'ticketId' | 'closedAt' | 'witnesses' | 'whenLifeAsked'> | KeptUndecided;

export interface KeptUndecided {
  readonly kind: 'undecided';
  readonly outcome: null;
  readonly score: null;
  readonly campaign: null;
  readonly by: null;
  readonly why: string;
  /** When the rehearsed time was over. */
  readonly at: Timestamp;
  readonly dueAt: Timestamp;
  readonly heldBy: null;
}

export interface RehearsedRow {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  /** Null: by this policy nobody could know how it ended before it was undone. */
  readonly today: KeptRehearsal | null;
  readonly proposed: KeptRehearsal | null;
  readonly life: LifeDecision | null;
  readonly cause: DifferenceCause | null;
  readonly changed: boolean;
}

/** What the policy has said in life. */
export interface LifeDecision {
  readonly outcome: string;
  readonly campaign: string | null;
  readonly kind: CampaignDecision['kind'];
  readonly by: string | null;
  readonly why: string;
  readonly at: Timestamp;
}

/** Where a page of ends begins: after this one. */
export interface AfterEnd {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
}

export interface RehearsalSlice {
  /** The position that it goes on from. */
  readonly after: number;
  readonly position: number;
  readonly rows: readonly RehearsedRow[];
  readonly tally: RehearsalTally;
}

/** Reports of rehearsals; nothing but they is written. */
export interface Rehearsals {
  /** Idempotent by id; what an earlier call began goes on. */
  begin(
    account: string,
    rehearsal: Pick<RehearsalRow, 'id' | 'from' | 'until' | 'policy' | 'tally'>,
  ): Promise<RehearsalRow>;
  find(account: string, id: string): Promise<RehearsalRow | null>;
  newest(account: string): Promise<RehearsalRow | null>;
  /** Keeps a slice with its position, all or nothing. False: somebody else has gone on from there. */
  keep(account: string, id: string, slice: RehearsalSlice): Promise<boolean>;
  finish(account: string, id: string, reach: StoreReach): Promise<void>;
  /** A page of ends by ticket; `only`: those that the two policies, or life and today's, answer differently. */
  ends(
    account: string,
    id: string,
    page: { readonly only: 'all' | 'changed' | 'differing'; readonly after: AfterEnd | null; readonly limit: number },
  ): Promise<readonly RehearsedRow[]>;
  /** Removes all but the newest so many, in small statements. */
  forgetOld(account: string, keep: number): Promise<void>;
  /** Removes those that were begun longer ago than this, in small statements: they quote decisions, which are not kept for longer either. */
  forgetOlder(account: string, olderThanMs: number): Promise<void>;
}

/** A customer, and whether a person is looked at with them: the first of those who share an address. */
export interface WalkedCustomer {
  readonly id: number;
  /** Of the person; null: they have none. */
  readonly emailKey: string | null;
  readonly isFirst: boolean;
}

export interface PastTicketRow {
  /** Id of the customer with whom the person is looked at. */
  readonly person: number;
  readonly ticket: Ticket & { readonly updatedAt: Timestamp };
  readonly deletedAt: Timestamp | null;
  readonly mergedInto: number | null;
  readonly survey: Survey | null;
  /** Null: nobody watches it. */
  readonly state: TicketState | null;
}

export interface KeptDecisionRow {
  readonly ticketId: number;
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
  readonly askedAt: Timestamp;
  readonly outcome: string;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly kind: CampaignDecision['kind'];
  /** Of one that was let through: how it stands in the outbox; null: it is not there. */
  readonly sending: KeptEnd['sending'];
  readonly why: string;
  readonly rules: readonly SpokenRule[];
}

export interface SentCampaignRow {
  readonly key: string;
  /** The customer with whom the person is looked at whose cap it counts for; null: it is told by its ticket alone. */
  readonly person: number | null;
  /** Null: it belonged to no ticket. */
  readonly ticketId: number | null;
  readonly name: string;
  readonly at: Timestamp;
}

/** How far back the facts reach. */
export interface FactsReach {
  /** When the newest full sync that has read all tickets began, and has come to its end; null: there was none. */
  readonly syncedAt: Timestamp | null;
  /** It has left out what had not changed since; null: it has read everything. */
  readonly syncedSince: string | null;
}

/** What the store knows of people and their tickets, a bounded page at a time. */
export interface PastReader {
  customers(account: string, after: number, limit: number): Promise<readonly WalkedCustomer[]>;
  /** Tickets of these people, if one of them changed since; of each person the newest, 500. */
  tickets(
    account: string,
    people: readonly WalkedCustomer[],
    changedSince: Timestamp,
  ): Promise<readonly PastTicketRow[]>;
  decisions(account: string, ticketIds: readonly number[]): Promise<readonly KeptDecisionRow[]>;
  /** Campaigns that have left, or may have, to these people, as the cap counts them, or because of these tickets; oldest first. */
  sent(
    account: string,
    of: { readonly people: readonly WalkedCustomer[]; readonly ticketIds: readonly number[] },
  ): Promise<readonly SentCampaignRow[]>;
  consents(
    account: string,
    emailKeys: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly blacklisted: boolean; readonly unsubscribed: readonly number[] }>>;
  reach(account: string): Promise<FactsReach>;
  /** Tickets that were created in that time, up to a limit. */
  createdBetween(account: string, from: Timestamp, to: Timestamp): Promise<number>;
}
