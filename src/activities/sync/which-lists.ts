import type { ConnectorConfig } from '../../config/types';
import type { Resource } from '../../workflows/messages';
import type { WalkedResource } from '../types';

/**
 * The lists that a run reads, in order: of those that `sync` in the configuration leaves on, the named ones, or all. Tickets and surveys come
 * before customers: when a page of customers is read, everything about them is known, and each contact is written once and complete
 * (docs/decisions/0002-read-order.md).
 */
export function whichLists({ sync }: Pick<ConnectorConfig, 'sync'>, named?: readonly Resource[]): readonly List[] {
  const on = { tickets: sync.tickets, satisfaction_surveys: sync.satisfactionSurveys, customers: sync.customers };
  return ORDER.filter((list) => on[list] && (named === undefined || named.includes(list)));
}

export type List = Extract<WalkedResource, 'tickets' | 'satisfaction_surveys' | 'customers'>;

const ORDER: readonly List[] = ['tickets', 'satisfaction_surveys', 'customers'];
