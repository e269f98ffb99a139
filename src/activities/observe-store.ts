import type { Metrics } from '../observability/metrics';
import type { Budget, Contacts, Imports, Quarantine, QuarantineEntry, Runs, Store } from '../store/types';

/** The same store; what is written into it is counted, whichever activity wrote it. */
export function observedStore(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    runs: observedRuns(store.runs, metrics),
    contacts: observedContacts(store.contacts, metrics),
    imports: observedImports(store.imports, metrics),
    quarantine: observedQuarantine(store.quarantine, metrics),
    budget: observedBudget(store.budget, metrics),
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
      metrics.syncFinished(account, state, (Date.parse(after.finishedAt) - Date.parse(after.startedAt)) / 1_000);
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

function observedQuarantine(quarantine: Quarantine, metrics: Metrics): Quarantine {
  const count = (account: string, entries: readonly QuarantineEntry[]): void => {
    for (const { cause } of entries) metrics.quarantined(account, cause, 1);
  };
  return {
    ...quarantine,
    put: async (account, entries) => {
      await quarantine.put(account, entries);
      count(account, entries);
    },
    setAside: async (account, entries) => {
      await quarantine.setAside(account, entries);
      count(account, entries);
    },
    noteReading: async (account, of, entries) => {
      await quarantine.noteReading(account, of, entries);
      count(account, entries);
    },
    replace: async (account, of, entries) => {
      await quarantine.replace(account, of, entries);
      count(account, entries);
    },
  };
}

function observedBudget(budget: Budget, metrics: Metrics): Budget {
  return {
    ...budget,
    correct: async (account, bucket, seen) => {
      await budget.correct(account, bucket, seen);
      metrics.budgetLeft(account, bucket, seen.left);
    },
    close: async (account, bucket, forMs) => {
      await budget.close(account, bucket, forMs);
      metrics.budgetLeft(account, bucket, 0);
    },
  };
}
