import type { Sandbox } from '../../packages/sandbox/start';
import { startApi } from '../../src/api';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { SECRET_HEADER } from '../../src/webhooks/secret';
import { webhookAddress } from '../../src/webhooks/template';
import { OUTCOME_ATTRIBUTE, ticketWorkflowId } from '../../src/workflows/messages';
import { differences } from './compare';
import { ACCOUNT, startTestConnector, type TestConnector, testConfig } from './connector';
import { eventually } from './eventually';
import { type Closing, openVendors } from './open-connector';
import { shortTimes } from '../live/harness';
import { API_KEY } from '../live/subscriber-harness';

const WORLD = { seed: 9, customers: 20, tickets: 30, surveys: 8, active: { customers: 3, messages: 10 } };
const SECRET = 'webhook-test-secret';

/** A worker, an API and a shop of their own; by default on the Temporal that `TEMPORAL_*` named when they started. */
export interface Shop {
  /** A full sync, a webhook about a new ticket, and that ticket until its workflow has ended. */
  readonly day: () => Promise<Day>;
}

export interface Day {
  readonly differences: readonly string[];
  readonly webhook: number;
  readonly ready: number;
  readonly timeline: readonly string[];
  /** As the server knows it by its search attributes. */
  readonly outcome: string | undefined;
}

export async function openShop(
  closing: Closing,
  {
    temporalAddress = null,
    databaseUrl,
  }: { readonly temporalAddress?: string | null; readonly databaseUrl?: string } = {},
): Promise<Shop> {
  const sandbox = await openVendors(closing, { world: WORLD });
  const connector = await startTestConnector({
    ...{ gorgiasUrl: sandbox.gorgias.url, brevoUrl: sandbox.brevo.url, temporalAddress },
    edit: shortTimes,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  closing.push(() => connector.end());
  const api = await startApi({
    ...{ store: connector.store, keyring: connector.keyring, config: testConfig(shortTimes), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: API_KEY, webhookSecrets: [SECRET], host: '127.0.0.1', port: 0, orNext: false },
    ...{ temporalAddress, uiUrl: null, proxies: {} },
  });
  closing.push(() => api.close());
  return { day: () => liveOneDay({ connector, sandbox, url: api.url }) };
}

async function liveOneDay({
  connector,
  sandbox,
  url,
}: {
  readonly connector: TestConnector;
  readonly sandbox: Sandbox;
  readonly url: string;
}): Promise<Day> {
  const startedAt = Date.now();
  await connector.sync();
  const afterSync = differences(sandbox, startedAt);
  const email = 'newcomer@customer.example.com';
  const ticketId = sandbox.world.change({ do: 'openTicketByNewcomer', email, name: 'Ada', channel: 'chat' });
  sandbox.world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
  sandbox.world.change({ do: 'sendSurvey', ticketId });
  sandbox.world.change({ do: 'scoreSurvey', ticketId, score: 1 });
  const { status: webhook } = await fetch(webhookAddress(url, ACCOUNT), {
    method: 'POST',
    headers: { 'content-type': 'application/json', [SECRET_HEADER]: SECRET },
    body: JSON.stringify({ ticket_id: ticketId }),
  });
  const handle = connector.client.workflow.getHandle(ticketWorkflowId(ACCOUNT, ticketId));
  await eventually(async () => (await handle.describe()).status.name === 'COMPLETED');
  const { typedSearchAttributes } = await handle.describe();
  return {
    differences: afterSync,
    webhook,
    ready: (await fetch(`${url}/readyz`)).status,
    timeline: sandbox.brevo.state
      .events()
      .flatMap(({ name, properties }) => (properties['ticket_id'] === ticketId ? [name] : [])),
    outcome: typedSearchAttributes.get(OUTCOME_ATTRIBUTE),
  };
}
