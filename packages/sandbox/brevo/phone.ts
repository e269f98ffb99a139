/**
 * Accepts `91…`, `+91…` and `0091…` and keeps bare digits (brevo-api.md 4.3). Null: not a number with a country code.
 * Eight to fifteen digits, as E.164 allows.
 */
export function normalisePhone(text: string): string | null {
  const bare = text.replace(/[\s().-]/g, '').replace(/^(\+|00)/, '');
  return /^[1-9]\d{7,14}$/.test(bare) ? bare : null;
}
