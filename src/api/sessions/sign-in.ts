import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role, SessionRow, Sessions } from '../../store/sessions/sessions';

/** The keys that open the door; a reader's is not set unless somebody says so. */
export interface DoorKeys {
  readonly apiKey: string;
  /** `TAJO_READ_KEY`: sees without people's addresses, and changes nothing. */
  readonly readKey: string | null;
}

export type BegunSession = SessionRow & { readonly token: string };

/** Signs browsers in: their cookie holds a random token, the database its digest, keyed by the key that opened the session. */
export interface SignIn {
  roleOfKey(key: string): Role | null;
  begin(role: Role): Promise<BegunSession>;
  /** The session of a cookie; null: it is over, or was never one. */
  find(token: string): Promise<SessionRow | null>;
  /** The same for a request that somebody has made: it goes on from here. */
  use(token: string): Promise<SessionRow | null>;
  end(token: string): Promise<boolean>;
  makeLink(): Promise<{ readonly token: string; readonly until: string }>;
  /** Signs in whoever comes first by that link, if it still works; null: it does not. */
  beginByLink(token: string): Promise<BegunSession | null>;
}

const TOKEN_BYTES = 32;
/** 32 bytes in base64url. */
export const TOKEN = /^[\w-]{43}$/;

export function createSignIn({ apiKey, readKey }: DoorKeys, sessions: Sessions): SignIn {
  const keyOf = (role: Role): string => (role === 'owner' ? apiKey : (readKey ?? ''));
  const digestsOf = (token: string): readonly string[] =>
    [apiKey, ...(readKey === null ? [] : [readKey])].map((key) => digest(key, 'session', token));
  const begin: SignIn['begin'] = async (role) => {
    const token = newToken();
    return { token, ...(await sessions.begin(digest(keyOf(role), 'session', token), role)) };
  };
  return {
    begin,
    roleOfKey: (key) => (isSame(key, apiKey) ? 'owner' : readKey !== null && isSame(key, readKey) ? 'reader' : null),
    find: (token) => sessions.find(digestsOf(token)),
    use: (token) => sessions.use(digestsOf(token)),
    end: (token) => sessions.end(digestsOf(token)),
    makeLink: async () => {
      const token = newToken();
      return { token, until: await sessions.makeLink(digest(apiKey, 'link', token)) };
    },
    beginByLink: async (token) => ((await sessions.useLink(digest(apiKey, 'link', token))) ? begin('owner') : null),
  };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

function digest(key: string, purpose: 'session' | 'link', token: string): string {
  return createHmac('sha256', key).update(`${purpose}/${token}`).digest('base64url');
}

/** Digests are compared, so the time taken tells neither length nor content. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
