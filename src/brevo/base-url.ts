import { parseBaseUrl } from '../http/base-url';
import { BASE_URL_SETTINGS } from '../http/vendor';

/**
 * The base of Brevo's API. `override` (`BREVO_BASE_URL`, like `http://127.0.0.1:4020/v3`) replaces it whole in sandboxes and tests.
 *
 * @throws ConnectorError `config.invalid`
 */
export function brevoBaseUrl(override?: string | null): string {
  return parseBaseUrl(override ?? 'https://api.brevo.com/v3', BASE_URL_SETTINGS.brevo).href;
}
