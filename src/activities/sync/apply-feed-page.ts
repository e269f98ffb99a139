import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';
import type { SyncSetup } from '../types';
import { followAutomations } from '../automations/follow-automations';
import { followCustomers } from './follow-customers';
import { followTags } from './follow-tags';
import { followTickets } from '../tickets/follow-tickets';
import { plus } from '../../domain/timestamp';

/** The feed is read again from a little before where it ended; ids older than this will not come again. */
const REMEMBER_MS = 24 * 3_600_000;

/**
 * Takes in the events of a page that were not taken in before. Each part may be repeated; only when all is done is the page remembered,
 * so that a crash in between loses nothing.
 */
export async function applyFeedPage(deps: ActivityDeps, setup: SyncSetup, page: readonly FeedEvent[]): Promise<void> {
  const { feed } = deps.store;
  const { account } = setup;
  const unseen = await feed.unseen(
    account,
    page.map(({ id }) => id),
  );
  // A customer that is merged away is first reported as deleted, and then as merged.
  const fresh = page.filter(({ id }) => unseen.has(id)).sort((one, other) => one.id - other.id);
  if (fresh.length === 0) return;
  await followCustomers(deps, account, fresh);
  await followTags(deps, account, fresh);
  await followTickets(deps, account, fresh);
  await followAutomations(deps, account, fresh);
  const forgetBefore = plus(setup.startedAt, -REMEMBER_MS);
  await feed.seen(
    account,
    fresh.map(({ id, createdAt }) => ({ id, at: createdAt })),
    forgetBefore,
  );
}
