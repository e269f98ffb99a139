import { buildWorld } from './build';
import { applyChange } from './changes/apply-change';
import { worldChange, type ParsedChange, type WorldChange } from './changes/schema';
import { messagesOf } from './messages';
import { worldOptions, type ResolvedWorldOptions, type WorldOptions } from './options';
import {
  type CustomerRecord,
  type FeedRecord,
  type FieldRecord,
  type MessageRecord,
  type SurveyRecord,
  type TagRecord,
  type TicketRecord,
  type UserRecord,
} from './records';
import { customFields } from './staff';
import { type WorldState } from './state';

/** A change as it happened: enough to let it happen again in a world built from the same options. */
export type HappenedChange = ParsedChange & { readonly at: number };

export interface World {
  readonly options: ResolvedWorldOptions;
  /** The truth, for oracles. In the order of creation where it was generated. */
  readonly customers: ReadonlyMap<number, Readonly<CustomerRecord>>;
  readonly tickets: ReadonlyMap<number, Readonly<TicketRecord>>;
  readonly surveys: ReadonlyMap<number, Readonly<SurveyRecord>>;
  readonly tags: readonly TagRecord[];
  readonly users: readonly UserRecord[];
  readonly customFields: readonly FieldRecord[];
  /** Id that a customer's id leads to after merges; null when that one is deleted or never was. */
  survivorOf(customerId: number): number | null;
  messagesOf(ticketId: number): readonly MessageRecord[];
  subjectOf(ticketId: number): string | null;
  /** Makes something happen, now. Returns the id of the record that was made or changed; throws when there is no such record. */
  change(change: WorldChange): number;
  /** Tells of every change after it was made, with the events that it wrote to the feed. Returns the end of the subscription. */
  subscribe(listener: (events: readonly FeedRecord[]) => void): () => void;
  /** The world's clock, milliseconds since 1970. */
  now(): number;
  /** Everything that happened since the world was built, in order. */
  readonly happened: readonly HappenedChange[];
  /** For the HTTP side. */
  readonly state: WorldState;
}

export interface WorldSettings extends WorldOptions {
  /** Milliseconds since 1970. Default: time goes on from `now` at the machine's pace. */
  readonly clock?: () => number;
  /** A former world's {@link World.happened}, so that a restart goes on where it stopped. */
  readonly happened?: readonly WorldChange[];
}

/** Builds the world of a seed: the same options give the same people, tickets and feed, byte for byte. */
export function createWorld({ clock, happened = [], ...options }: WorldSettings = {}): World {
  const born = Date.now();
  const parsed = worldOptions.parse(options);
  const resolved: ResolvedWorldOptions = { ...parsed, now: parsed.now ?? born };
  const time = clock ?? (() => resolved.now + Date.now() - born);
  const built = buildWorld(resolved, time);
  const { state } = built;
  const log: HappenedChange[] = [];
  const listeners = new Set<(events: readonly FeedRecord[]) => void>();
  const world: World = {
    options: resolved,
    customers: state.customers,
    tickets: state.tickets,
    surveys: state.surveys,
    tags: state.tags,
    users: state.users,
    customFields,
    survivorOf: (customerId) => survivorOf(state, customerId),
    messagesOf: (ticketId) => {
      const ticket = state.tickets.get(ticketId);
      return ticket === undefined ? [] : messagesOf(ticket, resolved.seed, state.agentIds);
    },
    subjectOf: (ticketId) => {
      const ticket = state.tickets.get(ticketId);
      return ticket === undefined ? null : state.texts.subjectOf(ticket);
    },
    change: (change) => {
      const wanted = worldChange.parse(change);
      // The past must be told before the first change, or it would tell of the present.
      state.feed.open();
      built.setNextChangeTime(wanted.at ?? null);
      const us = state.tick();
      built.setNextChangeTime(null);
      const id = applyChange(state, wanted, us);
      log.push({ ...wanted, at: us / 1_000 });
      const events = state.feed.takeWritten();
      for (const listener of listeners) listener(events);
      return id;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: time,
    happened: log,
    state,
  };
  for (const change of happened) world.change(change);
  return world;
}

function survivorOf(state: WorldState, customerId: number): number | null {
  let id = customerId;
  // Merges form chains, never circles: a source is gone for good.
  for (let next = state.mergedCustomers.get(id); next !== undefined; next = state.mergedCustomers.get(id)) id = next;
  return state.customers.has(id) ? id : null;
}
