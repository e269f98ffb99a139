import type { AttributeValue } from '../domain/contact/attribute-value';
import type { Timestamp } from '../domain/timestamp';

export type { AttributeValue };
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface AttributeDefinition {
  readonly name: string;
  /** `normal`, `category`, `calculated`, `global`, `transactional`. */
  readonly category: string;
  /** `text`, `date`, `float`, `boolean`, `multiple-choice`, `user`; null for category attributes. */
  readonly type: string | null;
  /** Option labels of a category or multiple-choice attribute. */
  readonly options: readonly string[];
}

/** The state of a contact that consent and clashes are judged by. */
export interface ContactState {
  readonly id: number;
  readonly email: string | null;
  /** Also true where Brevo's answer does not say: unknown consent counts as no. */
  readonly emailBlacklisted: boolean;
  /** `emailBlacklisted` or `listUnsubscribed` could not be read: nobody may be mailed or put on a list by it. */
  readonly consentUnknown: boolean;
  readonly smsBlacklisted: boolean;
  readonly listIds: readonly number[];
  /** Lists that the person left by unsubscribing. */
  readonly listUnsubscribed: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** When anybody changed it last, by Brevo's clock; null: it does not say. */
  readonly modifiedAt: Timestamp | null;
}

/**
 * No `emailBlacklisted`, no `forceMerge`, no e-mail change: the type has no way to resubscribe or destroy a contact (design D9).
 */
export interface ContactUpsert {
  readonly email: string;
  readonly attributes: Attributes;
  readonly listIds?: readonly number[];
}

export interface ContactUpdate {
  readonly attributes?: Attributes;
  readonly listIds?: readonly number[];
  readonly unlinkListIds?: readonly number[];
}

export interface ContactImport {
  readonly contacts: readonly { readonly email: string; readonly attributes: Attributes }[];
  readonly listIds: readonly number[];
  /** Attributes that are an empty text are erased; otherwise they are left as they are. */
  readonly emptiesAttributes?: boolean;
}

export interface ImportProcess {
  readonly id: number;
  readonly status: 'queued' | 'running' | 'completed' | 'failed';
  /** Kinds of rows that the finished import has left out, e.g. `duplicate_phone_id`; who they are it says only in files, which are never read. */
  readonly reports: readonly string[];
}

export interface BrevoList {
  readonly id: number;
  readonly name: string;
  readonly folderId: number | null;
}

export interface BrevoAccountFields {
  readonly companyName: string;
  readonly marketingAutomation: boolean;
  /** Tells this account from others (design D17): `org:` and Brevo's id, else `mail:` and a digest; null where Brevo names neither. */
  readonly identity: string | null;
}

export interface OffsetPage<Row> {
  /** Those that could be read. */
  readonly rows: readonly Row[];
  /** How many Brevo sent: fewer than asked for is the last page, and the next offset counts these. */
  readonly received: number;
  readonly count: number;
}

export interface TimelineEvent {
  readonly name: string;
  readonly email: string;
  /** Null: as it is sent. */
  readonly occurredAt: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface StoredEvent {
  readonly name: string;
  readonly contactId: number | null;
  readonly occurredAt: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface BrevoTemplate {
  readonly id: number;
  /** Null: Brevo does not say. */
  readonly isActive: boolean | null;
}

export interface TemplateMail {
  readonly templateId: number;
  readonly email: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** UUID; Brevo refuses a second mail with the same key within 30 minutes, which the client reports as `already_sent`. */
  readonly idempotencyKey: string;
  readonly tags?: readonly string[];
  /** Brevo validates the request and sends nothing (`X-Sib-Sandbox: drop`). */
  readonly dryRun?: boolean;
}

/**
 * The Brevo endpoints that the connector uses. Each call is exactly one HTTP request and throws `ConnectorError`:
 * `brevo.duplicate` (with `duplicateIdentifiers`), `brevo.invalid_phone`, `brevo.not_found`, `brevo.rejected`, `brevo.busy` (425),
 * `brevo.no_credits` (402), `auth.brevo_refused` / `auth.brevo_ip_blocked` (401), `auth.brevo_forbidden` (403), `brevo.rate_limited`,
 * `brevo.unavailable` (also when a firewall or gateway answered in Brevo's place, whatever its status), `brevo.timeout`, `brevo.protocol`.
 */
export interface BrevoClient {
  getAccount(): Promise<BrevoAccountFields>;
  listAttributes(): Promise<readonly AttributeDefinition[]>;
  /** Resolves also when the name exists already; check its type with {@link listAttributes}. */
  createAttribute(name: string, type: 'text' | 'date' | 'float' | 'boolean'): Promise<'created' | 'exists'>;
  listLists(page: { limit: number; offset: number }): Promise<OffsetPage<BrevoList>>;
  createList(list: { name: string; folderId: number }): Promise<number>;
  /** Who is on the list, 500 a page at most; `brevo.not_found`: there is no such list. */
  listMembers(listId: number, page: { limit: number; offset: number }): Promise<OffsetPage<ContactState>>;
  listFolders(page: { limit: number; offset: number }): Promise<OffsetPage<{ id: number; name: string }>>;
  createFolder(name: string): Promise<number>;
  /** `brevo.protocol` with the field `email`: the answer is about another address, or says none. */
  getContact(email: string): Promise<ContactState>;
  listContacts(page: { limit: number; offset: number; modifiedSince?: string }): Promise<OffsetPage<ContactState>>;
  /** With its consent and everything else that Brevo knows of it. False: there was none. */
  deleteContact(email: string): Promise<boolean>;
  /** Creates or updates by e-mail; `id` is known only when created. */
  upsertContact(contact: ContactUpsert): Promise<{ created: boolean; id: number | null }>;
  updateContact(email: string, update: ContactUpdate): Promise<void>;
  removeFromList(listId: number, emails: readonly string[]): Promise<void>;
  importContacts(batch: ContactImport): Promise<number>;
  getProcess(id: number): Promise<ImportProcess>;
  /** One cheap read of the timeline, to see whether the key may use events. */
  probeEvents(): Promise<void>;
  sendEvent(event: TimelineEvent): Promise<void>;
  listEvents(filter: { name: string; contactId: number; from: string; to: string }): Promise<readonly StoredEvent[]>;
  listTemplates(page: { limit: number; offset: number }): Promise<OffsetPage<BrevoTemplate>>;
  sendTemplate(mail: TemplateMail): Promise<'sent' | 'already_sent'>;
}
