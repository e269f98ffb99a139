import {
  installConnector,
  listConnectors,
  pauseSync,
  resumeSync,
  rotateKey,
  testConnection,
  uninstallConnector,
} from '../contract/accounts';
import { listQuarantine, retryQuarantine } from '../contract/quarantine';
import { readStatus } from '../contract/status';
import { planSync, readProgress } from '../contract/sync';
import { handleEvent } from '../contract/tickets';
import { readWebhookGuide, removeWebhooks, setUpWebhooks } from '../contract/webhooks';
import type { CallApi } from './api-call';
import { requireConnectOptions, type ConnectDefaults } from './connect-options';
import type { Subscribe } from '../events/subscribe';
import type { EventHandler, SubscribeOptions, Subscription, TicketEventType } from '../events/types';
import { TajoError } from './errors';
import { followRun } from './follow';
import { Insights } from './insights';
import { requireCall, requireHandler } from './require-call';
import { takeTurn } from './take-turn';
import type {
  AccountOption,
  ConnectionTest,
  Connector,
  ConnectorList,
  ConnectorName,
  ConnectorStatus,
  ConnectOptions,
  FollowOptions,
  KeysRotated,
  PauseState,
  Plan,
  QuarantineList,
  QuarantineOptions,
  QuarantineRetry,
  QuarantineRetryOptions,
  RotateKeyOptions,
  Run,
  RunProgress,
  SyncFinished,
  SyncOptions,
  SyncStarted,
  Uninstalled,
  UninstallOptions,
} from './types';
import type {
  TicketEvent,
  TicketEventAccepted,
  WebhookGuide,
  WebhookRemoval,
  WebhookRemovalOptions,
  WebhookSetup,
  WebhookSetupOptions,
} from './webhook-types';

/** The connectors of a running `tajo`. Every call throws {@link TajoError}. */
export class Connectors extends Insights {
  readonly #callApi: CallApi;
  readonly #defaults: ConnectDefaults;
  readonly #subscribe: Subscribe;

  constructor(callApi: CallApi, defaults: ConnectDefaults, subscribe: Subscribe) {
    super(callApi);
    this.#callApi = callApi;
    this.#defaults = defaults;
    this.#subscribe = subscribe;
  }

  /** Connects an account or replaces its keys. The vendors are asked first: refused keys throw, and what was stored before stays. */
  async connect(connector: ConnectorName, options: ConnectOptions): Promise<Connector> {
    requireCall('connect', connector, options);
    const body = requireConnectOptions(options, this.#defaults);
    return this.#callApi(installConnector, { body });
  }

  /** The same as {@link connect}. */
  async install(connector: ConnectorName, options: ConnectOptions): Promise<Connector> {
    return this.connect(connector, options);
  }

  /**
   * Replaces the keys that are given while runs go on; one that waits for a key goes on at once. The vendors are asked first: a refused key
   * throws, and the old one stays.
   */
  async rotateKey(connector: ConnectorName, options: RotateKeyOptions): Promise<KeysRotated> {
    requireCall('rotateKey', connector, options);
    const { account, email, apiKey, brevoApiKey, force } = options;
    return this.#callApi(rotateKey, { query: { account }, body: { email, apiKey, brevoApiKey, force } });
  }

  /** Ends all that runs for an account and forgets its keys; with `purge` also what was read. May be repeated when it failed halfway. */
  async uninstall(connector: ConnectorName, options: UninstallOptions): Promise<Uninstalled> {
    requireCall('uninstall', connector, options);
    const { account, purge } = options;
    return this.#callApi(uninstallConnector, { query: { account }, body: { purge } });
  }

  /** Tries what is needed of Gorgias and Brevo. Resolves also when a check fails: look at `ok`. */
  async test(connector: ConnectorName, options: AccountOption = {}): Promise<ConnectionTest> {
    requireCall('test', connector, options);
    return this.#callApi(testConnection, { query: { account: options.account } });
  }

  /**
   * Starts a sync run and waits for its end, reporting to `onProgress`. A run under way that does the same is joined, another one waited for.
   * While the account is paused or refused the run waits, and so does this, unless `whileStopped: 'throw'`.
   * With `wait: false` resolves as soon as it runs, and throws `conflict.already_running` while another one does.
   */
  sync(connector: ConnectorName, options: SyncOptions & { readonly wait: false }): Promise<SyncStarted>;
  sync(connector: ConnectorName, options?: SyncOptions & { readonly wait?: true | undefined }): Promise<SyncFinished>;
  sync(connector: ConnectorName, options?: SyncOptions): Promise<SyncStarted | SyncFinished>;
  async sync(connector: ConnectorName, options: SyncOptions = {}): Promise<SyncStarted | SyncFinished> {
    requireCall('sync', connector, options);
    const { wait, signal, onProgress, whileStopped } = options;
    const started = await takeTurn(this.#callApi, options);
    if (wait === false) return started;
    const { account, type, runId } = started;
    const run = await followRun(this.#callApi, { account, type, runId, signal, onProgress, whileStopped });
    if (run === null) throw new TajoError('sync.failed', 'The run that was just started cannot be found.');
    const { startedAt, finishedAt, totals } = run;
    return { ...started, state: 'completed', startedAt, finishedAt, totals };
  }

  /** Waits for the end of a run: the newest one, or what `sync` has answered with `wait: false`. Null when there is none. */
  async follow(connector: ConnectorName, options: FollowOptions = {}): Promise<Run | null> {
    requireCall('follow', connector, options);
    return followRun(this.#callApi, options);
  }

  async status(connector: ConnectorName, options: AccountOption = {}): Promise<ConnectorStatus> {
    requireCall('status', connector, options);
    return this.#callApi(readStatus, { query: { account: options.account } });
  }

  /** The installed accounts. */
  async list(): Promise<ConnectorList> {
    return this.#callApi(listConnectors, {});
  }

  /** What a full sync would cost, before anything is written. */
  async plan(connector: ConnectorName, options: AccountOption = {}): Promise<Plan> {
    requireCall('plan', connector, options);
    return this.#callApi(planSync, { query: { account: options.account } });
  }

  async pause(connector: ConnectorName, options: AccountOption = {}): Promise<PauseState> {
    requireCall('pause', connector, options);
    return this.#callApi(pauseSync, { query: { account: options.account } });
  }

  async resume(connector: ConnectorName, options: AccountOption = {}): Promise<PauseState> {
    requireCall('resume', connector, options);
    return this.#callApi(resumeSync, { query: { account: options.account } });
  }

  /** The newest run and how far it is. */
  async progress(connector: ConnectorName, options: AccountOption = {}): Promise<RunProgress> {
    requireCall('progress', connector, options);
    return this.#callApi(readProgress, { query: { account: options.account } });
  }

  /** Records that are set aside and values that were dropped, with the reasons. */
  async quarantine(connector: ConnectorName, options: QuarantineOptions = {}): Promise<QuarantineList> {
    requireCall('quarantine', connector, options);
    const { account, cause, limit } = options;
    return this.#callApi(listQuarantine, { query: { account, cause, limit } });
  }

  /** Makes the records of one cause due again; the next sync takes them. With `dryRun` it only counts. */
  async retryQuarantine(connector: ConnectorName, options: QuarantineRetryOptions): Promise<QuarantineRetry> {
    requireCall('retryQuarantine', connector, options);
    const { account, cause, dryRun } = options;
    return this.#callApi(retryQuarantine, { query: { account }, body: { cause, dryRun } });
  }

  /** Has a ticket looked at again, as a webhook does; resolves when Temporal has accepted it. Late, twice or out of order does no harm. */
  async handleEvent(
    connector: ConnectorName,
    event: TicketEvent,
    options: AccountOption = {},
  ): Promise<TicketEventAccepted> {
    requireCall('handleEvent', connector, options);
    const { type, payload } = event;
    // Of the payload only the id leaves this process: nothing else would be looked at, and it may be personal.
    const body = { type, payload: { ticketId: payload.ticketId } };
    return this.#callApi(handleEvent, { query: { account: options.account }, body });
  }

  /**
   * Calls `handler` with each event of a type, at least once, those of one ticket in order. A handler that throws gets the event again after
   * 1 s, 2 s, … at most 5 minutes, and holds up nothing but its ticket. Goes on after a lost connection, and after a restart where it stopped;
   * a `subscriber` (an option of the client) that is new begins now, and one that stays away for 30 days begins anew.
   *
   * @throws {@link TajoError} `input.invalid` for a connector or type that there is not, or no handler
   */
  on<Type extends TicketEventType>(
    connector: ConnectorName,
    type: Type,
    handler: EventHandler<Type>,
    options?: SubscribeOptions,
  ): Subscription {
    requireCall('on', connector, options ?? {});
    requireHandler(handler);
    return this.#subscribe(type, handler, options);
  }

  /** What to enter in Gorgias so that it sends webhooks. */
  async webhooks(connector: ConnectorName, options: AccountOption = {}): Promise<WebhookGuide> {
    requireCall('webhooks', connector, options);
    return this.#callApi(readWebhookGuide, { query: { account: options.account } });
  }

  /**
   * Makes the HTTP integrations in Gorgias, or brings those that are there up to date. Those of this connector that send to another address are
   * moved with `move`, and a fault without it.
   */
  async setUpWebhooks(connector: ConnectorName, options: WebhookSetupOptions): Promise<WebhookSetup> {
    requireCall('setUpWebhooks', connector, options);
    const { account, url, move } = options;
    return this.#callApi(setUpWebhooks, { query: { account }, body: { url, move } });
  }

  /**
   * Takes the HTTP integrations of this connector away in Gorgias that send to the host of `url`, or all of them `everywhere`; the others are
   * answered as `elsewhere`. What they told is read from the feed.
   */
  async removeWebhooks(connector: ConnectorName, options: WebhookRemovalOptions = {}): Promise<WebhookRemoval> {
    requireCall('removeWebhooks', connector, options);
    const { account, url, everywhere, dryRun } = options;
    return this.#callApi(removeWebhooks, { query: { account }, body: { url, everywhere, dryRun } });
  }
}
