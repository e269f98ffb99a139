import { createDecisions } from './campaigns/decisions';
import { createTicketEvents } from './subscriptions/ticket-events';
import { createTicketReader } from './tickets/ticket-reader';
import type { Decisions } from './campaigns/campaign-types';
import { createOutbox } from './outbox/outbox';
import type { Outbox } from './outbox/outbox-types';
import type { Quarantine } from './quarantine/quarantine-types';
import type { TicketEvents } from './subscriptions/subscribers';
import type { TicketReader } from './tickets/ticket-types';
import { createQuarantine } from './quarantine/quarantine';
import type { Db } from './database/connection';
import type { ErasedPeople } from './privacy/erased-people';

/** The tables that live traffic writes, over one connection or inside one transaction. */
export interface LiveTables {
  readonly outbox: Outbox;
  readonly decisions: Decisions;
  readonly ticketReader: TicketReader;
  readonly ticketEvents: TicketEvents;
  readonly quarantine: Quarantine;
}

export function createLiveTables(db: Db, erased: ErasedPeople): LiveTables {
  return {
    outbox: createOutbox(db, erased),
    decisions: createDecisions(db),
    ticketReader: createTicketReader(db),
    ticketEvents: createTicketEvents(db),
    quarantine: createQuarantine(db, erased),
  };
}
