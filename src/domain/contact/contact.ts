import type { CustomFieldValue } from '../records';
import type { Timestamp } from '../timestamp';

/** All facts about one e-mail address, aggregated over its live customers and those merged into them. */
export interface ContactFacts {
  readonly emailKey: string;
  /** The customer that the personal fields come from (newest `updated_at`, then highest id); null: nobody has this address any more. */
  readonly customer: ContactCustomer | null;
  readonly nbTickets: number;
  readonly lastTicketAt: Timestamp | null;
  readonly lastTicketChannel: string | null;
  /** Minutes, mean over tickets created since the window's start; null without any answered ticket. */
  readonly avgResponseMinutes: number | null;
  readonly lastScore: number | null;
  readonly scoredSurveys: number;
  /** Tickets that are open or snoozed now. */
  readonly openTickets: number;
  /** How long the one of them that was opened last, or opened again, is open by now, in milliseconds; null without any. */
  readonly openForMs: number | null;
  /** Of the tickets that count. */
  readonly tags: readonly string[];
  /** Of the shop's customer, over all shops; missing: none. */
  readonly shopTags?: readonly string[];
}

export interface ContactCustomer {
  readonly id: number;
  readonly email: string;
  readonly name: string | null;
  readonly firstname: string | null;
  readonly lastname: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly note: string | null;
  readonly externalId: string | null;
  readonly phone: string | null;
  readonly createdAt: Timestamp | null;
  readonly customFields: Readonly<Record<string, CustomFieldValue>>;
  readonly shopValues: Readonly<Record<string, CustomFieldValue>>;
}
