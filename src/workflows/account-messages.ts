import type { ListByName } from '../domain/list-name';
import type { ValueType } from '../domain/contact/mapping-types';

/** Input of `keyTrialWorkflow`: keys that are not stored yet, sealed by whoever stores them, so that no history can be read for them. */
export interface KeyTrialInput {
  readonly account: string;
  /** What `Accounts.sealTrial` gave. */
  readonly keys: string;
  readonly vendors: readonly TriedVendor[];
}

export const TRIED_VENDORS = ['gorgias', 'brevo'] as const;
export type TriedVendor = (typeof TRIED_VENDORS)[number];

/** What one vendor said to the new key. */
export interface KeyTrial {
  readonly vendor: TriedVendor;
  readonly ok: boolean;
  /** A sentence without a full stop, and its code of the list of errors; null: the key is accepted. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** Input of `settingsCheckWorkflow`. */
export interface SettingsCheckInput {
  readonly account: string;
  /** The settings as the text of a `tajo.yaml`; it holds no secret. */
  readonly settings: string;
}

/** What a vendor's answer shows of one setting, named without `connectors.gorgias`. */
export interface SettingFinding {
  readonly setting: string;
  /** What is wrong and the fix, without a full stop. */
  readonly sentence: string;
}

/** How settings fit both vendors as they are now. */
export interface SettingsCheck {
  /** A full sync would end with these. */
  readonly faults: readonly SettingFinding[];
  /** Allowed, but probably not meant. */
  readonly warnings: readonly SettingFinding[];
  /** Attributes that the first run makes in Brevo. */
  readonly creates: readonly { readonly name: string; readonly type: string }[];
  /** What each name of a list comes to; missing: asked of an earlier release. */
  readonly lists?: readonly ListByName[];
}

/** Input of `vendorOffersWorkflow`. */
export interface VendorOffersInput {
  readonly account: string;
}

/** What both vendors have that settings can name, as they are now. */
export interface VendorOffers {
  /** Custom fields of customers: `name` is the spelling in `field_mapping`, `type` what they hold. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly type: ValueType }[];
  /** Those in use, the most used first; `usage`: on how many tickets, null where Gorgias does not say. */
  readonly tags: readonly { readonly name: string; readonly usage: number | null }[];
  readonly attributes: readonly {
    readonly name: string;
    readonly category: string;
    readonly type: string | null;
    readonly options: readonly string[];
  }[];
  readonly lists: readonly { readonly id: number; readonly name: string }[];
}

/** Input of `listMakingWorkflow`. */
export interface ListMakingInput {
  readonly account: string;
  readonly names: readonly string[];
}

/** As many as one call makes. */
export const MOST_LISTS_MADE = 100;

export interface MadeList {
  readonly id: number;
  readonly name: string;
  /** False: Brevo had one of that name. */
  readonly made: boolean;
}

export const vendorOffersWorkflowId = (account: string): string => `vendor-offers/${account}`;
/** The same lists are made once at a time. */
export const listMakingWorkflowId = (account: string, digest: string): string => `list-making/${account}/${digest}`;
export const keyTrialWorkflowId = (account: string, trial: string): string => `key-trial/${account}/${trial}`;
/** The same settings are checked once at a time. */
export const settingsCheckWorkflowId = (account: string, digest: string): string =>
  `settings-check/${account}/${digest}`;
