export type AttributeValue = string | number | boolean | readonly string[];

export interface BrevoContact {
  readonly id: number;
  /** Lower case. */
  email: string | null;
  extId: string | null;
  attributes: Readonly<Record<string, AttributeValue>>;
  listIds: readonly number[];
  /** Lists that the person left by unsubscribing. */
  listUnsubscribed: readonly number[] | null;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  readonly createdAt: number;
  modifiedAt: number;
}

export interface BrevoAttribute {
  readonly name: string;
  readonly category: 'normal' | 'transactional' | 'category' | 'calculated' | 'global';
  /** Absent for category attributes (brevo-api.md 3.16). */
  readonly type?: string | undefined;
  readonly calculatedValue?: string | undefined;
  readonly enumeration?: readonly { readonly label: string; readonly value: number }[] | undefined;
  readonly multiCategoryOptions?: readonly string[] | undefined;
}

export interface BrevoFolder {
  readonly id: number;
  readonly name: string;
}

export interface BrevoListRecord extends BrevoFolder {
  readonly folderId: number;
}

export interface ImportRow {
  readonly email?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

export interface BrevoProcess {
  readonly id: number;
  readonly acceptedAt: number;
  readonly dueAt: number;
  /** Emptied when the import has been carried out. */
  rows: readonly ImportRow[];
  readonly rowCount: number;
  readonly listIds: readonly number[];
  readonly updateExisting: boolean;
  readonly emptyAttributes: boolean;
  readonly emailBlacklist: boolean;
  done: boolean;
  /** Rows that changed something, and the kinds of rows that were refused with their number. */
  effectiveRows: number;
  reports: Readonly<Record<string, number>>;
  /** The journal's entry of the request. */
  readonly seq: number;
}

export interface BrevoEvent {
  readonly name: string;
  readonly contactId: number | null;
  readonly date: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly contactProperties: Readonly<Record<string, unknown>>;
  readonly identifiers: Readonly<Record<string, unknown>>;
  readonly objectType: string | null;
  readonly receivedAt: number;
}

export interface BrevoMail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly templateId: number | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly idempotencyKey: string | null;
  /** False for recipients on the transactional blocklist. */
  readonly delivered: boolean;
  readonly at: number;
}

export interface BrevoTemplate {
  readonly id: number;
  readonly name: string;
  readonly isActive: boolean;
}

export interface BlockedContact {
  readonly email: string;
  readonly reason: string;
  readonly at: number;
}

/** What Brevo swallows without a word, by name: a test wants all of these empty. */
export interface Dropped {
  unknownAttributes: Record<string, number>;
  wrongTypes: Record<string, number>;
  /** Phones of import rows that are no numbers. */
  invalidPhones: number;
  /** Keys of request bodies that Brevo doesn't know. */
  bodyKeys: Record<string, number>;
}

/** Everything that Brevo remembers, as JSON. */
export interface BrevoSnapshot {
  readonly contacts: readonly BrevoContact[];
  readonly attributes: readonly BrevoAttribute[];
  readonly folders: readonly BrevoFolder[];
  readonly lists: readonly BrevoListRecord[];
  readonly processes: readonly BrevoProcess[];
  readonly events: readonly BrevoEvent[];
  readonly mails: readonly BrevoMail[];
  readonly templates: readonly BrevoTemplate[];
  readonly blocked: readonly BlockedContact[];
  readonly idempotencyKeys: Readonly<Record<string, number>>;
  readonly dropped: Dropped;
  /** Changes of contacts that changed something, import rows included. */
  readonly effectiveChanges: number;
  readonly nextId: number;
}
