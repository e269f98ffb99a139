import { createCampaigns } from './campaigns';
import { createLedger } from './ledger';
import type { LiveTables } from './live-types';
import { createOutbox } from './outbox';
import { createTicketReader } from './ticket-reader';
import type { Db } from '../types';

export function createLiveTables(db: Db): LiveTables {
  return {
    ledger: createLedger(db),
    campaigns: createCampaigns(db),
    ticketReader: createTicketReader(db),
    outbox: createOutbox(db),
  };
}
