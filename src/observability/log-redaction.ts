const PERSONAL = new Set(['email', 'mail', 'phone', 'sms', 'subject', 'comment', 'firstname', 'lastname', 'address']);
const SECRET = new Set(['apikey', 'password', 'secret', 'token', 'authorization', 'cookie', 'credentials']);
const EXACT = new Set(['name', 'note', 'body', 'text', 'key']);
const PRIVATE_PAIR =
  /(?:^|_)(?:(?:api|encryption|gorgias|brevo|access|private)_key|(?:first|last|full|customer|agent|assignee|sender)_name)$/;
/** Numbers under other telling keys are counts (`noEmail: 12`), and counts are what a log is for. */
const NUMERIC = new Set(['phone', 'sms']);

/** Masks a little too much rather than too little: quotes and brackets may be part of an address. */
const EMAIL = /[^\s@]{1,64}@[^\s@]{1,255}/g;
const CREDENTIAL = /\b(?:basic|bearer)\s+[\w.~+/=-]{8,}|\bxkeysib-[\w-]+/gi;
const MASK = '[redacted]';
const MAX_DEPTH = 6;

/**
 * The net below the typed log events: values under a telling key are masked at any depth (pino's own `*.email` reaches one level only),
 * and addresses and credentials inside texts are masked too, because error messages of others may carry them.
 */
export function redactFields(fields: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return fields === undefined ? {} : maskObject(fields, 0);
}

function maskObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isSensitive(key, inner) ? MASK : mask(inner, depth)]),
  );
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return MASK;
  if (value instanceof Error) return { type: value.name, message: maskText(value.message) };
  return Array.isArray(value) ? value.map((item) => mask(item, depth + 1)) : maskObject(value, depth + 1);
}

/** Replaces e-mail addresses and credentials inside a text. */
function maskText(text: string): string {
  return text.replace(EMAIL, MASK).replace(CREDENTIAL, MASK);
}

function isSensitive(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (typeof value === 'number') return words.some((word) => NUMERIC.has(word));
  const whole = words.join('_');
  return EXACT.has(whole) || PRIVATE_PAIR.test(whole) || words.some((word) => PERSONAL.has(word) || SECRET.has(word));
}
