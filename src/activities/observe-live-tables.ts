import type { Metrics } from '../observability/metrics';
import type { LiveTables } from '../store/live-tables';
import type { Outbox } from '../store/outbox/outbox-types';
import type { Quarantine, QuarantineEntry, Store } from '../store/types';
import { isCampaignKey } from './campaigns/campaign-key';

type Counts = Pick<Metrics, 'quarantined' | 'outboxEnded' | 'campaignDecided'>;
type Observed = Pick<LiveTables, 'outbox' | 'decisions' | 'quarantine'>;

/** The tables that live traffic writes, counted as they are written. */
export function observedLiveTables({ outbox, decisions, quarantine }: Observed, counts: Counts): Observed {
  return {
    outbox: observedOutbox(outbox, counts),
    quarantine: observedQuarantine(quarantine, counts),
    decisions: {
      ...decisions,
      keep: async (account, ticketId, decision) => {
        await decisions.keep(account, ticketId, decision);
        counts.campaignDecided(account, decision.kind);
      },
    },
  };
}

/** The same in transactions: what is rolled back has not happened, and is counted by nobody. */
export function observedTransactions(store: Store, counts: Counts): Pick<Store, 'liveTransaction' | 'tickets'> {
  return {
    liveTransaction: (work) =>
      countedAfterwards(counts, (observe) => store.liveTransaction((live) => work(observe(live)))),
    tickets: {
      ...store.tickets,
      change: (account, ticketId, apply) =>
        countedAfterwards(counts, (observe) =>
          store.tickets.change(account, ticketId, (state, live) => apply(state, observe(live))),
        ),
    },
  };
}

async function countedAfterwards<Result>(
  counts: Counts,
  transact: (observe: (live: LiveTables) => LiveTables) => Promise<Result>,
): Promise<Result> {
  const later: (() => void)[] = [];
  const result = await transact((live) => {
    // A transaction that is begun again has done nothing before.
    later.length = 0;
    return { ...live, ...observedLiveTables(live, postponed(counts, later)) };
  });
  for (const count of later) count();
  return result;
}

function postponed(counts: Counts, later: (() => void)[]): Counts {
  return {
    quarantined: (...of) => void later.push(() => counts.quarantined(...of)),
    outboxEnded: (...of) => void later.push(() => counts.outboxEnded(...of)),
    campaignDecided: (...of) => void later.push(() => counts.campaignDecided(...of)),
  };
}

function observedOutbox(outbox: Outbox, counts: Counts): Outbox {
  const kindOf = (key: string): 'campaign' | 'event' => (isCampaignKey(key) ? 'campaign' : 'event');
  return {
    ...outbox,
    settle: async (account, attempt, how) => {
      const isEnded = await outbox.settle(account, attempt, how);
      if (isEnded) counts.outboxEnded(account, kindOf(attempt.key), how.end);
      return isEnded;
    },
    giveUp: async (account, key, reason) => {
      const isEnded = await outbox.giveUp(account, key, reason);
      if (isEnded) counts.outboxEnded(account, kindOf(key), 'given_up');
      return isEnded;
    },
  };
}

function observedQuarantine(quarantine: Quarantine, counts: Counts): Quarantine {
  const count = (account: string, entries: readonly QuarantineEntry[]): void => {
    for (const { cause } of entries) counts.quarantined(account, cause, 1);
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
