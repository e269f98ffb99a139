import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max';

/**
 * A phone number in E.164 (`+33612345678`), or null when the text is not one. Gorgias' phone channels hold numbers with and without their
 * country code (reference gorgias-api 0). Without one it is a number of `country`; and when there is no country either, it is none: a
 * guessed number would be a stranger's.
 */
export function normalisePhone(raw: string, country: string | null): string | null {
  const text = raw.trim().replace(/^00/, '+');
  if (text.startsWith('+')) {
    const parsed = parsePhoneNumberFromString(text, { extract: false });
    return parsed?.isPossible() === true ? parsed.number : null;
  }
  return country !== null && isPhoneCountry(country) ? ofCountry(text, country) : null;
}

/** Two capital letters of ISO 3166 that telephone numbers are known for. */
export function isPhoneCountry(text: string): text is CountryCode {
  return isSupportedCountry(text);
}

/**
 * Read as people of that country write it, or as its country code without the plus, which is how WhatsApp names numbers. Both are held to
 * the numbers that exist there (the `max` metadata): nothing else tells the one from the other.
 */
function ofCountry(text: string, country: CountryCode): string | null {
  const code = getCountryCallingCode(country);
  const valid = (parsed: PhoneNumber | undefined): PhoneNumber | null =>
    parsed?.isValid() === true && parsed.countryCallingCode === code ? parsed : null;
  const digits = digitsOf(text);
  const national = valid(parsePhoneNumberFromString(text, { defaultCountry: country, extract: false }));
  const withCode = digits.startsWith(code) ? valid(parsePhoneNumberFromString(`+${text}`, { extract: false })) : null;
  if (national === null || withCode === null || national.number === withCode.number)
    return (national ?? withCode)?.number ?? null;
  // Two numbers fit: of `4915112345678` in Germany one lacks the zero that is written there, so it is the other; else nobody can tell.
  return digitsOf(national.formatNational()) === digits ? null : withCode.number;
}

/** Digits only, as Brevo reads a number back (`33612345678`). */
export function phoneDigits(e164: string): string {
  return digitsOf(e164);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
