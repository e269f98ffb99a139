import { readClientSettings } from './client-settings';
import { type DoctorReport, examineConnector } from '../contract/doctor';
import { type CallApi, createApiCall } from './api-call';
import { Campaigns } from './campaigns';
import { Connectors } from './connectors';
import { createSubscribe } from '../events/subscribe';
import { type Health, readHealth } from './health';
import type { TajoClientOptions } from './types';

/**
 * The client of a running connector.
 *
 * @example
 * const tajo = new TajoClient({ apiKey: process.env.TAJO_API_KEY, brevoApiKey: process.env.BREVO_API_KEY });
 * await tajo.connectors.connect('gorgias', { domain: 'yourstore.gorgias.com', apiKey: process.env.GORGIAS_API_KEY });
 * const { totals } = await tajo.connectors.sync('gorgias');
 */
export class TajoClient {
  readonly connectors: Connectors;
  readonly campaigns: Campaigns;
  /** Address of the connector that is asked. */
  readonly url: string;
  readonly #callApi: CallApi;

  /** Does no I/O beyond reading `<TAJO_HOME>/connector.json`, and never throws; wrong settings reject the first call. */
  constructor(options: TajoClientOptions = {}) {
    const settings = readClientSettings({ url: present(options.url) });
    const connection = { url: settings.url, apiKey: present(options.apiKey) ?? settings.apiKey };
    const defaults = {
      email: present(options.email) ?? settings.gorgiasEmail,
      brevoApiKey: present(options.brevoApiKey) ?? settings.brevoApiKey,
    };
    this.url = settings.url;
    this.#callApi = createApiCall(connection);
    const subscribe = createSubscribe(this.#callApi, present(options.subscriber) ?? 'default');
    this.connectors = new Connectors(this.#callApi, defaults, subscribe);
    this.campaigns = new Campaigns(this.#callApi);
  }

  /** Whether the connector is up, needs no key. Throws `client.*` when nothing answers that is a connector. */
  async health(): Promise<Health> {
    return readHealth(this.url);
  }

  /** What the connector finds when it looks at itself: what it stands on, its keys, its accounts. Calls no vendor. */
  async doctor(): Promise<DoctorReport> {
    return this.#callApi(examineConnector, {});
  }
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}
