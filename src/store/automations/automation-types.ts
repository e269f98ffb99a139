import type { AutomationRun, FailedAction } from '../../domain/automation/automation';
import type { Timestamp } from '../../domain/timestamp';

/** From when on runs go to the customers' timelines; null: they do not. */
export type PublishFrom = Readonly<Record<AutomationRun['kind'], Timestamp | null>>;

export interface FeedContext {
  readonly context: string;
  readonly ticketId: number;
}

/** A run that is not on the timeline of its ticket's customer yet. */
export type UnpublishedRun = Pick<AutomationRun, 'eventId' | 'kind' | 'ref' | 'name' | 'at' | 'failures'>;

export interface Csat {
  readonly responses: number;
  /** 1 to 5; null without a response. */
  readonly average: number | null;
}

export interface AutomationFigures {
  readonly kind: AutomationRun['kind'];
  readonly id: string;
  readonly name: string;
  readonly runs: number;
  readonly tickets: number;
  /** Of all tickets that were active in the time, 0 to 1. */
  readonly ticketShare: number;
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
  readonly failures: readonly FailedActions[];
  readonly csatWith: Csat;
  readonly csatWithout: Csat;
}

export interface FailedActions extends FailedAction {
  readonly times: number;
  /** The last ten that it happened to. */
  readonly tickets: readonly number[];
}

export type AutomationDimension = 'agent' | 'channel' | 'week';

/** Tickets of one agent, channel or week, with and without automations. */
export interface AutomationGroup {
  /** The number of the Gorgias user, the channel, the Monday; null: nobody, or not known. */
  readonly value: string | null;
  readonly name: string | null;
  readonly tickets: number;
  readonly automatedTickets: number;
  readonly runs: number;
  readonly csatWith: Csat;
  readonly csatWithout: Csat;
}

export interface AutomationReport {
  /** Tickets that changed in the time. */
  readonly activeTickets: number;
  /** Runs whose ticket no event names. */
  readonly runsWithoutTicket: number;
  readonly csat: Csat;
  readonly automations: readonly AutomationFigures[];
}

export interface Automations {
  /**
   * Writes runs down, each once by the id of its event, and finds their tickets by what shares their context. Answers the tickets that have
   * something new to tell.
   */
  record(
    account: string,
    found: {
      readonly runs: readonly AutomationRun[];
      readonly contexts: readonly FeedContext[];
      readonly publishFrom: PublishFrom;
    },
  ): Promise<readonly number[]>;
  unpublished(account: string, ticketId: number): Promise<readonly UnpublishedRun[]>;
  markPublished(account: string, ticketId: number, eventIds: readonly number[]): Promise<void>;
  report(account: string, since: Timestamp): Promise<AutomationReport>;
  /** The tickets of {@link report} by one of their sides, at most 100 groups: weeks in turn, else the largest first. */
  groups(account: string, since: Timestamp, by: AutomationDimension): Promise<readonly AutomationGroup[]>;
  /** How far back a completed backfill has read; null: none has. */
  readBackTo(account: string): Promise<Timestamp | null>;
}
