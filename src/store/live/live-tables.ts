import { createDecisions } from './decisions';
import type { LiveTables } from './live-types';
import { createTicketEvents } from './ticket-events';
import { createTicketReader } from './ticket-reader';
import { createOutbox } from '../outbox/outbox';
import { createQuarantine } from '../quarantine/quarantine';
import type { Db } from '../types';

export function createLiveTables(db: Db): LiveTables {
  return {
    outbox: createOutbox(db),
    decisions: createDecisions(db),
    ticketReader: createTicketReader(db),
    ticketEvents: createTicketEvents(db),
    quarantine: createQuarantine(db),
  };
}
