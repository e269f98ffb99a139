/** Brevo's own state of a contact, as far as consent depends on it. */
export interface Consent {
  readonly blacklisted: boolean;
  readonly unsubscribed: readonly number[];
}

/**
 * The lists that a contact may be put on. Somebody who is blocklisted or has left a list by unsubscribing is never put back: adding would
 * look like a new consent (reference brevo-api 10, rule b).
 */
export function allowedLists(
  wanted: readonly number[],
  consent: Consent | null,
): { allowed: readonly number[]; suppressed: readonly number[] } {
  if (consent === null) return { allowed: wanted, suppressed: [] };
  const allowed = consent.blacklisted ? [] : wanted.filter((list) => !consent.unsubscribed.includes(list));
  return { allowed, suppressed: wanted.filter((list) => !allowed.includes(list)) };
}
