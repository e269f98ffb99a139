import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { onlyRow } from '../database/values';

/** `owner`: opened by the connector's key; `reader`: by the read-only one. */
export type Role = 'owner' | 'reader';

export interface SessionRow {
  readonly role: Role;
  /** It ends then, if nobody asks for anything before. */
  readonly idleUntil: Timestamp;
  /** It ends then in any case. */
  readonly until: Timestamp;
}

/** Browsers that are signed in. Nobody who reads the table can sign in by it: it holds digests, keyed by a key that is not in it. */
export interface Sessions {
  begin(digest: string, role: Role): Promise<SessionRow>;
  /** The living one with one of these digests; null: there is none, or it is over. */
  find(digests: readonly string[]): Promise<SessionRow | null>;
  /** The same, which has just been used. */
  use(digests: readonly string[]): Promise<SessionRow | null>;
  /** True: it was there. */
  end(digests: readonly string[]): Promise<boolean>;
  /** Answers until when the link works. */
  makeLink(digest: string): Promise<Timestamp>;
  /** True for one asker, once, and only while it works. */
  useLink(digest: string): Promise<boolean>;
}

const IDLE = `interval '12 hours'`;
const LONGEST = `interval '7 days'`;
const LINK = `interval '10 minutes'`;
/** That it is used is written down no more often. */
const NOTED_AFTER = `interval '1 minute'`;

const ROW = `role, least(seen_at + ${IDLE}, begun_at + ${LONGEST}) as "idleUntil", begun_at + ${LONGEST} as until`;
const ALIVE = `seen_at > clock_timestamp() - ${IDLE} and begun_at > clock_timestamp() - ${LONGEST}`;

export function createSessions(db: Db): Sessions {
  const find: Sessions['find'] = async (digests) => (await db.query<SessionRow>(FIND, [[...digests]]))[0] ?? null;
  return {
    begin: async (digest, role) => {
      // Here, because it costs nobody else anything: so many are begun as people sign in.
      await db.query(`delete from sessions where not (${ALIVE})`);
      return onlyRow(await db.query<SessionRow>(BEGIN, [digest, role]));
    },
    find,
    use: async (digests) => {
      const found = await find(digests);
      if (found !== null) await db.query(NOTE, [[...digests]]);
      return found;
    },
    end: async (digests) => (await db.query(END, [[...digests]])).length > 0,
    makeLink: async (digest) => {
      await db.query(`delete from sign_in_links where made_at < clock_timestamp() - ${LINK}`);
      return onlyRow(await db.query<{ until: Timestamp }>(MAKE_LINK, [digest])).until;
    },
    useLink: async (digest) => {
      const [used] = await db.query<{ works: boolean }>(USE_LINK, [digest]);
      return used?.works === true;
    },
  };
}

const BEGIN = `insert into sessions (digest, role) values ($1, $2) returning ${ROW}`;

const FIND = `select ${ROW} from sessions where digest = any($1::text[]) and ${ALIVE}`;

const NOTE = `update sessions set seen_at = clock_timestamp()
  where digest = any($1::text[]) and seen_at < clock_timestamp() - ${NOTED_AFTER}`;

const END = 'delete from sessions where digest = any($1::text[]) returning 1';

const MAKE_LINK = `insert into sign_in_links (digest) values ($1) returning made_at + ${LINK} as until`;

const USE_LINK = `delete from sign_in_links where digest = $1 returning made_at > clock_timestamp() - ${LINK} as works`;
