import { isConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';
import type { Expected, SyncSetup } from '../types';
import { countToEnrich, sampledSize } from './estimate-sync';
import { whichLists } from './which-lists';

type Asked = Pick<SyncSetup, 'account' | 'walks' | 'since' | 'enrichSince'>;

/**
 * How much a run has to read: what is known of the account, or what the plan of a first run says. A run back to a date reads a part that
 * nobody can size.
 */
export async function expectedOf(deps: ActivityDeps, setup: Asked): Promise<Expected> {
  if ((await deps.store.runs.lastWhole(setup.account, { dry: true })) === null) return estimated(deps, setup);
  const expectedDetails = await countToEnrich(deps, setup.account);
  if (setup.since !== null) return { expectedRows: {}, expectedDetails };
  const { customers, tickets, surveys } = await deps.store.facts.counts(setup.account);
  return { expectedRows: { customers, tickets, satisfaction_surveys: surveys }, expectedDetails };
}

const UNKNOWN: Expected = { expectedRows: {}, expectedDetails: null };

/** A list that does not answer as it should is the business of whoever reads it: what is not known holds up nobody. */
async function estimated(deps: ActivityDeps, { account, walks, since, enrichSince }: Asked): Promise<Expected> {
  const all = whichLists(deps.configOf(account));
  // Of a part nothing is asked but that part.
  if (since !== null || walks.length < all.length) return UNKNOWN;
  try {
    const { tickets, surveys, customers, activeCustomers, recentMessages } = await sampledSize(
      deps,
      deps.gorgias(account, 'backfill'),
      account,
    );
    const sizes = { tickets, satisfaction_surveys: surveys, customers };
    const lists = Object.fromEntries(all.map((list) => [list, sizes[list]]));
    return enrichSince === null
      ? { expectedRows: lists, expectedDetails: 0 }
      : { expectedRows: { ...lists, messages: recentMessages }, expectedDetails: activeCustomers };
  } catch (thrown) {
    if (!isConnectorError(thrown)) throw thrown;
    deps.log.info('sync.size_unknown', { account, code: thrown.code });
    return UNKNOWN;
  }
}
