import type { LaneMinute } from '../../store/budget/lane-use';
import { LANES, type Live, readLive } from '../../../packages/sdk/contract/live';
import { chooseAccount } from '../accounts';
import { implement } from '../operation';
import {
  countContacts,
  feedOf,
  holdOf,
  readBudget,
  readLiveRun,
  readSchedulePause,
  readWebhooks,
  undeliveredOf,
} from './accounts/status';
import { readStanding } from './accounts/account-state';

const MINUTES = 60;

export const liveOperations = {
  readLive: implement(readLive, async ({ query }, { store, connector, webhookSecrets, settingsFile }) => {
    const row = await chooseAccount(store.accounts, query.account);
    const { account } = row;
    const [
      budget,
      lanes,
      contacts,
      contactsLastHour,
      webhooks,
      lag,
      tickets,
      campaigns,
      leaving,
      holds,
      run,
      schedulePaused,
    ] = await Promise.all([
      readBudget(store, account),
      store.laneUse.lastHour(account),
      countContacts(store, account),
      store.gauges.contactsLastHour(account),
      readWebhooks(store, account, webhookSecrets > 0),
      store.lags.read(account),
      store.gauges.tickets(account),
      store.gauges.campaigns(account),
      store.gauges.outbox(account),
      store.admission.holds(account),
      readLiveRun({ runs: store.runs, connector }, account),
      readSchedulePause(connector, account),
    ]);
    return {
      account,
      asOf: new Date().toISOString(),
      ...(await readStanding(store, row, { holds, settingsFile })),
      holds: holds.map(holdOf),
      ...run,
      schedulePaused,
      undelivered: undeliveredOf(lag),
      budget,
      lanes: LANES.map((lane) => laneOf(lane, lanes)),
      contacts,
      contactsLastHour,
      webhooks,
      feed: feedOf(lag),
      tickets: tickets.map((waiting) => ({ ...waiting, stage: waiting.stage as Live['tickets'][number]['stage'] })),
      campaigns: [...campaigns],
      leaving,
    };
  }),
};

function laneOf(lane: (typeof LANES)[number], used: readonly LaneMinute[]): Live['lanes'][number] {
  const own = used.filter((minute) => minute.lane === lane);
  const minutes = Array.from({ length: MINUTES }, () => 0);
  for (const { ago, requests } of own) minutes[MINUTES - 1 - ago] = requests;
  return {
    lane,
    minutes,
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
    waits: own.reduce((sum, { waits }) => sum + waits, 0),
  };
}
