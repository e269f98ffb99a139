import { type Micros } from '../time';

export type FieldValue = string | number | boolean;

export interface ChannelRecord {
  readonly type: string;
  readonly address: string;
  readonly preferred: boolean;
  readonly deletedUs: Micros | null;
}

/** One person of the helpdesk. The e-mail channel is not listed in `channels`: it follows `email`. */
export interface CustomerRecord {
  readonly id: number;
  externalId: string | null;
  email: string | null;
  name: string | null;
  firstname: string;
  lastname: string;
  language: string | null;
  timezone: string | null;
  note: string | null;
  channels: readonly ChannelRecord[];
  /** By custom-field id. */
  fields: Readonly<Record<string, FieldValue>>;
  /** What the shop integration tells, on the detail only. */
  readonly shop: ShopRecord | null;
  readonly createdUs: Micros;
  updatedUs: Micros;
}

export interface ShopRecord {
  readonly ordersCount: number;
  /** Decimal text, as Shopify writes money. */
  readonly totalSpent: string;
  /** Comma-separated, as Shopify writes tags. */
  readonly tags: string;
}

export interface TicketRecord {
  readonly id: number;
  /** Null once the customer has been deleted. */
  customerId: number | null;
  status: 'open' | 'closed';
  readonly channel: string;
  readonly via: string;
  /** Undefined: derived from the id by `texts`. */
  subject: string | null | undefined;
  assigneeId: number | null;
  tagIds: readonly number[];
  spam: boolean;
  readonly agentFirst: boolean;
  readonly createdUs: Micros;
  updatedUs: Micros;
  closedUs: Micros | null;
  snoozeUs: Micros | null;
  trashedUs: Micros | null;
  surveyId: number | null;
  /** How many messages the past holds; they are derived, not stored. */
  readonly pastMessages: number;
  /** From the first to the last of them. */
  readonly pastSpanUs: Micros;
  /** Messages written since the world began. */
  written: readonly MessageRecord[] | null;
}

export interface SurveyRecord {
  readonly id: number;
  readonly ticketId: number;
  customerId: number;
  score: number | null;
  comment: string | null;
  readonly createdUs: Micros;
  shouldSendUs: Micros | null;
  sentUs: Micros | null;
  scoredUs: Micros | null;
}

export interface MessageRecord {
  readonly id: number;
  readonly ticketId: number;
  readonly kind: 'customer' | 'agent' | 'bot' | 'rule' | 'note';
  /** User of an agent's, a bot's or a rule's message and of a note; null for the customer's. */
  readonly userId: number | null;
  readonly createdUs: Micros;
  /** The macro that wrote it; undefined: an agent's own words, or a past message. */
  readonly macro?: { readonly id: number; readonly name: string };
}

export interface FeedRecord {
  readonly id: number;
  readonly type: string;
  readonly objectType: string;
  readonly objectId: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Written as a UUID; events of one cause share it. */
  readonly context: number | null;
  readonly userId: number | null;
  readonly us: Micros;
}

export interface TagRecord {
  readonly id: number;
  name: string;
  readonly color: string | null;
  readonly createdUs: Micros;
}

export interface UserRecord {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: 'admin' | 'agent' | 'lite-agent' | 'bot';
  readonly active: boolean;
  readonly createdUs: Micros;
}

export interface FieldRecord {
  readonly id: number;
  readonly objectType: 'Customer' | 'Ticket';
  readonly label: string;
  readonly dataType: 'text' | 'number' | 'boolean';
  readonly managedType: string | null;
  readonly choices: readonly string[] | null;
  readonly deactivated: boolean;
}

export interface IntegrationRecord {
  readonly id: number;
  name: string;
  description: string | null;
  readonly type: string;
  /** Of an HTTP integration only. */
  http: HttpSettings | null;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly createdUs: Micros;
  updatedUs: Micros;
  deactivatedUs: Micros | null;
}

/** What an HTTP integration calls, in the words of the wire (gorgias-api.md 9.1). */
export interface HttpSettings {
  readonly url: string;
  readonly method: string;
  readonly request_content_type: string;
  readonly response_content_type: string;
  /** The template of the body; null: the body is empty. */
  readonly form: Readonly<Record<string, unknown>> | string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly triggers: Readonly<Record<string, boolean>>;
}
