import type { Deliveries } from '../contract/deliveries';
import type { CampaignFate } from '../contract/fates';
import type { CampaignFunnel } from '../contract/funnel';
import type { AccountOption } from './types';

export type { Automations, AutomationsBackfillStarted } from '../contract/automations';
export type { Deliveries };
export type { SettingsCheck } from '../contract/settings-check';
export type { CampaignFunnel, EndedTickets } from '../contract/funnel';
export type { Live } from '../contract/live';
export type { MadeLists, Offers } from '../contract/offers';
export type { Satisfaction, Scores } from '../contract/satisfaction';
export type { Found } from '../contract/search';
export type { Why } from '../contract/tickets';

/** Exactly one of the two. */
export interface WhyOptions extends AccountOption {
  readonly ticketId?: number | string | undefined;
  /** Of a customer, in any spelling. It travels in the body, and is repeated nowhere. */
  readonly email?: string | undefined;
}

export interface SettingsCheckOptions extends AccountOption {
  /** The text of a `tajo.yaml`. */
  readonly settings: string;
}

export interface MakeListsOptions extends AccountOption {
  /** 1 to 100 names. */
  readonly names: readonly string[];
}

export interface DeliveriesOptions extends AccountOption {
  readonly ticketId?: number | string | undefined;
  readonly kind?: Deliveries['deliveries'][number]['kind'] | undefined;
  readonly state?: Deliveries['deliveries'][number]['state'] | undefined;
  /** Of the event in Brevo, or of the campaign. */
  readonly name?: string | undefined;
  /** Only what changed after this time (ISO). */
  readonly since?: string | undefined;
  /** The newest so many, 1 to 1,000; 50 by default. */
  readonly limit?: number | undefined;
}

export interface AutomationsOptions extends AccountOption {
  /** Only what ran since this date (`2024-01-01`) or time; the last 30 days by default. */
  readonly since?: string | undefined;
  /** Count the tickets also by who has them, by channel, or by the week in which they last changed. */
  readonly by?: 'agent' | 'channel' | 'week' | undefined;
}

export interface AutomationsBackfillOptions extends AccountOption {
  /** How far back the feed is read; Gorgias keeps a year. */
  readonly since: string;
}

export interface PeriodOptions extends AccountOption {
  /** A date (`2024-01-01`) or a time; 30 days before `to` by default, and 92 at most. */
  readonly from?: string | undefined;
  /** Not included any more; now by default. */
  readonly to?: string | undefined;
}

interface PageOptions extends PeriodOptions {
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 200; 50 by default. */
  readonly limit?: number | undefined;
}

/** By what the number was made. */
export interface EndedTicketsOptions extends PageOptions {
  readonly outcome?: CampaignFunnel['outcomes'][number]['outcome'] | undefined;
  /** 1 to 5. */
  readonly score?: number | undefined;
  /** `-` for those without one. */
  readonly campaign?: string | undefined;
  readonly fate?: CampaignFate | undefined;
  readonly rule?: string | undefined;
}

export interface SatisfactionOptions extends PeriodOptions {
  readonly unit?: 'day' | 'week' | undefined;
  /** How many channels, tags and agents, 1 to 50; 10 by default. */
  readonly top?: number | undefined;
}

/** By what the bar was made. */
export interface ScoresOptions extends PageOptions {
  /** 1 to 5. */
  readonly score?: number | undefined;
  readonly channel?: string | undefined;
  readonly tag?: string | undefined;
  /** Number of the Gorgias user. */
  readonly agent?: string | undefined;
  readonly late?: boolean | undefined;
}
