import { type ListRef } from '../domain/list-name';

/** The validated configuration: one frozen object. Durations are milliseconds; names follow `tajo.yaml` in camelCase. */
export interface ConnectorConfig {
  readonly enabled: boolean;
  /** Full host, `yourstore.gorgias.com`. */
  readonly domain: string;
  readonly sync: {
    readonly customers: boolean;
    readonly tickets: boolean;
    readonly satisfactionSurveys: boolean;
    readonly tags: boolean;
  };
  readonly lists: {
    readonly allSupportContacts: ListRef | null;
    readonly satisfiedCustomers: ListRef | null;
    readonly dissatisfiedCustomers: ListRef | null;
    readonly openSupport: ListRef | null;
  };
  /** Source field -> Brevo attribute, in the order of the file. */
  readonly fieldMapping: Readonly<Record<string, string>>;
  /** Gorgias event -> Brevo event name. */
  readonly eventMapping: Readonly<Record<string, string>>;
  readonly tags: {
    readonly from: readonly ('tickets' | 'shopify')[];
    readonly lists: Readonly<Record<string, ListRef>>;
    /** One Brevo list per tag, created in `folder`. */
    readonly auto: boolean;
    readonly folder: string;
  };
  readonly csat: { readonly waitMs: number; readonly satisfiedFrom: number; readonly dissatisfiedTo: number };
  readonly campaigns: Readonly<Record<string, CampaignRule>>;
  readonly frequencyCap: { readonly perCustomer: number; readonly withinMs: number } | null;
  readonly holdMs: number;
  /** An open ticket keeps its customer on `lists.openSupport` for at most so long. */
  readonly openSupportAtMostMs: number;
  readonly rate: { readonly perSecond: number; readonly burst: number; readonly reserve: number };
  readonly schedule: { readonly everyMs: number; readonly sweepMs: number | 'never' };
  readonly enrich: { readonly activeWithinMs: number | 'all' | 'none' };
  /** How long what is written down of people is kept. */
  readonly keep: { readonly notesMs: number; readonly decisionsMs: number; readonly messagesMs: number };
  readonly brevo: { readonly createAttributes: boolean; readonly createLists: boolean };
  /** Of phone numbers that are written without a country code, ISO 3166 in capitals; null: they are dropped. */
  readonly phoneCountry: string | null;
  /** Patterns of addresses that are nobody's; `domain/contact/address.ts` judges by them. */
  readonly exclude: readonly string[];
  /** Addresses, networks or names of reverse proxies that are believed about who sent a request. */
  readonly trustProxy: readonly string[];
  /** Of further accounts, by subdomain; `config-of.ts` chooses. */
  readonly accounts: Readonly<Record<string, ConnectorConfig>>;
  readonly debug: boolean;
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug' | 'verbose';
  readonly logApiCalls: boolean;
}

export interface CampaignRule {
  readonly when: 'satisfied' | 'neutral' | 'dissatisfied' | 'no_answer' | 'no_survey';
  readonly delayMs: number;
  /** What could not be sent in this time after it was due is given up. */
  readonly expiresMs: number;
  readonly send: { readonly event: string } | { readonly templateId: number } | { readonly listId: ListRef };
}

/** Settings from the environment: secrets and addresses only. An empty variable counts as missing. */
export interface Environment {
  readonly tajoApiKey: string | null;
  /** Another key of the control API: sees without people, and changes nothing. */
  readonly tajoReadKey: string | null;
  readonly tajoUrl: string | null;
  /** Absolute path of the embedded parts' state. */
  readonly tajoHome: string;
  readonly encryptionKey: string | null;
  readonly port: number;
  /** Host and port of a worker's metrics; null: the usual ones, or the next port that is free. */
  readonly workerAddress: string | null;
  readonly databaseUrl: string | null;
  readonly gorgiasDomain: string | null;
  readonly gorgiasEmail: string | null;
  readonly gorgiasApiKey: string | null;
  readonly gorgiasWebhookSecrets: readonly string[];
  readonly brevoApiKey: string | null;
  /** Replaced origins, for sandboxes and tests; plain http only on loopback. */
  readonly gorgiasBaseUrl: string | null;
  readonly brevoBaseUrl: string | null;
  readonly temporalAddress: string | null;
  readonly temporalCliPath: string | null;
  /** Who makes a new build of the workers the current one. */
  readonly deployment: 'automatic' | 'manual';
  /** Where traces go; null: nothing is traced. */
  readonly otlpEndpoint: string | null;
  /** Address of the Temporal web interface as a browser sees it. */
  readonly uiUrl: string | null;
  /** With a user and password, perhaps: never shown. `config/environment/proxies.ts` reads the three. */
  readonly httpsProxy: string | null;
  readonly httpProxy: string | null;
  readonly noProxy: string | null;
  /** Variables whose `NAME_FILE` names a file in which nothing stands: they count as missing, and whoever misses one says why. */
  readonly emptyFiles: readonly string[];
}
