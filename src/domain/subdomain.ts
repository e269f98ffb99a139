/** What all helpdesks have in common. */
export const HELPDESKS = '.gorgias.com';

/** One DNS label in lower case. Held against the raw text, untrimmed: whoever can smuggle another host in here gets our API key. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** True for `yourstore` of yourstore.gorgias.com, which is also the account's name in workflow ids and in the store. */
export function isSubdomain(text: string): boolean {
  // Without the m flag `$` matches only at the very end in JavaScript, so a trailing newline is refused.
  return LABEL.test(text);
}
