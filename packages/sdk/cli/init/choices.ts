/** Everything that the questions decide; {@link settingsText} writes it down. */
export interface Choices {
  /** `yourstore.gorgias.com` */
  readonly domain: string;
  readonly lists: Readonly<Record<SupportList, ListChoice | null>>;
  /** Gorgias field -> Brevo attribute, in the order in which they are written. Null: what the file says stays. */
  readonly standardFields: Readonly<Record<string, string>> | null;
  /** Custom fields; null takes the field out. */
  readonly customFields: Readonly<Record<string, string | null>>;
  /** The list of each tag that is a segment. */
  readonly tags: Readonly<Record<string, ListChoice>>;
  readonly csat: { readonly wait: string; readonly satisfiedFrom: number; readonly dissatisfiedTo: number };
  readonly campaigns: readonly CampaignChoice[];
  /** ISO 3166; null: numbers without a country code are left out. */
  readonly phoneCountry: string | null;
  /** What Brevo had when it was asked: a name beside a number in the file is known by them as ours. */
  readonly knownLists: readonly ListChoice[];
}

export const SUPPORT_LISTS = [
  'all_support_contacts',
  'satisfied_customers',
  'dissatisfied_customers',
  'open_support',
] as const;
export type SupportList = (typeof SUPPORT_LISTS)[number];

/** A list of Brevo, by its number, or one that is to be made. */
export interface ListChoice {
  /** Null: it is to be made. */
  readonly id: number | null;
  readonly name: string;
}

export interface CampaignChoice {
  readonly name: string;
  readonly when: 'satisfied' | 'dissatisfied';
  readonly delay: string;
  readonly send: { readonly event: string } | { readonly templateId: number } | { readonly list: ListChoice };
}
