import { firstMatch, matchesAny } from './address-pattern';
import { normaliseEmail } from '../email';

/**
 * What an address of Gorgias is worth. `address`: Brevo can be asked and told about it under `email`. `invalid_email`: Brevo takes no such
 * address. `excluded`: one that nobody is to be written to at.
 */
export type AddressVerdict =
  | { readonly kind: 'address'; readonly email: string }
  | { readonly kind: 'invalid_email' }
  | { readonly kind: 'excluded' };

/** The one place that decides whether an address is written to; `exclude` as it stands in the account's configuration. */
export function judgeAddress(raw: string, exclude: readonly string[]): AddressVerdict {
  const email = normaliseEmail(raw);
  if (email === null) return { kind: 'invalid_email' };
  return matchesAny(email, exclude) ? { kind: 'excluded' } : { kind: 'address', email };
}

/**
 * Why nobody is written to at an address, to follow "the customer’s e-mail address"; null: somebody is. It names nobody: a pattern without a
 * star is the address itself.
 */
export function whyUnfit(raw: string, exclude: readonly string[]): string | null {
  const email = normaliseEmail(raw);
  if (email === null) return 'is none that mail can be sent to';
  const pattern = firstMatch(email, exclude);
  if (pattern === null) return null;
  return pattern.includes('*') ? `is left out by \`exclude\` (${pattern})` : 'is left out by `exclude`';
}
