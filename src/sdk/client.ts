import { readClientSettings } from '../config/client-settings';
import { createApiCall } from './api-call';
import { Connectors } from './connectors';
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

  /** Does no I/O beyond reading `<TAJO_HOME>/connector.json`, and never throws; wrong settings reject the first call. */
  constructor(options: TajoClientOptions = {}) {
    const settings = readClientSettings({ url: present(options.url) });
    const connection = { url: settings.url, apiKey: present(options.apiKey) ?? settings.apiKey };
    const defaults = {
      email: present(options.email) ?? settings.gorgiasEmail,
      brevoApiKey: present(options.brevoApiKey) ?? settings.brevoApiKey,
    };
    this.connectors = new Connectors(createApiCall(connection), defaults);
  }
}

function present(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}
