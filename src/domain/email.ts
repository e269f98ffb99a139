/** RFC 3696 erratum 1690: the longest address that mail can be sent to, and its longest local part. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

/** What cannot stand in an address, and what nobody sees there (U+2800 is blank): Brevo refuses both (reference brevo-api 0). */
const FORBIDDEN = /[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800"(),:;<>[\\\]]/u;

const IN_ASCII = /^[\u0020-\u007e]*$/;

/** All but the two capitals whose small letter is of ASCII, the Kelvin sign’s k and the dotted İ’s i: they would make another person’s address. */
const CASED = /[^\u212A\u0130]+/gu;

/**
 * The key of the contact that an address belongs to: Brevo knows no case, and of a host one spelling alone, that in ASCII. Whoever is
 * written `info@münchen.de` here and `info@xn--mnchen-3ya.de` there is one contact. Null when there is nothing but space.
 */
export function emailKey(email: string | null): string | null {
  const key = keyAsWritten(email);
  if (key === null || IN_ASCII.test(key)) return key;
  const at = key.lastIndexOf('@') + 1;
  const written = key.slice(at);
  const host = isHost(written) ? asciiHost(written) : null;
  return host === null ? key : key.slice(0, at) + host;
}

/** What earlier releases took as the key: the host as it is written. What is known by a digest of that is asked for by both. */
export function keyAsWritten(email: string | null): string | null {
  const key = email?.trim().replace(CASED, (text) => text.toLowerCase()) ?? '';
  return key === '' ? null : key;
}

/**
 * The address as Brevo knows contacts: trimmed, lower-cased (Gorgias does not say whether it keeps case) and with its host in ASCII, the
 * only spelling that Brevo takes. Null when it is no address; nothing is ever repaired, a guessed address would be another person's.
 */
export function normaliseEmail(raw: string): string | null {
  const text = keyAsWritten(raw) ?? '';
  if (text.length > MAX_ADDRESS || FORBIDDEN.test(text)) return null;
  const [local, host, ...rest] = text.split('@');
  if (local === undefined || host === undefined || rest.length > 0) return null;
  const ascii = isLocalPart(local) && isHost(host) ? asciiHost(host) : null;
  if (ascii === null || !isHost(ascii)) return null;
  const email = `${local}@${ascii}`;
  return email.length <= MAX_ADDRESS ? email : null;
}

/** Whether both stand for one address, in whatever spelling. */
export function isSameAddress(one: string, other: string): boolean {
  return (normaliseEmail(one) ?? emailKey(one)) === (normaliseEmail(other) ?? emailKey(other));
}

/**
 * A host in small letters, or a label of one, as DNS knows it: `münchen.de` -> `xn--mnchen-3ya.de` (UTS 46, as WHATWG's URL applies it).
 * Null when there is no such spelling. `URL` is a global, in Temporal's workflow sandbox too, so the domain imports nothing for it.
 */
export function asciiHost(host: string): string | null {
  if (/^[a-z0-9.-]*$/.test(host)) return host;
  // Whatever would be the port, the path or the user of a URL.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(host)) return null;
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function isLocalPart(local: string): boolean {
  const fits = local.length >= 1 && local.length <= MAX_LOCAL_PART;
  return fits && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
}

/** At least two labels, the last with a letter: no top-level domain is a number (RFC 3696, 2). */
function isHost(host: string): boolean {
  const labels = host.split('.');
  const areLabels = labels.every((label) =>
    /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label),
  );
  return labels.length >= 2 && areLabels && /\p{L}/u.test(labels.at(-1) ?? '');
}
