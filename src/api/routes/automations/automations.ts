import { isConnectorError } from '../../../domain/errors/connector-error';
import { chooseAccount } from '../../accounts';
import {
  automationsQuerySchema,
  automationsSchema,
  backfillBodySchema,
  backfillStartedSchema,
  sinceOrMonth,
  type Automations,
} from '../../../../packages/sdk/contract/automations';
import { accountQuerySchema, emptyBodySchema } from '../../../../packages/sdk/contract/requests';
import type { AutomationsBackfill, ConnectorControl } from '../../../control/control';
import { defineOperation } from '../../operation';

const PATH = '/v1/connectors/gorgias/automations';

export const automationsOperation = defineOperation({
  id: 'readAutomations',
  method: 'get',
  path: PATH,
  summary: 'What the rules and macros of Gorgias did: runs, tickets, failed actions, satisfaction with and without.',
  query: automationsQuerySchema,
  body: emptyBodySchema,
  answer: automationsSchema,
  status: 200,
  async handle({ query }, { store, connector }) {
    const { account, installedAt } = await chooseAccount(store.accounts, query.account);
    const since = sinceOrMonth(query.since);
    const [report, readBackTo, backfill] = await Promise.all([
      store.automations.report(account, since),
      store.automations.readBackTo(account),
      backfillIfReachable(connector, account),
    ]);
    const countedFrom = readBackTo !== null && readBackTo < installedAt ? readBackTo : installedAt;
    const automations = report.automations.map((one) => ({ ...one, failures: [...one.failures] }));
    return { ...report, account, since, countedFrom, automations, backfill };
  },
});

export const backfillOperation = defineOperation({
  id: 'backfillAutomations',
  method: 'post',
  path: `${PATH}/backfill`,
  summary: 'Read the change feed of Gorgias back for rules and macros that ran before the installation.',
  query: accountQuerySchema,
  body: backfillBodySchema,
  answer: backfillStartedSchema,
  status: 202,
  async handle({ query, body }, { store, connector, uiUrl }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const since = new Date(body.since).toISOString();
    const started = await connector.startAutomationsBackfill(account, since);
    return { account, since, ...started, ui: uiUrl };
  },
});

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
