import type { WorkerDeps } from '../../../src/activities/deps';
import type { BrevoClient, ContactState } from '../../../src/brevo/types';
import type { TicketReader } from '../../../src/store/tickets/ticket-types';
import type { LiveTables } from '../../../src/store/live-tables';
import type { Outbox, OutboxEntry } from '../../../src/store/outbox/outbox-types';
import type { Store } from '../../../src/store/types';

/** Whoever asks for a person's tickets is told of none. */
export function seesNoOtherTickets(deps: WorkerDeps): WorkerDeps {
  return {
    ...deps,
    gorgias: (account, lane, asker) => {
      const gorgias = deps.gorgias(account, lane, asker);
      return {
        ...gorgias,
        listTickets: async (page) =>
          page.customerId === undefined
            ? gorgias.listTickets(page)
            : { ...(await gorgias.listTickets(page)), rows: [] },
      };
    },
  };
}

export const NOBODY: ContactState = {
  id: 1,
  email: null,
  emailBlacklisted: false,
  smsBlacklisted: false,
  consentUnknown: false,
  listUnsubscribed: [],
  listIds: [],
  attributes: {},
  modifiedAt: null,
};

export function switchedOn<Row extends { readonly enabled: boolean }>(row: Row | null): Row | null {
  return row === null ? null : { ...row, enabled: true };
}

export function changed(entry: OutboxEntry | null, fields: Partial<OutboxEntry>): OutboxEntry | null {
  return entry === null ? null : { ...entry, ...fields };
}

/** The same store with another outbox, also inside of transactions. */
export function withOutbox(store: Store, over: (outbox: Outbox) => Partial<Outbox>): Store {
  return withTables(store, ({ outbox }) => ({ outbox: { ...outbox, ...over(outbox) } }));
}

export function withReader(store: Store, over: (reader: TicketReader) => Partial<TicketReader>): Store {
  return withTables(store, ({ ticketReader }) => ({ ticketReader: { ...ticketReader, ...over(ticketReader) } }));
}

type Replaced = Partial<Pick<LiveTables, 'outbox' | 'ticketReader'>>;

function withTables(store: Store, replace: (tables: Pick<LiveTables, 'outbox' | 'ticketReader'>) => Replaced): Store {
  const within = (live: LiveTables): LiveTables => ({ ...live, ...replace(live) });
  return {
    ...{ ...store, ...replace(store) },
    tickets: {
      ...store.tickets,
      change: (account, ticketId, apply) =>
        store.tickets.change(account, ticketId, (state, live) => apply(state, within(live))),
    },
    liveTransaction: (work) => store.liveTransaction((live) => work(within(live))),
  };
}

export function withBrevo(deps: WorkerDeps, over: (brevo: BrevoClient) => Partial<BrevoClient>): WorkerDeps {
  return {
    ...deps,
    brevo: (account, asker) => {
      const brevo = deps.brevo(account, asker);
      return { ...brevo, ...over(brevo) };
    },
  };
}
