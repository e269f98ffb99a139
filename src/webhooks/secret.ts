import { createHash, timingSafeEqual } from 'node:crypto';

export const SECRET_HEADER = 'X-Webhook-Secret';

/** True when the values of the header are one of `secrets`, given exactly once. */
export type SecretCheck = (values: readonly string[] | undefined) => boolean;

/**
 * Several secrets are valid at once, so that one can be changed without losing a webhook. Digests are compared, and all of them, so the
 * time taken tells neither length nor content nor which secret it was.
 */
export function createSecretCheck(secrets: readonly string[]): SecretCheck {
  const expected = secrets.map(digest);
  return (values) => {
    const [given, ...more] = values ?? [];
    if (given === undefined || more.length > 0) return false;
    const seen = digest(given);
    return expected.map((secret) => timingSafeEqual(secret, seen)).some((same) => same);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
