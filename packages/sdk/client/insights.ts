import { backfillAutomations, readAutomations } from '../contract/automations';
import { listDeliveries } from '../contract/deliveries';
import { makeLists, readOffers } from '../contract/offers';
import { checkSettings } from '../contract/settings-check';
import { listEndedTickets, readFunnel } from '../contract/funnel';
import { readLive } from '../contract/live';
import { listScores, readSatisfaction } from '../contract/satisfaction';
import { search } from '../contract/search';
import { explain } from '../contract/tickets';
import type { CallApi } from './api-call';
import { AuditCalls } from './audits';
import { type AutomationsBackfill, readBackAutomations, type ReadBackOptions } from './automations';
import {
  rehearse,
  type RehearsedEnds,
  rehearsedEnds,
  type RehearsedEndsOptions,
  type Rehearsal,
  type RehearseOptions,
} from './rehearsals';
import type {
  Automations,
  AutomationsBackfillOptions,
  AutomationsBackfillStarted,
  AutomationsOptions,
  CampaignFunnel,
  Deliveries,
  DeliveriesOptions,
  SettingsCheck,
  SettingsCheckOptions,
  EndedTickets,
  EndedTicketsOptions,
  Found,
  Live,
  MadeLists,
  MakeListsOptions,
  Offers,
  PeriodOptions,
  Satisfaction,
  SatisfactionOptions,
  Scores,
  ScoresOptions,
  Why,
  WhyOptions,
} from './insight-types';
import { requireCall } from './require-call';
import type { AccountOption, ConnectorName } from './types';

/** What the connector tells of its work. Every call throws `TajoError`. */
export class Insights extends AuditCalls {
  readonly #callApi: CallApi;

  constructor(callApi: CallApi) {
    super(callApi);
    this.#callApi = callApi;
  }

  /** Why a ticket, or everything about a person, stands as it does: heard, read, decided, sent, waited for. Asks no vendor. */
  async why(connector: ConnectorName, options: WhyOptions): Promise<Why> {
    requireCall('why', connector, options);
    const { account, ticketId, email } = options;
    return this.#callApi(explain, { query: { account }, body: { ticketId, email } });
  }

  /**
   * Holds the text of a `tajo.yaml` against both vendors as they are now; resolves also when it does not fit: look at `ok`. Variables are
   * not replaced in it.
   */
  async checkSettings(connector: ConnectorName, options: SettingsCheckOptions): Promise<SettingsCheck> {
    requireCall('checkSettings', connector, options);
    const { account, settings } = options;
    return this.#callApi(checkSettings, { query: { account }, body: { settings } });
  }

  /** What both vendors have, as they are now, that a `tajo.yaml` can name: custom fields, tags in use, attributes, lists. */
  async offers(connector: ConnectorName, options: AccountOption = {}): Promise<Offers> {
    requireCall('offers', connector, options);
    return this.#callApi(readOffers, { query: { account: options.account } });
  }

  /** A list in Brevo for each name, in their order; one that Brevo has, in any spelling, is taken. */
  async makeLists(connector: ConnectorName, options: MakeListsOptions): Promise<MadeLists> {
    requireCall('makeLists', connector, options);
    const { account, names } = options;
    return this.#callApi(makeLists, { query: { account }, body: { names } });
  }

  /** How the tickets of a period ended (the last 30 days by default, 92 at most), and what became of their campaigns, by reason. */
  async funnel(connector: ConnectorName, options: PeriodOptions = {}): Promise<CampaignFunnel> {
    requireCall('funnel', connector, options);
    return this.#callApi(readFunnel, { query: options });
  }

  /** The ends of tickets behind a number of {@link funnel}, newest first, page by page. */
  async endedTickets(connector: ConnectorName, options: EndedTicketsOptions = {}): Promise<EndedTickets> {
    requireCall('endedTickets', connector, options);
    return this.#callApi(listEndedTickets, { query: options });
  }

  /** The scores of a period (the last 30 days by default, 92 at most): over time, by channel, tag and agent, and how many answered. */
  async satisfaction(connector: ConnectorName, options: SatisfactionOptions = {}): Promise<Satisfaction> {
    requireCall('satisfaction', connector, options);
    return this.#callApi(readSatisfaction, { query: options });
  }

  /** The scores behind a bar of {@link satisfaction} and who gave them, newest first, page by page. */
  async scores(connector: ConnectorName, options: ScoresOptions = {}): Promise<Scores> {
    requireCall('scores', connector, options);
    const { late, ...query } = options;
    return this.#callApi(listScores, { query: { ...query, late: late === undefined ? undefined : `${late}` } });
  }

  /** Tickets and people by number, or by how an address, a name or a last name begins. */
  async search(connector: ConnectorName, text: string, options: AccountOption = {}): Promise<Found> {
    requireCall('search', connector, options);
    return this.#callApi(search, { query: { account: options.account }, body: { text } });
  }

  /** What goes on: requests by lane over the last hour, contacts written, webhooks, feed, tickets that wait. */
  async live(connector: ConnectorName, options: AccountOption = {}): Promise<Live> {
    requireCall('live', connector, options);
    return this.#callApi(readLive, { query: { account: options.account } });
  }

  /** What goes to Brevo, oldest first: timeline events and campaigns with their states. Names nobody. */
  async deliveries(connector: ConnectorName, options: DeliveriesOptions = {}): Promise<Deliveries> {
    requireCall('deliveries', connector, options);
    const { account, ticketId, kind, state, name, since, limit } = options;
    return this.#callApi(listDeliveries, { query: { account, ticketId, kind, state, name, since, limit } });
  }

  /** What the rules and macros of Gorgias did, with satisfaction (CSAT) of the tickets with and without them. */
  async automations(connector: ConnectorName, options: AutomationsOptions = {}): Promise<Automations> {
    requireCall('automations', connector, options);
    const { account, since, by } = options;
    return this.#callApi(readAutomations, { query: { account, since, by } });
  }

  /** Starts reading the change feed back for what ran before the installation; {@link automations} tells how far it is. */
  async backfillAutomations(
    connector: ConnectorName,
    options: AutomationsBackfillOptions,
  ): Promise<AutomationsBackfillStarted> {
    requireCall('backfillAutomations', connector, options);
    const { account, since } = options;
    return this.#callApi(backfillAutomations, { query: { account }, body: { since } });
  }

  /**
   * Reads the change feed back, or follows the reading that is under way, and resolves at its end. Throws `sync.failed` and
   * `sync.cancelled`; `client.aborted` when the signal stops the waiting, while the reading goes on.
   */
  async readBackAutomations(connector: ConnectorName, options: ReadBackOptions): Promise<AutomationsBackfill> {
    requireCall('readBackAutomations', connector, options);
    return readBackAutomations(this.#callApi, options);
  }

  /**
   * What the policy would have sent in a time that is over, or another policy beside it. Reads the connector's store alone and sends nothing.
   * @throws {@link TajoError} `input.invalid` for a policy with a fault; `conflict.already_running`
   */
  async rehearse(connector: ConnectorName, options: RehearseOptions = {}): Promise<Rehearsal> {
    requireCall('rehearse', connector, options);
    return rehearse(this.#callApi, options);
  }

  /** The decisions of a rehearsal, ticket by ticket; `id` of the rehearsal, or `newest`. */
  rehearsedEnds(
    connector: ConnectorName,
    id: string,
    options: RehearsedEndsOptions = {},
  ): AsyncIterable<RehearsedEnds['ends'][number]> {
    requireCall('rehearsedEnds', connector, options);
    return rehearsedEnds(this.#callApi, id, options);
  }
}
