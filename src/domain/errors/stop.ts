/**
 * Codes of errors that only a person can end: a key, credits, a pause, a mapping. Nothing of the account can go on before, and what waits for
 * it asks nothing of anybody meanwhile. Apart from `errors.ts`, whose texts a cached workflow need not carry.
 */
export function isStop(code: string): boolean {
  return (
    code.startsWith('auth.') || code.startsWith('account.') || code === 'brevo.no_credits' || code === 'config.invalid'
  );
}
