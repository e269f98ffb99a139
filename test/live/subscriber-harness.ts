import { startApi } from '../../src/api';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { TajoClient } from '../../packages/sdk/index';
import { testConfig } from '../support/connector';
import { eventually } from '../support/eventually';
import { UNLIMITED, withRate } from '../support/open-connector';
import { type LiveHarness, openLiveHarness } from './harness';

export const API_KEY = 'test-key-of-the-api';

/** An empty helpdesk, a connector that watches it, and its API. */
export interface SubscriberHarness extends LiveHarness {
  readonly url: string;
  client(subscriber: string): TajoClient;
  /** A ticket of somebody new, not told yet; null: somebody without an address. */
  openTicket(email?: string | null): number;
  /** Closed and answered at once, and told. */
  closeTicket(ticketId: number, score: number): Promise<void>;
  /** Customers of Gorgias who have written nothing yet. */
  knows(...emails: readonly string[]): Promise<void>;
  /** Properties of Brevo's events of that name. */
  sent(name: string): readonly unknown[];
}

export async function openSubscriberHarness(): Promise<SubscriberHarness> {
  const harness = await openLiveHarness({
    world: { customers: 0, tickets: 0, surveys: 0, active: { customers: 0, messages: 0 } },
    edit: settings,
  });
  const { connector, temporal, sandbox } = harness;
  const { world, brevo } = sandbox;
  const server = await startApi({
    ...{ store: connector.store, keyring: connector.keyring, config: testConfig(settings), metrics: createMetrics() },
    log: createLog({ level: 'error', json: true, destination: { write: () => true } }),
    ...{ apiKey: API_KEY, webhookSecrets: [], host: '127.0.0.1', port: 0, orNext: false },
    ...{ temporalAddress: temporal.address, uiUrl: null, proxies: {} },
  }).catch(async (thrown: unknown) => {
    await harness.end();
    throw thrown;
  });
  const { url } = server;
  let people = 0;
  return {
    ...harness,
    url,
    client: (subscriber) => new TajoClient({ url, apiKey: API_KEY, subscriber }),
    openTicket: (email = `person-${String((people += 1))}@customer.example.com`) =>
      world.change({ do: 'openTicketByNewcomer', email, name: 'Ada', channel: 'chat', subject: 'Late' }),
    closeTicket: async (ticketId, score) => {
      world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      world.change({ do: 'sendSurvey', ticketId });
      world.change({ do: 'scoreSurvey', ticketId, score });
      // On a loaded machine Temporal may not accept it in time; Gorgias' webhooks would be lost, a program tries again.
      const isAccepted = (): Promise<boolean> =>
        harness.hint(ticketId).then(
          () => true,
          () => false,
        );
      await eventually(isAccepted);
    },
    knows: async (...emails) => {
      for (const [index, email] of emails.entries())
        await connector.store.db.query(
          `insert into customers (account, id, email, email_lower, created_at, updated_at) values ('yourstore', $1, $2, $2, now(), now())`,
          [900_000 + index, email],
        );
    },
    sent: (wanted) =>
      brevo.state.snapshot().events.flatMap(({ name, properties }) => (name === wanted ? [properties] : [])),
    end: async () => {
      await server.close();
      await harness.end();
    },
  };
}

function settings(yaml: string): string {
  return withRate(UNLIMITED)(yaml).replace(
    /campaigns: \{\}/,
    'campaigns: { consolation: { when: neutral, delay: 0s, send: { event: CONSOLATION } } }',
  );
}
