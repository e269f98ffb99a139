/** Keys that name a secret, whatever their spelling: `api_key`, `brevoApiKey`, `GORGIAS_API_KEY`, `webhook-secret`. */
const SECRET_KEY = /^(?:.*[_-])?(?:api[_-]?key|password|passwd|passphrase|secret|token|credentials?|private[_-]?key)$/;
/** Brevo's keys for the API, for SMTP and for its MCP server announce themselves. */
const BREVO_KEY = /xkeysib-|xsmtpsib-/i;
const KEY_LIKE = /[A-Za-z0-9+/=_-]{24,}/;

/** Environment variables whose value must never reach the configuration, because the configuration may be printed. */
export const SECRET_VARIABLES: readonly string[] = [
  'TAJO_API_KEY',
  'TAJO_READ_KEY',
  'TAJO_ENCRYPTION_KEY',
  'GORGIAS_API_KEY',
  'GORGIAS_WEBHOOK_SECRET',
  'BREVO_API_KEY',
  'DATABASE_URL',
];

export function namesSecret(key: string): boolean {
  const spelled = key.slice(0, 100).replace(/([a-z])([A-Z])/g, '$1_$2');
  return SECRET_KEY.test(spelled.toLowerCase());
}

/** Only what is a secret without doubt; a value that merely might be one is masked, not refused. */
export function isBrevoKey(text: string): boolean {
  return BREVO_KEY.test(text);
}

/** True when text must not be repeated in a message: keys, and anything with user info in front of a host. */
export function mayHoldSecret(whole: string): boolean {
  const text = whole.slice(0, 200);
  if (isBrevoKey(text) || /:\/\/.*@|:.*@/.test(text)) return true;
  const [run] = KEY_LIKE.exec(text) ?? [];
  return run !== undefined && /\d/.test(run) && /[A-Za-z]/.test(run);
}

/**
 * The variable to use instead of a secret in the file.
 * @param setting dotted, with the sections it stands in: `brevo.api_key` is the key of Brevo
 */
export function variableFor(setting: string): string {
  const spelled = setting.toLowerCase();
  const key = spelled.split('.').at(-1) ?? '';
  if (spelled.includes('brevo')) return 'BREVO_API_KEY';
  if (spelled.includes('webhook') || key === 'secret') return 'GORGIAS_WEBHOOK_SECRET';
  return spelled.includes('tajo') ? 'TAJO_API_KEY' : 'GORGIAS_API_KEY';
}
