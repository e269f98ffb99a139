import type { CampaignFate } from '../contract/fates';
import type { AccountOption } from './types';

export interface CampaignHistoryOptions extends AccountOption {
  /** Only this one. */
  readonly campaign?: string | undefined;
  /** Only those of which this became; `funnel` and `endedTickets` say it by the same words. */
  readonly fate?: CampaignFate | undefined;
  /** Of tickets that were closed since this date (`2024-01-01`) or time; the 30 days before `until` by default. */
  readonly since?: string | undefined;
  /** Of tickets that were closed before this date or time; now by default. */
  readonly until?: string | undefined;
  /** The newest so many one by one, 1 to 5,000; 50 by default. The groups count all. */
  readonly limit?: number | undefined;
}

export type CampaignValue = string | number | boolean | null;

export interface TriggerOptions extends AccountOption {
  /**
   * Whom it goes to; null: the customer has no address, and it is skipped. With a ticket: an address of its customer, or it is refused; it goes
   * to the main one.
   */
  readonly email: string | null;
  /**
   * What the automation or template can say. Campaigns with a ticket also have `agent_name`, `ticket_subject`, `resolution_time` (minutes),
   * `satisfaction_score`, `ticket_id` and `channel`, which what is given here goes before.
   */
  readonly params?: Readonly<Record<string, CampaignValue | readonly CampaignValue[] | undefined>> | undefined;
  /** A name that is not among the campaigns of `tajo.yaml` is sent as the Brevo event of that name (`post-support-upsell`: `POST_SUPPORT_UPSELL`). */
  readonly adHoc?: boolean | undefined;
  /** The ticket that it follows from; inside a handler of `connectors.on`, by default, that of the event. */
  readonly ticketId?: number | undefined;
  /** Calls with the same key are one call. Default: calls for the same campaign and ticket are; without a ticket, each stands for itself. */
  readonly idempotencyKey?: string | undefined;
}
