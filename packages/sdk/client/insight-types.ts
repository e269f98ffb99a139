import type { AccountOption } from './types';

export type { Automations, AutomationsBackfillStarted } from '../contract/automations';
export type { Deliveries } from '../contract/deliveries';
export type { Why } from '../contract/tickets';

/** Exactly one of the two. */
export interface WhyOptions extends AccountOption {
  readonly ticketId?: number | string | undefined;
  /** Of a customer, in any spelling. It travels in the body, and is repeated nowhere. */
  readonly email?: string | undefined;
}

export interface DeliveriesOptions extends AccountOption {
  readonly ticketId?: number | string | undefined;
  /** Only what changed after this time (ISO). */
  readonly since?: string | undefined;
  /** The newest so many, 1 to 1,000; 50 by default. */
  readonly limit?: number | undefined;
}

export interface AutomationsOptions extends AccountOption {
  /** Only what ran since this date (`2024-01-01`) or time; the last 30 days by default. */
  readonly since?: string | undefined;
}

export interface AutomationsBackfillOptions extends AccountOption {
  /** How far back the feed is read; Gorgias keeps a year. */
  readonly since: string;
}
