import type { ConnectorConfig } from '../../config/types';
import { automationRun, type AutomationRun } from '../../domain/automation/automation';
import type { FeedEvent } from '../../domain/records';
import type { Timestamp } from '../../domain/timestamp';
import type { PublishFrom } from '../../store/automations/automation-types';
import type { ActivityDeps } from '../deps';

/** Counts what rules and macros did since the installation, and makes the tickets due whose customers' timelines are to have it. */
export async function followAutomations(
  deps: ActivityDeps,
  account: string,
  events: readonly FeedEvent[],
): Promise<void> {
  const { accounts, automations, tickets } = deps.store;
  const watchedFrom = (await accounts.find(account))?.publishFrom;
  if (watchedFrom === undefined) return;
  const runs = runsOf(events).filter(({ at }) => at >= watchedFrom);
  const since = await accounts.publishedSince(account);
  const touched = await automations.record(account, {
    runs,
    contexts: contextsOf(events),
    publishFrom: publishFrom(deps.configOf(account), (event) => since.get(event) ?? watchedFrom),
  });
  await tickets.requestRefresh(account, touched);
}

/** What the feed was not read for yet: it is counted, and goes on no timeline any more. */
export async function countAutomations(
  deps: ActivityDeps,
  account: string,
  events: readonly FeedEvent[],
): Promise<void> {
  const { accounts, automations, runs } = deps.store;
  const readFrom = (await runs.watermark(account, 'events')) ?? (await accounts.find(account))?.installedAt ?? '';
  const old = events.filter(({ createdAt }) => createdAt < readFrom);
  await automations.record(account, {
    runs: runsOf(old),
    contexts: contextsOf(old),
    publishFrom: { rule: null, macro: null },
  });
}

function runsOf(events: readonly FeedEvent[]): readonly AutomationRun[] {
  return events.flatMap((event) => automationRun(event) ?? []);
}

/** A rule's event names only the rule; its ticket is the one of the other events of the same cause. */
function contextsOf(events: readonly FeedEvent[]): readonly { context: string; ticketId: number }[] {
  return events.flatMap(({ objectType, objectId, context }) =>
    objectType === 'Ticket' && context !== null ? [{ context, ticketId: objectId }] : [],
  );
}

function publishFrom({ eventMapping }: ConnectorConfig, since: (event: string) => Timestamp): PublishFrom {
  const from = (event: string): Timestamp | null => (eventMapping[event] === undefined ? null : since(event));
  return { rule: from('rule.executed'), macro: from('macro.applied') };
}
