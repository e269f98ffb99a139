import { HELPDESKS, isSubdomain } from '../subdomain';

export const GORGIAS_DOMAIN_TEXT =
  'your full Gorgias domain in lower case, one subdomain and nothing else, such as yourstore.gorgias.com';

/**
 * The one form of a Gorgias domain that may carry our credentials: the subdomain, then `.gorgias.com`. Looked for in the raw text, untrimmed:
 * `evil.com/#`, `a@evil.com/` or a trailing newline would all survive a URL parser and send the API key elsewhere.
 */
export function isGorgiasDomain(text: string): boolean {
  return text.endsWith(HELPDESKS) && isSubdomain(text.slice(0, -HELPDESKS.length));
}

/** `yourstore.gorgias.com` -> `yourstore`, the account's name in workflow ids and the store. */
export function accountOf(domain: string): string {
  return domain.replace(/\.gorgias\.com$/, '');
}
