import type { Metrics } from '../observability/metrics';
import type { Contacts, Facts, Imports, Position, Runs, Store } from '../store/types';
import { observedLiveTables, observedTransactions } from './observe-live-tables';

/** The same store; what is written into it is counted, whichever activity wrote it. */
export function observedStore(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    ...observedLiveTables(store, metrics),
    ...observedTransactions(store, metrics),
    runs: observedRuns(store.runs, metrics),
    facts: observedFacts(store.facts, metrics),
    feed: observedFeed(store.feed, metrics),
    contacts: observedContacts(store.contacts, metrics),
    imports: observedImports(store.imports, metrics),
  };
}

function observedRuns(runs: Runs, metrics: Metrics): Runs {
  return {
    ...runs,
    finish: async (account, runId, { state, totals }) => {
      const before = await runs.find(account, runId);
      await runs.finish(account, runId, { state, totals });
      const after = await runs.find(account, runId);
      // An activity that is run again ends nothing.
      if (before?.state !== 'running' || after === null || after.finishedAt === null) return;
      const seconds = (Date.parse(after.finishedAt) - Date.parse(after.startedAt)) / 1_000;
      metrics.syncFinished(account, { type: after.type, state, seconds });
    },
  };
}

function observedFacts(facts: Facts, metrics: Metrics): Facts {
  // What has no position is a single look, no page.
  const count = (account: string, position: Position | null): void => {
    if (position !== null) metrics.pageStored(account, position.resource);
  };
  return {
    ...facts,
    storeCustomers: async (account, rows, options) => {
      const stored = await facts.storeCustomers(account, rows, options);
      count(account, options.position);
      return stored;
    },
    storeTickets: async (account, rows, position) => {
      const stored = await facts.storeTickets(account, rows, position);
      count(account, position);
      return stored;
    },
    storeSurveys: async (account, rows, position) => {
      const stored = await facts.storeSurveys(account, rows, position);
      count(account, position);
      return stored;
    },
    storeMessages: async (account, rows, position) => {
      const stored = await facts.storeMessages(account, rows, position);
      count(account, position);
      return stored;
    },
  };
}

function observedFeed(feed: Store['feed'], metrics: Metrics): Store['feed'] {
  return {
    ...feed,
    unseen: async (account, ids) => {
      const unseen = await feed.unseen(account, ids);
      metrics.pageStored(account, 'events');
      return unseen;
    },
  };
}

function observedContacts(contacts: Contacts, metrics: Metrics): Contacts {
  return {
    ...contacts,
    settle: async (account, settled) => {
      await contacts.settle(account, settled);
      metrics.contactsPublished(account, 'upsert', settled.length);
    },
  };
}

function observedImports(imports: Imports, metrics: Metrics): Imports {
  return {
    ...imports,
    start: async (account, processId, settled) => {
      await imports.start(account, processId, settled);
      metrics.contactsPublished(account, 'import', settled.length);
    },
  };
}
