import type { Keyring } from '../crypto/keyring';
import { createAccounts } from './accounts/accounts';
import { createAdmission } from './accounts/admission';
import { createUnanswered } from './accounts/unanswered';
import { createAutomations } from './automations/automations';
import { createBrevoProofs } from './contacts/brevo-proofs';
import { createBudget } from './budget/budget';
import { createCampaignHistory } from './campaigns/campaign-history';
import { createLaneUse } from './budget/lane-use';
import { createCampaignRequests } from './campaigns/campaign-requests';
import { createFunnels } from './campaigns/funnel';
import { createChanges } from './changes';
import type { Connection, Db } from './database/connection';
import { createContacts } from './contacts/contacts';
import { createFacts } from './facts/facts';
import { createSearch } from './facts/search';
import { createFeed } from './sync/feed';
import { createGauges } from './gauges';
import { createLags } from './sync/lags';
import { createAudits } from './audits/audits';
import { createImports } from './contacts/imports';
import { createLiveTables, type LiveTables } from './live-tables';
import { createPastReader } from './rehearsals/past-reader';
import { listingWithoutEmail } from './quarantine/listing-without-email';
import { createRehearsals } from './rehearsals/rehearsals';
import { createRefreshQueue } from './tickets/refresh-queue';
import { MIGRATING } from './database/limits';
import { migrate } from './migrate';
import { openPostgres } from './database/postgres';
import { createSatisfactions } from './satisfaction/satisfaction';
import { createSessions } from './sessions/sessions';
import { createRestores } from './outbox/restores';
import { createRuns } from './sync/runs';
import { createOpenSupport } from './contacts/open-support';
import { createSweeps } from './sync/sweeps';
import { createSubscribers } from './subscriptions/subscribers';
import { createStories } from './tickets/stories';
import { createTickets } from './tickets/ticket-states';
import type { Store } from './types';
import { createAccountSecrets } from './privacy/account-secrets';
import { createErasedPeople } from './privacy/erased-people';
import { createHashes } from './privacy/hashes';
import { createHistoryKeys } from './privacy/history-keys';
import { createPrivacy } from './privacy/privacy';
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
  const onLost = (reason: string): void => log?.warn(`An idle connection to Postgres broke: ${reason}`);
  const migrating = openPostgres(databaseUrl, onLost, MIGRATING);
  try {
    await migrate(migrating, (sentence) => log?.warn(sentence));
  } finally {
    await migrating.close();
  }
  return storeOver(openPostgres(databaseUrl, onLost), keyring);
}

function storeOver(db: Connection, keyring: Keyring): Store {
  const secrets = createAccountSecrets(keyring);
  const hashes = createHashes(secrets);
  // Whoever writes down what others said of a person asks it first.
  const erased = createErasedPeople(hashes);
  const liveTables = (tx: Db): LiveTables => createLiveTables(tx, erased);
  return {
    db,
    accounts: createAccounts(db, keyring),
    admission: createAdmission(db),
    unanswered: createUnanswered(db),
    facts: listingWithoutEmail(db, createFacts(db, erased)),
    runs: createRuns(db),
    contacts: createContacts(db, erased),
    imports: createImports(db, erased),
    audits: createAudits(db, erased),
    brevoProofs: createBrevoProofs(db),
    budget: createBudget({ db }),
    laneUse: createLaneUse(db),
    tickets: createTickets(db, { liveTables, erased }),
    refreshQueue: createRefreshQueue(db),
    feed: createFeed(db),
    sweeps: createSweeps(db),
    openSupport: createOpenSupport(db),
    lags: createLags(db),
    gauges: createGauges(db),
    stories: createStories(db),
    search: createSearch(db),
    funnels: createFunnels(db),
    satisfactions: createSatisfactions(db),
    changes: createChanges(db),
    sessions: createSessions(db),
    automations: createAutomations(db, erased),
    subscribers: createSubscribers(db),
    campaignHistory: createCampaignHistory(db),
    campaignRequests: createCampaignRequests(db, erased),
    webhookHealth: createWebhookHealth(db),
    restores: createRestores(db),
    rehearsals: createRehearsals(db, erased),
    pastReader: createPastReader(db),
    liveTransaction: (work) => db.transaction((tx) => work(liveTables(tx))),
    privacy: createPrivacy(db, hashes),
    historyKeys: createHistoryKeys(db, secrets),
    ...liveTables(db),
    ping: async () => {
      await db.query('select 1');
    },
    close: () => db.close(),
  };
}
