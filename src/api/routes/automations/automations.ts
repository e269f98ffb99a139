import { isConnectorError } from '../../../domain/errors/connector-error';
import { chooseAccount } from '../../accounts';
import {
  type Automations,
  backfillAutomations,
  readAutomations,
  sinceOrMonth,
} from '../../../../packages/sdk/contract/automations';
import type { AutomationsBackfill, ConnectorControl } from '../../../control/control';
import { implement } from '../../operation';
import { timestamp } from '../../../domain/timestamp';

export const automationOperations = {
  readAutomations: implement(readAutomations, async ({ query }, { store, connector }) => {
    const { account, installedAt } = await chooseAccount(store.accounts, query.account);
    const since = timestamp(sinceOrMonth(query.since));
    const readBackTo = await store.automations.readBackTo(account);
    const countedFrom = readBackTo !== null && readBackTo < installedAt ? readBackTo : installedAt;
    // One time for every figure: tickets of before would water down the share and the satisfaction of what is counted since.
    const from = since > countedFrom ? since : countedFrom;
    const [report, groups, backfill] = await Promise.all([
      store.automations.report(account, from),
      query.by === undefined ? null : store.automations.groups(account, from, query.by),
      backfillIfReachable(connector, account),
    ]);
    return { ...report, account, since, countedFrom, from, groups, backfill };
  }),

  backfillAutomations: implement(backfillAutomations, async ({ query, body }, { store, connector, uiUrl }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const since = new Date(body.since).toISOString();
    const started = await connector.startAutomationsBackfill(account, since);
    return { account, since, ...started, ui: uiUrl };
  }),
};

/** The figures are in the store; how far a reading back is only Temporal knows. */
async function backfillIfReachable(connector: ConnectorControl, account: string): Promise<Automations['backfill']> {
  try {
    return viewOf(await connector.automationsBackfill(account));
  } catch (thrown) {
    if (isConnectorError(thrown, 'temporal.unavailable')) return null;
    throw thrown;
  }
}

function viewOf(backfill: AutomationsBackfill | null): Automations['backfill'] {
  if (backfill === null) return null;
  const { run, progress } = backfill;
  const events = progress?.resources[0]?.rows ?? 0;
  const sentence =
    run.state === 'completed' ? `done: ${String(events)} events read` : (run.failure ?? progress?.sentence);
  return { state: run.state, sentence: sentence ?? run.state, percent: progress?.percent ?? null, events };
}
