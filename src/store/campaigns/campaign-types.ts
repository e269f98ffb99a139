import type { CampaignDecision } from '../../domain/campaign/campaign-types';
import type { RequestFate } from '../../domain/campaign/requested-campaign';
import type { Timestamp } from '../../domain/timestamp';

/** What the policy said about the ends of tickets. */
export interface Decisions {
  /** Keeps what the policy said of the end at `closedAt`; the newest word stands. */
  keep(account: string, ticketId: number, decision: KeptDecision): Promise<void>;
  /** What was pending is undone because the ticket is not closed any more. */
  cancelPending(account: string, ticketId: number, why: string): Promise<void>;
  ofTicket(account: string, ticketId: number): Promise<readonly KeptDecision[]>;
}

export interface KeptDecision {
  readonly closedAt: Timestamp;
  readonly decidedAt: Timestamp;
  readonly askedAt: Timestamp;
  readonly outcome: string;
  readonly score: number | null;
  readonly campaign: string | null;
  readonly kind: CampaignDecision['kind'];
  readonly why: string;
  readonly until: Timestamp | null;
  readonly rules: CampaignDecision['rules'];
}

export interface NewCampaignRequest {
  readonly id: string;
  readonly name: string;
  readonly ticketId: number | null;
  /** Null: the customer has no address. */
  readonly emailKey: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly askedAt: Timestamp;
}

export interface CampaignRequest extends NewCampaignRequest {
  /** `asked`: nobody has decided about it yet. */
  readonly status: 'asked' | RequestFate;
  readonly reason: string;
  readonly until: Timestamp | null;
}

/** What is told of a request. */
export interface RequestStory extends Pick<CampaignRequest, 'name' | 'askedAt' | 'status' | 'reason' | 'until'> {
  /** When it was sent, or came to another end; null: it has none yet. */
  readonly settledAt: Timestamp | null;
}

export interface RequestResult extends Pick<CampaignRequest, 'reason' | 'until'> {
  readonly status: RequestFate;
  /** The other ticket whose end is awaited. Missing: none. */
  readonly heldBy?: number | undefined;
}

/** Campaigns that programs asked for. */
export interface CampaignRequests {
  /** Writes the request down; one that ended before without being sent is asked again, any other stays as it is. */
  ask(account: string, request: NewCampaignRequest): Promise<void>;
  find(account: string, id: string): Promise<CampaignRequest | null>;
  /** Whether one of that name for that ticket has no end yet. */
  isOpen(account: string, of: { readonly ticketId: number; readonly name: string }): Promise<boolean>;
  /** What programs asked for because of this ticket, the oldest first. */
  ofTicket(account: string, ticketId: number): Promise<readonly RequestStory[]>;
  /** What programs asked for, for no ticket, of the person with this address or one of these customers'; the newest first. */
  ofPerson(
    account: string,
    person: { readonly emailKey: string | null; readonly customerIds: readonly number[] },
    limit: number,
  ): Promise<readonly RequestStory[]>;
  settle(account: string, id: string, result: RequestResult): Promise<void>;
  /** Requests that are held, for this person or because of this ticket. */
  held(
    account: string,
    of: { readonly emailKey: string | null; readonly ticketId: number },
  ): Promise<readonly string[]>;
  /** Their workflows were woken just now. */
  signalled(account: string, ids: readonly string[]): Promise<void>;
  /** All that have not ended yet, oldest first. */
  unsettled(account: string, limit: number): Promise<readonly string[]>;
}
