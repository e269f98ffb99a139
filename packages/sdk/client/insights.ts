import { backfillAutomations, readAutomations } from '../contract/automations';
import { listDeliveries } from '../contract/deliveries';
import { explain } from '../contract/tickets';
import type { CallApi } from './api-call';
import type {
  Automations,
  AutomationsBackfillOptions,
  AutomationsBackfillStarted,
  AutomationsOptions,
  Deliveries,
  DeliveriesOptions,
  Why,
  WhyOptions,
} from './insight-types';
import { requireConnector } from './require-connector';
import type { ConnectorName } from './types';

/** What the connector tells of its work. Every call throws `TajoError`. */
export class Insights {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    this.#callApi = callApi;
  }

  /** Why a ticket, or everything about a person, stands as it does: heard, read, decided, sent, waited for. Asks no vendor. */
  async why(connector: ConnectorName, options: WhyOptions): Promise<Why> {
    requireConnector(connector);
    const { account, ticketId, email } = options;
    return this.#callApi(explain, { query: { account }, body: { ticketId, email } });
  }

  /** What goes to Brevo, oldest first: timeline events and campaigns with their states. Names nobody. */
  async deliveries(connector: ConnectorName, options: DeliveriesOptions = {}): Promise<Deliveries> {
    requireConnector(connector);
    const { account, ticketId, since, limit } = options;
    return this.#callApi(listDeliveries, { query: { account, ticketId, since, limit } });
  }

  /** What the rules and macros of Gorgias did, with satisfaction (CSAT) of the tickets with and without them. */
  async automations(connector: ConnectorName, options: AutomationsOptions = {}): Promise<Automations> {
    requireConnector(connector);
    const { account, since } = options;
    return this.#callApi(readAutomations, { query: { account, since } });
  }

  /** Starts reading the change feed back for what ran before the installation; {@link automations} tells how far it is. */
  async backfillAutomations(
    connector: ConnectorName,
    options: AutomationsBackfillOptions,
  ): Promise<AutomationsBackfillStarted> {
    requireConnector(connector);
    const { account, since } = options;
    return this.#callApi(backfillAutomations, { query: { account }, body: { since } });
  }
}
