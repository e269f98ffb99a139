import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A phone number in E.164 (`+33612345678`), or null when the text is not one. Gorgias' phone channels hold numbers with their country
 * code, sometimes without the plus; a number without a country code is not guessed, since it would be a stranger's in another country.
 */
export function normalisePhone(raw: string): string | null {
  const text = raw.trim().replace(/^00/, '+');
  const international = /^\d{8,15}$/.test(text) ? `+${text}` : text;
  if (!international.startsWith('+')) return null;
  const parsed = parsePhoneNumberFromString(international, { extract: false });
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** Digits only, as Brevo reads a number back (`33612345678`). */
export function phoneDigits(e164: string): string {
  return e164.replace(/\D/g, '');
}
