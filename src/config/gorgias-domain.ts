/**
 * The one form of a Gorgias domain that may carry our credentials: one label, lower case, then `.gorgias.com`. Looked for in the raw
 * text, untrimmed: `evil.com/#`, `a@evil.com/` or a trailing newline would all survive a URL parser and send the API key elsewhere.
 */
const GORGIAS_DOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.gorgias\.com$/;

export const GORGIAS_DOMAIN_WORDS =
  'your full Gorgias domain in lower case, one subdomain and nothing else, such as yourstore.gorgias.com';

export function isGorgiasDomain(text: string): boolean {
  // Without the m flag `$` still matches only at the very end in JavaScript, so a trailing newline is refused.
  return GORGIAS_DOMAIN.test(text);
}

/** `yourstore.gorgias.com` -> `yourstore`, the account's name in workflow ids and the store. */
export function accountOf(domain: string): string {
  return domain.replace(/\.gorgias\.com$/, '');
}
