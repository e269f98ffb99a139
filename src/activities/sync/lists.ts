import { type ErrorCode, isConnectorError } from '../../domain/errors/connector-error';
import type { Customer, FeedEvent, Message, Page, Survey, Ticket } from '../../domain/records';
import type { Timestamp } from '../../domain/timestamp';
import type { Walk } from '../../domain/sync/walk';
import type { GorgiasClient } from '../../gorgias/types';
import type { Lane, Position, QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { AUTOMATION_TYPES } from '../../domain/automation/automation';
import { countAutomations } from '../automations/follow-automations';
import { applyFeedPage } from './apply-feed-page';
import type { SyncSetup, WalkedResource } from '../types';

/** How one of Gorgias' lists is read and kept. */
export interface ListReader<Row> {
  readonly kind: QuarantineEntry['kind'];
  readonly lane: Lane;
  readonly fetch: (client: GorgiasClient, walk: Walk, limit: number) => Promise<Page<Row>>;
  /** Null: the row does not tell where in the list it stands. */
  readonly sortValue: (row: Row) => Timestamp | null;
  readonly store: (
    deps: ActivityDeps,
    setup: SyncSetup,
    page: {
      readonly rows: readonly Row[];
      readonly position: Position;
      /** When the page was asked for, by the database's clock. */
      readonly readAt: Timestamp;
    },
  ) => Promise<unknown>;
}

const request = (walk: Walk, limit: number): { cursor: string | undefined; limit: number } => ({
  cursor: walk.cursor ?? undefined,
  limit,
});

const customers: ListReader<Customer> = {
  kind: 'customer',
  lane: 'backfill',
  fetch: (client, walk, limit) =>
    client.listCustomers({ ...request(walk, limit), orderBy: `updated_datetime:${walk.direction}` }),
  sortValue: (row) => row.updatedAt,
  // A full sync publishes everybody whom it meets; whoever reads beside it only what changed.
  store: ({ store }, setup, { rows, position, readAt }) =>
    store.facts.storeCustomers(setup.account, rows, { position, readAt, markAll: setup.lane === undefined }),
};

const tickets: ListReader<Ticket> = {
  kind: 'ticket',
  lane: 'backfill',
  fetch: (client, walk, limit) =>
    client.listTickets({ ...request(walk, limit), orderBy: `updated_datetime:${walk.direction}` }),
  sortValue: (row) => row.updatedAt,
  store: ({ store }, setup, { rows, position }) => store.facts.storeTickets(setup.account, rows, position),
};

/** Sorted by creation, the only order there is: a score written weeks later is found because every survey is read again. */
const surveys: ListReader<Survey> = {
  kind: 'survey',
  lane: 'backfill',
  fetch: (client, walk, limit) =>
    client.listSurveys({ ...request(walk, limit), orderBy: `created_datetime:${walk.direction}` }),
  sortValue: (row) => row.createdAt,
  store: async ({ store }, setup, { rows, position }) => {
    await store.facts.storeSurveys(setup.account, rows, position);
    // No event may have told of it: whoever watches the ticket looks at it.
    if (setup.floors !== undefined) await store.refreshQueue.requestForSurveys(setup.account, rows);
  },
};

const messages: ListReader<Message> = {
  kind: 'message',
  lane: 'enrichment',
  fetch: (client, walk, limit) =>
    client.listMessages({ ...request(walk, limit), orderBy: `created_datetime:${walk.direction}` }),
  sortValue: (row) => row.createdAt,
  store: async ({ store: { facts } }, setup, { rows, position }) => {
    const bots = new Set(await facts.botUserIds(setup.account));
    const visible = rows.filter((row) => row.public && row.deletedAt === null);
    const marked = visible.map((row) => ({ ...row, automated: isNoAnswer(row, bots) }));
    return facts.storeMessages(setup.account, marked, position);
  },
};

/** Nobody of the support has answered by it: a rule or a bot wrote it, or it never reached the customer. */
function isNoAnswer(message: Message, bots: ReadonlySet<number>): boolean {
  if (message.failedAt !== null) return true;
  return message.ruleId !== null || message.via === 'rule' || (message.senderId !== null && bots.has(message.senderId));
}

/** The order in which events are taken in does not matter; newest first, the feed ends by itself at the date that it is asked for. */
const events: ListReader<FeedEvent> = {
  kind: 'event',
  lane: 'feed',
  fetch: (client, walk, limit) =>
    client.listEvents({
      ...request(walk, limit),
      orderBy: `created_datetime:${walk.direction}`,
      ...(walk.floor === null ? {} : { createdFrom: walk.floor }),
    }),
  sortValue: (row) => row.createdAt,
  store: async (deps, setup, { rows, position }) => {
    await applyFeedPage(deps, setup, rows);
    await deps.store.runs.saveWalk(setup.account, position);
  },
};

/** Beside the automations the events that name their tickets: every change of a ticket writes one of these. */
const AUTOMATION_FEED = [...AUTOMATION_TYPES, 'ticket-created', 'ticket-updated'];

/** One of Gorgias' two lists of types does not have it, so asking for it may be refused (gorgias-api.md 0). */
const NOT_EVERYWHERE = 'macro-applied';
/** What a refused filter looks like: with a cursor it can't be told from one that is too old. */
const MAY_BE_THE_FILTER: readonly ErrorCode[] = ['gorgias.rejected', 'gorgias.cursor_expired'];

const automations: ListReader<FeedEvent> = {
  ...events,
  lane: 'enrichment',
  fetch: async (client, walk, limit) => {
    const ask = (types: readonly string[]): Promise<Page<FeedEvent>> =>
      client.listEvents({
        ...request(walk, limit),
        orderBy: `created_datetime:${walk.direction}`,
        types,
        ...(walk.floor === null ? {} : { createdFrom: walk.floor }),
      });
    try {
      return await ask(AUTOMATION_FEED);
    } catch (thrown) {
      if (!isConnectorError(thrown) || !MAY_BE_THE_FILTER.includes(thrown.code)) throw thrown;
      return ask(AUTOMATION_FEED.filter((type) => type !== NOT_EVERYWHERE));
    }
  },
  store: async (deps, setup, { rows, position }) => {
    await countAutomations(deps, setup.account, rows);
    await deps.store.runs.saveWalk(setup.account, position);
  },
};

/** Calls `use` with the reader of a resource; the row type stays inside. */
export function withReader<Result>(
  resource: WalkedResource,
  use: <Row extends { readonly id: number }>(reader: ListReader<Row>) => Result,
): Result {
  switch (resource) {
    case 'customers':
      return use(customers);
    case 'tickets':
      return use(tickets);
    case 'satisfaction_surveys':
      return use(surveys);
    case 'messages':
      return use(messages);
    case 'events':
      return use(events);
    case 'automations':
      return use(automations);
  }
}
