import { readClientSettings } from './client-settings';
import { type DoctorReport, examineConnector } from '../contract/doctor';
import { createSignInLink } from '../contract/session';
import { type CallApi, createApiCall } from './api-call';
import { Campaigns } from './campaigns';
import { Connectors } from './connectors';
import { createDispatcherFor, type DispatcherFor } from './dispatcher';
import { createSubscribe } from '../events/subscribe';
import { type Health, readHealth } from './health';
import { Privacy } from './privacy';
import { requireOptions } from './require-call';
import type { TajoClientOptions } from './types';

/**
 * The client of a running connector.
 *
 * @example
 * const tajo = new TajoClient({ apiKey: process.env.TAJO_API_KEY, brevoApiKey: process.env.BREVO_API_KEY });
 * await tajo.connectors.connect('gorgias', { domain: 'yourstore.gorgias.com', apiKey: process.env.GORGIAS_API_KEY });
 * const { totals } = await tajo.connectors.sync('gorgias');
 * // With the names of `tajo.yaml` the compiler finds a misspelt one: new TajoClient<'post-support-upsell' | 'win-back'>()
 */
export class TajoClient<CampaignName extends string = string> {
  readonly connectors: Connectors;
  readonly campaigns: Campaigns<CampaignName>;
  readonly privacy: Privacy;
  /** Address of the connector that is asked. */
  readonly url: string;
  readonly #callApi: CallApi;
  readonly #dispatcherFor: DispatcherFor;

  /**
   * Does no I/O beyond reading `<TAJO_HOME>/connector.json`; a wrong address rejects the first call.
   *
   * @throws {@link TajoError} `input.invalid` for an option that there is not, with the nearest
   */
  constructor(options: TajoClientOptions = {}) {
    requireOptions('TajoClient', options);
    const settings = readClientSettings({ url: present(options.url) });
    this.#dispatcherFor = createDispatcherFor(settings.proxies);
    const connection = {
      url: settings.url,
      urlFrom: settings.urlFrom,
      apiKey: present(options.apiKey) ?? settings.apiKey,
      dispatcherFor: this.#dispatcherFor,
    };
    const defaults = {
      email: present(options.email) ?? settings.gorgiasEmail,
      brevoApiKey: present(options.brevoApiKey) ?? settings.brevoApiKey,
    };
    this.url = settings.url;
    this.#callApi = createApiCall(connection);
    const subscribe = createSubscribe(this.#callApi, present(options.subscriber) ?? 'default');
    this.connectors = new Connectors(this.#callApi, defaults, subscribe);
    this.campaigns = new Campaigns<CampaignName>(this.#callApi);
    this.privacy = new Privacy(this.#callApi);
  }

  /** Whether the connector is up, needs no key. Throws `client.*` when nothing answers that is a connector. */
  async health(): Promise<Health> {
    return readHealth(this.url, this.#dispatcherFor);
  }

  /** What the connector finds when it looks at itself: what it stands on, its keys, its accounts. Calls no vendor. */
  async doctor(): Promise<DoctorReport> {
    return this.#callApi(examineConnector, {});
  }

  /** A link that opens the console signed in: for one browser, once, for ten minutes. */
  async signInLink(): Promise<ConsoleLink> {
    const { path, until } = await this.#callApi(createSignInLink, {});
    return { url: this.url.replace(/\/+$/, '') + path, until };
  }
}

/** A way into the console. */
export interface ConsoleLink {
  readonly url: string;
  /** It works until then (ISO). */
  readonly until: string;
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}
