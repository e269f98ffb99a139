/**
 * The address as Brevo knows contacts: trimmed and lower-cased (Gorgias does not say whether it keeps case). Null when it is no address;
 * nothing is ever repaired, a guessed address would be another person's.
 */
export function normaliseEmail(raw: string): string | null {
  const email = raw.trim().toLowerCase();
  if (email.length > 254 || /[\s"(),:;<>[\\\]]/.test(email)) return null;
  const [local, domain, ...rest] = email.split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return null;
  return isLocalPart(local) && isHost(domain) ? email : null;
}

function isLocalPart(local: string): boolean {
  return (
    local.length >= 1 && local.length <= 64 && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..')
  );
}

function isHost(domain: string): boolean {
  const labels = domain.split('.');
  return (
    labels.length >= 2 && labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  );
}
