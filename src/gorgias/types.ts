import type {
  Account,
  Customer,
  CustomerDetail,
  FeedEvent,
  Integration,
  ListedField,
  ListedTag,
  Message,
  Page,
  Survey,
  Ticket,
  User,
} from '../domain/records';

export interface PageRequest {
  readonly cursor?: string | undefined;
  /** 1 to 100; the connector's default is 100. */
  readonly limit?: number | undefined;
}

export interface CustomerFilter {
  /** The main address. */
  readonly email?: string;
  /** The main address or a second one. */
  readonly channelEmail?: string;
}

export type UpdatedOrCreated =
  'created_datetime:asc' | 'created_datetime:desc' | 'updated_datetime:asc' | 'updated_datetime:desc';
export type Created = 'created_datetime:asc' | 'created_datetime:desc';

/** What may be written to a Gorgias customer (spec 6: POST and PUT customers). */
export interface CustomerWrite {
  readonly email?: string;
  readonly name?: string;
  readonly externalId?: string;
  readonly note?: string;
}

/** An HTTP integration that sends a webhook as JSON (gorgias-api.md 9.1). `form` is the template of its body. */
export interface HttpIntegrationWrite {
  readonly name: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly triggers: Readonly<Record<string, boolean>>;
}

/**
 * The Gorgias endpoints that the connector uses (spec 6). Each call is exactly one HTTP request and throws `ConnectorError`:
 * `gorgias.not_found` (404), `gorgias.merged` (301, with `survivorId`), `gorgias.cursor_expired` (400 on a request with a cursor),
 * `auth.gorgias_refused` (401), `auth.gorgias_forbidden` (403), `gorgias.rate_limited` (429, with `retryAfterMs`), `gorgias.rejected`,
 * `gorgias.unavailable` (also when a gateway answered in Gorgias' place, whatever its status), `gorgias.wrong_domain` (the account call, or
 * a collection that the API itself does not know), `gorgias.timeout`, `gorgias.protocol` (JSON of another
 * shape). Records are read leniently: rows that cannot be read are apart, fields that cannot count as missing, and both
 * are told to the client's `keepNotes`.
 */
export interface GorgiasClient {
  getAccount(): Promise<Account>;
  listCustomers(page: PageRequest & { orderBy: UpdatedOrCreated } & CustomerFilter): Promise<Page<Customer>>;
  getCustomer(id: number): Promise<CustomerDetail>;
  createCustomer(customer: CustomerWrite): Promise<CustomerDetail>;
  updateCustomer(id: number, customer: CustomerWrite): Promise<CustomerDetail>;
  /** Values by custom-field id. */
  getCustomerCustomFields(id: number): Promise<Customer['customFields']>;
  listCustomFields(page: PageRequest & { objectType: 'Customer' | 'Ticket' }): Promise<Page<ListedField>>;
  /** `ticketIds`: only these, 100 at most. */
  listTickets(
    page: PageRequest & { orderBy: UpdatedOrCreated; customerId?: number; ticketIds?: readonly number[] },
  ): Promise<Page<Ticket>>;
  /** The ticket with its survey: null where Gorgias made none. */
  getTicket(id: number): Promise<{ ticket: Ticket; survey: Survey | null }>;
  listMessages(page: PageRequest & { orderBy: Created; ticketId?: number }): Promise<Page<Message>>;
  /** The deprecated twin of {@link listMessages}: 30 a page, by page number. */
  listTicketMessages(ticketId: number, page: number): Promise<{ rows: readonly Message[]; pages: number }>;
  listTags(page: PageRequest): Promise<Page<ListedTag>>;
  listSurveys(page: PageRequest & { orderBy: Created; ticketId?: number }): Promise<Page<Survey>>;
  getSurvey(id: number): Promise<Survey>;
  listUsers(page: PageRequest): Promise<Page<User>>;
  listIntegrations(page: PageRequest): Promise<Page<Integration>>;
  createIntegration(integration: HttpIntegrationWrite): Promise<Integration>;
  /** Switches it on again, too, if Gorgias had switched it off. */
  updateIntegration(id: number, integration: HttpIntegrationWrite): Promise<Integration>;
  /** Gorgias refuses it for one that a rule uses. */
  deleteIntegration(id: number): Promise<void>;
  listEvents(
    page: PageRequest & { orderBy: Created; createdFrom?: string; createdBefore?: string; types?: readonly string[] },
  ): Promise<Page<FeedEvent>>;
}
