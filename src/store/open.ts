import type { Keyring } from '../crypto/keyring';
import { createAccounts } from './accounts/accounts';
import { createAdmission } from './accounts/admission';
import { createAutomations } from './automations/automations';
import { createBrevoProofs } from './contacts/brevo-proofs';
import { createBudget } from './budget/budget';
import { createCampaignRequests } from './campaigns/campaign-requests';
import type { Connection } from './database/connection';
import { createContacts } from './contacts/contacts';
import { createFacts } from './facts/facts';
import { createFeed } from './sync/feed';
import { createLags } from './sync/lags';
import { createImports } from './contacts/imports';
import { createLiveTables } from './live-tables';
import { createRefreshQueue } from './tickets/refresh-queue';
import { migrate } from './migrate';
import { openPostgres } from './database/postgres';
import { createRuns } from './sync/runs';
import { createOpenSupport } from './contacts/open-support';
import { createSweeps } from './sync/sweeps';
import { createSubscribers } from './subscriptions/subscribers';
import { createStories } from './tickets/stories';
import { createTickets } from './tickets/ticket-states';
import type { Store } from './types';
import { createWebhookHealth } from './accounts/webhook-health';

export interface StoreOptions {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly log?: { warn(message: string): void };
}

/**
 * Opens the store and brings its schema up to date. Throws `store.unavailable` (no answer) or `config.invalid` (the database belongs to another
 * version of the connector).
 */
export async function openStore({ databaseUrl, keyring, log }: StoreOptions): Promise<Store> {
  const db = openPostgres(databaseUrl, (reason) => log?.warn(`An idle connection to Postgres broke: ${reason}`));
  try {
    await migrate(db);
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
  return storeOver(db, keyring);
}

function storeOver(db: Connection, keyring: Keyring): Store {
  return {
    db,
    accounts: createAccounts(db, keyring),
    admission: createAdmission(db),
    facts: createFacts(db),
    runs: createRuns(db),
    contacts: createContacts(db),
    imports: createImports(db),
    brevoProofs: createBrevoProofs(db),
    budget: createBudget({ db }),
    tickets: createTickets(db, createLiveTables),
    refreshQueue: createRefreshQueue(db),
    feed: createFeed(db),
    sweeps: createSweeps(db),
    openSupport: createOpenSupport(db),
    lags: createLags(db),
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
