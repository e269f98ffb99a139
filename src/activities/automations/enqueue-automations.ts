import type { ConnectorConfig } from '../../config/types';
import type { UnpublishedRun } from '../../store/automations/automation-types';
import type { TicketDetails } from '../../store/tickets/ticket-types';
import type { Intent } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { ticketProperties } from '../tickets/event-properties';

const MAPPED_AS = { rule: 'rule.executed', macro: 'macro.applied' } as const;

/** Writes down what rules and macros did to the ticket, for its customer's timeline, where `event_mapping` has a name for it. */
export async function enqueueAutomations(deps: ActivityDeps, account: string, details: TicketDetails): Promise<void> {
  const { accounts, automations, outbox } = deps.store;
  const { eventMapping } = deps.configOf(account);
  const { ticket, emailKey } = details;
  const runs = await dueAutomations(deps, account, details);
  if (emailKey === null || runs.length === 0) return;
  // A run may have waited for an address for longer than the account publishes anything.
  const since = await accounts.publishedSince(account);
  const isDue = ({ kind, at }: UnpublishedRun): boolean => at >= (since.get(MAPPED_AS[kind]) ?? '');
  await outbox.intend(
    account,
    runs.filter(isDue).flatMap((run) => toIntent(eventMapping, account, { run, details: { ...details, emailKey } })),
  );
  // Afterwards: a crash in between writes the same keys again, which changes nothing.
  await automations.markPublished(
    account,
    ticket.id,
    runs.map(({ eventId }) => eventId),
  );
}

/** What they did and nobody has written down yet; nothing, where it is told to nobody. */
export async function dueAutomations(
  deps: ActivityDeps,
  account: string,
  { ticket, emailKey }: TicketDetails,
): Promise<readonly UnpublishedRun[]> {
  const { eventMapping } = deps.configOf(account);
  if (emailKey === null || !Object.values(MAPPED_AS).some((kind) => kind in eventMapping)) return [];
  return deps.store.automations.unpublished(account, ticket.id);
}

function toIntent(
  eventMapping: ConnectorConfig['eventMapping'],
  account: string,
  {
    run: { eventId, kind, ref, name, at, failures },
    details,
  }: { readonly run: UnpublishedRun; readonly details: TicketDetails & { readonly emailKey: string } },
): readonly Intent[] {
  const event = eventMapping[MAPPED_AS[kind]];
  if (event === undefined) return [];
  const { emailKey, customerId, ticket } = details;
  const key = `${account}/${String(ticket.id)}/${kind}/${String(eventId)}`;
  const params = {
    ...ticketProperties(details),
    event_key: key,
    [`${kind}_id`]: ref,
    [`${kind}_name`]: name,
    failed_actions: failures.length,
  };
  return [{ key, name: event, emailKey, customerId, ticketId: ticket.id, happenedAt: at, params }];
}
