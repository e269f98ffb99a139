import type { Timestamp } from '../../domain/timestamp';

export interface AccountRow {
  readonly account: string;
  readonly domain: string;
  readonly email: string;
  readonly state: 'connected' | 'paused' | 'refused';
  readonly stateReason: string | null;
  /** Of the list of errors; null: nothing holds the account up, or a person has paused it. */
  readonly stateCode: string | null;
  readonly installedAt: Timestamp;
  /** What happened before is not published and causes no campaign: the installation, the last one of several, or another Brevo account. */
  readonly publishFrom: Timestamp;
  /** `enabled` of tajo.yaml, as the last start had it. */
  readonly enabled: boolean;
  /** The vendors behind it are made up. */
  readonly sandbox: boolean;
}

export interface Credentials {
  readonly email: string;
  readonly gorgiasApiKey: string;
  readonly brevoApiKey: string;
}

export interface Accounts {
  /** Inserts or replaces; the keys are sealed before they reach the database. */
  save(account: { account: string; domain: string; sandbox?: boolean } & Credentials): Promise<void>;
  /** Replaces what is given and lifts a refusal; throws `input.unknown_account`. */
  replaceKeys(account: string, keys: Partial<Credentials>): Promise<void>;
  /** Null also for one that was uninstalled. */
  find(account: string): Promise<AccountRow | null>;
  list(): Promise<readonly AccountRow[]>;
  /** Opens the sealed keys; throws `input.unknown_account`. */
  credentials(account: string): Promise<Credentials>;
  /** Keys on their way to a trial, sealed like stored ones; the account need not be installed. */
  sealTrial(account: string, keys: Credentials): string;
  /** Throws `config.invalid` when no known key opens them. */
  openTrial(account: string, sealed: string): Credentials;
  /** What tajo.yaml says of the account; asked before each request, by every process. */
  setEnabled(account: string, enabled: boolean): Promise<void>;
  /** The events of `event_mapping` that are published. One that was not among them is published from now on; one that is gone is forgotten. */
  registerEvents(account: string, events: readonly string[]): Promise<void>;
  /** Since when each registered event is published. */
  publishedSince(account: string): Promise<ReadonlyMap<string, Timestamp>>;
  /** Of the rules of tajo.yaml that contacts were last made up by; null: there was no run yet. */
  rulesDigest(account: string): Promise<string | null>;
  setRulesDigest(account: string, digest: string): Promise<void>;
  /** Notes which paths of their details are kept of customers. Where one is new, what was read before lacks it: it is read anew. */
  keepDetailPaths(account: string, paths: readonly string[]): Promise<void>;
  /** Details that were read before do not have all that is kept now; null: they do. */
  detailsFrom(account: string): Promise<Timestamp | null>;
  brevoBinding(account: string): Promise<BrevoBinding>;
  /** The other accounts of this installation that write to the same Brevo account, as far as it is known which they do; paused ones, too. */
  onSameBrevo(account: string): Promise<readonly string[]>;
  /** Which Brevo account the key belongs to. True: another one than before, so that all that is known of the last one is forgotten. */
  bindBrevo(account: string, binding: BrevoBinding & { readonly keyDigest: string }): Promise<boolean>;
  /** Does nothing to an uninstalled account. */
  setState(
    account: string,
    state: AccountRow['state'],
    why: { readonly reason: string | null; readonly code?: string },
  ): Promise<void>;
  /** Forgets the keys: whatever still runs can ask nothing of a vendor any more. Installing again brings the account back. */
  uninstall(account: string): Promise<void>;
  /** Uninstalled accounts whose facts were kept. */
  uninstalled(): Promise<readonly string[]>;
  /** Seals with the newest encryption key what an older one has sealed; may run anywhere at any time. */
  reseal(): Promise<Resealed>;
  /** Id of the encryption key that new values are sealed with. */
  readonly newestKeyId: string;
  /** Stored secrets by the id of the encryption key that sealed them; an id that is missing here may be dropped. */
  sealedBy(): Promise<ReadonlyMap<string, number>>;
}

export interface BrevoBinding {
  /** Null: not known. */
  readonly identity: string | null;
  /** Of the key that it was read with. */
  readonly keyDigest: string | null;
}

export interface Resealed {
  readonly resealed: number;
  /** Values that no key of ours opens; they are left as they are. */
  readonly unreadable: number;
}
