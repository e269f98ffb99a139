import type { Keyring } from '../crypto/keyring';
import { createAccounts } from './accounts/accounts';
import { createAdmission } from './accounts/admission';
import { createAutomations } from './automations/automations';
import { createBudget } from './runs/budget';
import { createCampaignRequests } from './live/campaign-requests';
import type { Connection } from './database/connection';
import { createContacts } from './publication/contacts';
import { createFacts } from './facts/facts';
import { createFeed } from './live/feed';
import { createImports } from './publication/imports';
import { createLiveTables } from './live/live-tables';
import { createLookQueue } from './live/look-queue';
import { migrate } from './migrate';
import { openPglite } from './database/pglite';
import { openPostgres } from './database/postgres';
import { createRuns } from './runs/runs';
import { createSubscribers } from './live/subscribers';
import { createStories } from './live/stories';
import { createTickets } from './live/ticket-states';
import type { Store } from './types';
import { createWebhookHealth } from './accounts/webhook-health';

export interface StoreOptions {
  /** Null: the embedded Postgres, for one process. */
  readonly databaseUrl: string | null;
  /** Folder of the embedded Postgres; created when missing, unused with `databaseUrl`. */
  readonly dataDir: string;
  readonly keyring: Keyring;
  readonly log?: { warn(message: string): void };
}

/**
 * Opens the store and brings its schema up to date. Throws `store.unavailable` (no answer, or the folder is held by another process) or
 * `config.invalid` (the database belongs to another version of the connector).
 */
export async function openStore({ databaseUrl, dataDir, keyring, log }: StoreOptions): Promise<Store> {
  const db =
    databaseUrl === null
      ? await openPglite(dataDir)
      : openPostgres(databaseUrl, (fault) => log?.warn(`An idle connection to Postgres broke: ${fault}`));
  try {
    await migrate(db);
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
  return storeOver(db, databaseUrl === null ? 'pglite' : 'pg', keyring);
}

function storeOver(db: Connection, kind: Store['kind'], keyring: Keyring): Store {
  return {
    db,
    kind,
    accounts: createAccounts(db, keyring, { alone: kind === 'pglite' }),
    admission: createAdmission(db),
    facts: createFacts(db),
    runs: createRuns(db),
    contacts: createContacts(db),
    imports: createImports(db),
    budget: createBudget({ db }),
    tickets: createTickets(db, createLiveTables),
    lookQueue: createLookQueue(db),
    feed: createFeed(db),
    stories: createStories(db),
    automations: createAutomations(db),
    subscribers: createSubscribers(db),
    campaignRequests: createCampaignRequests(db),
    webhookHealth: createWebhookHealth(db),
    liveTransaction: (work) => db.transaction((tx) => work(createLiveTables(tx))),
    ...createLiveTables(db),
    ping: async () => {
      await db.query('select 1');
    },
    close: () => db.close(),
  };
}
