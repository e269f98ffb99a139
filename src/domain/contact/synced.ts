import type { SourceField } from './mapping-types';

export type TagSource = 'tickets' | 'shopify';

/** Which of Gorgias' records are read, as `sync` in the configuration says. */
export interface Synced {
  readonly tickets: boolean;
  readonly satisfactionSurveys: boolean;
  readonly tags: boolean;
}

export const ALL_SYNCED: Synced = { tickets: true, satisfactionSurveys: true, tags: true };

type Computed = Exclude<keyof Synced, 'tags'>;

/** What the figures of a contact are made of. Everything else that a mapping can name stands on the customer. */
const MADE_OF: Partial<Record<SourceField, Computed>> = {
  nb_tickets: 'tickets',
  last_ticket_date: 'tickets',
  last_ticket_channel: 'tickets',
  avg_response_time: 'tickets',
  open_tickets: 'tickets',
  last_satisfaction_score: 'satisfactionSurveys',
  satisfaction_count: 'satisfactionSurveys',
};

/** Fields of a mapping that are computed of these records. */
export function fieldsMadeOf(records: Computed): readonly string[] {
  return Object.entries(MADE_OF).flatMap(([field, of]) => (of === records ? [field] : []));
}

/**
 * Whether a figure is known at all. Webhooks and looks at single tickets store a part of what is switched off, and a number over a part is as
 * wrong as a 0: such a field has no value.
 */
export function isSynced(source: string, synced: Synced): boolean {
  const records = (MADE_OF as Readonly<Record<string, Computed | undefined>>)[source];
  return records === undefined || synced[records];
}

/** The places that tags are looked for in; none: tags have no effect. */
export function tagSources(from: readonly TagSource[], synced: Synced): readonly TagSource[] {
  if (!synced.tags) return [];
  return from.filter((place) => place !== 'tickets' || synced.tickets);
}
