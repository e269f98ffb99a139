import type { Keyring } from '../crypto/keyring';
import { createAccounts } from './accounts';
import { createAutomations } from './automations';
import { createBudget } from './budget';
import { createCampaignRequests } from './campaign-requests';
import type { Connection } from './connection';
import { createContacts } from './contacts';
import { createFacts } from './facts';
import { createFeed } from './feed';
import { createImports } from './imports';
import { createLiveTables } from './live-tables';
import { createLookQueue } from './look-queue';
import { migrate } from './migrate';
import { openPglite } from './pglite';
import { openPostgres } from './postgres';
import { createQuarantine } from './quarantine';
import { createRuns } from './runs';
import { createSubscribers } from './subscribers';
import { createStories } from './stories';
import { createTickets } from './ticket-states';
import type { Store } from './types';
import { createWebhookHealth } from './webhook-health';

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
    facts: createFacts(db),
    runs: createRuns(db),
    contacts: createContacts(db),
    imports: createImports(db),
    budget: createBudget({ db }),
    quarantine: createQuarantine(db),
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
