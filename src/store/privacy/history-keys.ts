import { randomBytes, randomUUID } from 'node:crypto';
import { KEY_BYTES } from '../../crypto/encryption-key';
import { createKeyring, type Keyring } from '../../crypto/keyring';
import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import { jsonRows, onlyRow } from '../database/values';
import type { AccountSecrets } from './account-secrets';

/** Which history: `ticket/123` or `campaign/<id>` of an account. */
export interface HistorySubject {
  readonly account: string;
  readonly subject: string;
}

/**
 * A key for the histories of each ticket and each campaign, which belong to one person. Whoever erases the person deletes the key, and what
 * Temporal still has opens for nobody (spec 17).
 */
export interface HistoryKeys {
  /** Makes the key when there is none. */
  of(subject: HistorySubject): Promise<Keyring>;
  /** The one with that id; null: it was destroyed. */
  find(id: string): Promise<Keyring | null>;
  /** Those of these that have no key. */
  unknown(subjects: readonly HistorySubject[]): Promise<readonly HistorySubject[]>;
  /** Those of these ids that no key has. */
  lost(ids: readonly string[]): Promise<readonly string[]>;
  /** When the newest was made; null: there is none. Reads them all. */
  newestAt(): Promise<Timestamp | null>;
}

/** A process goes on using a key for so long after it was destroyed by another: what it seals with it opens for nobody either. */
const REMEMBERED_MS = 10_000;
const MOST_REMEMBERED = 5_000;

export function createHistoryKeys(db: Db, secrets: AccountSecrets): HistoryKeys {
  const bySubject = remembering<Keyring>();
  const byId = remembering<Keyring>();
  const openRow = async ({ id, account, sealed }: KeyRow): Promise<Keyring> => {
    const key = (await sealer(db, secrets, account)).open(Buffer.from(sealed, 'base64'), placeOf(id));
    return byId.keep(id, createKeyring({ keys: [{ id, key }] }));
  };
  return {
    of: async ({ account, subject }) => {
      const name = `${account}/${subject}`;
      const known = bySubject.find(name);
      if (known !== undefined) return known;
      const [row] = await db.query<KeyRow>(FIND, [account, subject]);
      if (row !== undefined) return bySubject.keep(name, await openRow(row));
      const id = randomUUID();
      const sealed = (await sealer(db, secrets, account)).seal(randomBytes(KEY_BYTES), placeOf(id)).toString('base64');
      // Two may make one at the same time: both use that of the first.
      await db.query(MAKE, [id, account, subject, sealed]);
      return bySubject.keep(name, await openRow(onlyRow(await db.query<KeyRow>(FIND, [account, subject]))));
    },
    find: async (id) => {
      const known = byId.find(id);
      if (known !== undefined) return known;
      const [row] = await db.query<KeyRow>(FIND_BY_ID, [id]);
      return row === undefined ? null : openRow(row);
    },
    unknown: (subjects) => db.query<HistorySubject>(UNKNOWN, [jsonRows(subjects)]),
    lost: async (ids) => (await db.query<{ id: string }>(LOST, [[...ids]])).map(({ id }) => id),
    newestAt: async () => onlyRow(await db.query<{ at: Timestamp | null }>(NEWEST)).at,
  };
}

async function sealer(db: Db, secrets: AccountSecrets, account: string): Promise<Keyring> {
  const { sealingKey } = await secrets.made(db, account);
  return createKeyring({ keys: [{ id: 'account', key: sealingKey }] });
}

function placeOf(id: string): string {
  return `history_keys/${id}`;
}

interface Remembering<Value> {
  readonly find: (name: string) => Value | undefined;
  readonly keep: (name: string, value: Value) => Value;
}

/** The newest values, for a while. */
function remembering<Value>(): Remembering<Value> {
  const kept = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    find: (name) => {
      const entry = kept.get(name);
      return entry !== undefined && Date.now() < entry.untilMs ? entry.value : undefined;
    },
    keep: (name, value) => {
      kept.delete(name);
      kept.set(name, { value, untilMs: Date.now() + REMEMBERED_MS });
      const [oldest] = kept.keys();
      if (kept.size > MOST_REMEMBERED && oldest !== undefined) kept.delete(oldest);
      return value;
    },
  };
}

interface KeyRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: string;
}

const FIND = 'select id::text as id, account, sealed from history_keys where account = $1 and subject = $2';
const FIND_BY_ID = 'select id::text as id, account, sealed from history_keys where id = $1::uuid';

const MAKE = `insert into history_keys (id, account, subject, sealed) values ($1::uuid, $2, $3, $4)
  on conflict (account, subject) do nothing`;

const UNKNOWN = `select account, subject from jsonb_to_recordset($1::jsonb) as r(account text, subject text)
  where not exists (select 1 from history_keys k where k.account = r.account and k.subject = r.subject)`;

const LOST = `select id::text as id from unnest($1::uuid[]) as r(id) where not exists (select 1 from history_keys k where k.id = r.id)`;

const NEWEST = 'select max(made_at) as at from history_keys';
