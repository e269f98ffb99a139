import { type Timestamp } from './timestamp';

/** Gorgias' records as the connector understands them: only the fields that it uses, in its own spelling. */

/** A list of texts: a field of several choices. */
export type CustomFieldValue = string | number | boolean | readonly string[] | null;

export interface Channel {
  readonly type: string;
  readonly address: string | null;
  readonly preferred: boolean;
  readonly deletedAt: Timestamp | null;
}

export interface Customer {
  readonly id: number;
  readonly email: string | null;
  readonly name: string | null;
  readonly firstname: string | null;
  readonly lastname: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly note: string | null;
  readonly externalId: string | null;
  /** Null: Gorgias did not say it, or not so that it could be read. */
  readonly createdAt: Timestamp | null;
  /** Null like {@link createdAt}: such a row is not older than any other. */
  readonly updatedAt: Timestamp | null;
  /** Values by custom-field id; the labels are in {@link CustomField}. */
  readonly customFields: Readonly<Record<string, CustomFieldValue>>;
}

/** What only `GET /customers/{id}` tells: channels (phones, further e-mails) and the shop data. */
export interface CustomerDetail extends Customer {
  readonly channels: readonly Channel[];
  /** Integration id -> raw provider data with `__integration_type__`. */
  readonly integrations: Readonly<Record<string, unknown>>;
}

export interface Ticket {
  readonly id: number;
  readonly customerId: number | null;
  /** `open` or `closed`; a snoozed ticket is `closed` with a future {@link snoozedUntil}. Open string: Gorgias may add others. */
  readonly status: string;
  readonly channel: string;
  readonly via: string;
  readonly subject: string | null;
  readonly assigneeUserId: number | null;
  readonly assigneeName: string | null;
  readonly tags: readonly string[];
  readonly spam: boolean;
  readonly createdAt: Timestamp;
  /** Null: Gorgias did not say it, or not so that it could be read; such a row is not older than any other. */
  readonly updatedAt: Timestamp | null;
  readonly closedAt: Timestamp | null;
  readonly snoozedUntil: Timestamp | null;
  readonly trashedAt: Timestamp | null;
}

export interface Survey {
  readonly id: number;
  readonly ticketId: number;
  readonly customerId: number;
  /** 1 to 5, null until the customer answers. */
  readonly score: number | null;
  readonly comment: string | null;
  readonly createdAt: Timestamp;
  readonly shouldSendAt: Timestamp | null;
  readonly sentAt: Timestamp | null;
  readonly scoredAt: Timestamp | null;
}

export interface Message {
  readonly id: number;
  readonly ticketId: number;
  /** False: an internal note, never seen by the customer. */
  readonly public: boolean;
  readonly fromAgent: boolean;
  readonly senderId: number | null;
  readonly ruleId: number | null;
  readonly via: string;
  readonly createdAt: Timestamp;
  readonly sentAt: Timestamp | null;
  /** Set: it never reached the customer, though {@link sentAt} may say when it left. */
  readonly failedAt: Timestamp | null;
  readonly deletedAt: Timestamp | null;
}

export interface Tag {
  readonly id: number;
  readonly name: string;
}

export interface ListedTag extends Tag {
  /** On how many tickets it is, as Gorgias counts; null: it does not say. */
  readonly usage: number | null;
}

export interface User {
  readonly id: number;
  readonly name: string;
  /** `bot` marks automation; see {@link Message} for who answered. */
  readonly role: string;
}

export interface CustomField {
  readonly id: number;
  readonly label: string;
  /** `text`, `number` or `boolean`. */
  readonly dataType: string;
  /** Set for Gorgias' own fields, e.g. `customer_type`. */
  readonly managedType: string | null;
}

export interface ListedField extends CustomField {
  /** Nobody can fill it in any more. */
  readonly isRetired: boolean;
}

export interface Integration {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** Where an HTTP integration sends to; null for all others. */
  readonly url: string | null;
}

/** One entry of the change feed, `GET /events`. */
export interface FeedEvent {
  readonly id: number;
  readonly type: string;
  readonly objectType: string;
  readonly objectId: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly context: string | null;
  readonly userId: number | null;
  readonly createdAt: Timestamp;
}

export interface Account {
  readonly domain: string;
}

/** What could not be read of a record, by the names of fields and types: no value, which may be a person's. */
export interface OddField {
  /** `score`, `tags.0.name`; `record`: the whole of it. */
  readonly field: string;
  readonly reason: string;
}

/** A row that cannot be read; the page goes on without it. */
export interface UnreadableRow {
  readonly id: number | null;
  /** Field and fault, without the value. */
  readonly reason: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly unreadable: readonly UnreadableRow[];
  readonly nextCursor: string | null;
}

/** Records of Gorgias of which it is kept what could not be read. */
export type RecordKind = 'customer' | 'ticket' | 'survey' | 'message' | 'event' | 'tag' | 'user' | 'custom_field';

/** What came of reading records of one kind. */
export interface ReadingNotes {
  readonly kind: RecordKind;
  /** Fields that were looked at: what was noted of them before, in these records, is over. */
  readonly fields: readonly string[];
  /** The records that were met, read or not, as far as their ids are known. */
  readonly ids: readonly number[];
  readonly odd: readonly OddRecord[];
}

export interface OddRecord extends OddField {
  readonly id: number | null;
  /** True: the whole record could not be read. False: the rest of it was. */
  readonly lost: boolean;
}
