import { ConnectorError } from '../domain/errors/connector-error';
import { HELPDESKS, isSubdomain } from '../domain/subdomain';
import { parseBaseUrl } from '../http/base-url';
import { BASE_URL_SETTINGS } from '../http/vendor';

interface GorgiasDomain {
  /** `yourstore` */
  readonly label: string;
  /** `yourstore.gorgias.com` */
  readonly host: string;
}

/** What people paste instead: the address of a page in their helpdesk. Only used to word the fix. */
const PASTED = /^\s*(?:https?:\/\/)?(?<label>[a-z0-9-]+)\.gorgias\.com(?:\/[\w/-]*)?\s*$/i;

/**
 * The account's subdomain, given as `yourstore.gorgias.com` or `yourstore`.
 *
 * @throws ConnectorError `config.invalid` (field `domain`) with the fix in its message.
 */
export function parseGorgiasDomain(raw: string): GorgiasDomain {
  const label = raw.endsWith(HELPDESKS) ? raw.slice(0, -HELPDESKS.length) : raw;
  if (!isSubdomain(label)) throw invalid(fixFor(raw));
  return { label, host: label + HELPDESKS };
}

/**
 * The base of the account's API. `override` (`GORGIAS_BASE_URL`, like `http://127.0.0.1:4010`) replaces the origin in sandboxes and
 * tests; `/api` is added to it.
 *
 * @throws ConnectorError `config.invalid`
 */
export function gorgiasBaseUrl(domain: string, override?: string | null): string {
  const { host } = parseGorgiasDomain(domain);
  const origin = override ?? `https://${host}`;
  const url = parseBaseUrl(origin, BASE_URL_SETTINGS.gorgias);
  // The check above already guarantees this; the URL class is asked too, because it decides where the request really goes.
  if (override === undefined || override === null) assertHost(url, host);
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path.endsWith('/api') ? path : `${path}/api`);
}

function assertHost(url: URL, host: string): void {
  if (url.protocol !== 'https:' || url.host !== host || url.pathname !== '/') throw invalid(fixFor(host));
}

function fixFor(raw: string): string {
  const pasted = PASTED.exec(raw)?.groups?.['label']?.toLowerCase();
  const example = pasted !== undefined && isSubdomain(pasted) ? pasted + HELPDESKS : 'yourstore.gorgias.com';
  return `The Gorgias domain must be your subdomain alone, in lower case: write it like ${example}`;
}

function invalid(message: string): ConnectorError {
  return new ConnectorError('config.invalid', message, { details: { field: 'domain' } });
}
