import { PersonErased } from '../../domain/privacy/person-erased';
import type { Db } from '../database/connection';
import type { Hashes } from './hashes';

/** What is about to be written, and whose it may be. */
export interface Taking<Row> {
  readonly account: string;
  readonly rows: readonly Row[];
  /** `addressName`, `customerName`, `ticketName` of all that a row is about. */
  readonly namesOf: (row: Row) => readonly string[];
}

/** Rows that are not kept, and what they were not known by before. */
export interface Refused<Row> {
  readonly row: Row;
  readonly isNew: boolean;
}

/**
 * The one place that says whether something may be taken in (spec 17): whatever writes what Gorgias, Brevo, a webhook or a program said of a
 * person asks here, in the transaction in which it writes. An erasure waits for transactions that have asked, and whoever asks later sees it.
 */
export interface ErasedPeople {
  /** Those of the rows that are about nobody who was erased. */
  admitted<Row>(tx: Db, taking: Taking<Row>): Promise<readonly Row[]>;
  /** The same, and of the others: their first name is known from now on, whoever asks by it alone. */
  sorted<Row>(
    tx: Db,
    taking: Taking<Row>,
  ): Promise<{ readonly admitted: readonly Row[]; readonly refused: readonly Refused<Row>[] }>;
  /** @throws PersonErased when it is about somebody who was erased. */
  require(tx: Db, account: string, names: readonly string[]): Promise<void>;
}

export function createErasedPeople(hashes: Hashes): ErasedPeople {
  const among = async (tx: Db, account: string, names: readonly string[]): Promise<Among> => {
    if (names.length === 0) return NOBODY;
    // A statement of its own: only what is committed before the next one begins is seen by it.
    await tx.query(HOLD_OFF, [account]);
    const hash = await hashes.known(tx, account);
    if (hash === null) return NOBODY;
    const byHash = new Map(names.map((name) => [hash(name), name]));
    const rows = await tx.query<{ hash: string; person: string }>(AMONG, [account, [...byHash.keys()]]);
    return { hash, people: new Map(rows.map((row) => [byHash.get(row.hash) ?? '', row.person])) };
  };
  const sorted: ErasedPeople['sorted'] = async (tx, { account, rows, namesOf }) => {
    const named = rows.map((row) => ({ row, names: namesOf(row) }));
    const { hash, people } = await among(tx, account, [...new Set(named.flatMap(({ names }) => names))]);
    const isErased = (name: string): boolean => people.has(name);
    const refused = named.filter(({ names }) => names.some(isErased));
    const fresh = refused.filter(({ names: [own] }) => own !== undefined && !people.has(own));
    const known = fresh.map(({ names: [own = '', ...others] }) => ({
      hash: hash(own),
      person: people.get(others.find(isErased) ?? ''),
    }));
    if (known.length > 0) await tx.query(KNOW, [account, JSON.stringify(known)]);
    const isNew = new Set(fresh);
    return {
      admitted: named.filter(({ names }) => !names.some(isErased)).map(({ row }) => row),
      refused: refused.map((one) => ({ row: one.row, isNew: isNew.has(one) })),
    };
  };
  return {
    sorted,
    admitted: async (tx, taking) => {
      const { account, rows, namesOf } = taking;
      const { people } = await among(tx, account, [...new Set(rows.flatMap(namesOf))]);
      return people.size === 0 ? rows : rows.filter((row) => !namesOf(row).some((name) => people.has(name)));
    },
    require: async (tx, account, names) => {
      if ((await among(tx, account, names)).people.size > 0) throw new PersonErased();
    },
  };
}

/** Of the names that were asked for: those of erased people, with the person. */
interface Among {
  readonly hash: (name: string) => string;
  readonly people: ReadonlyMap<string, string>;
}

const NOBODY: Among = { hash: (name) => name, people: new Map() };

const LOCK = `hashtextextended('erasing/' || $1::text, 0)`;

const HOLD_OFF = `select pg_advisory_xact_lock_shared(${LOCK})`;

/** Taken by whoever erases, while the names are written down: waits for all who have asked and not yet written. */
export const WAIT_FOR_TAKERS = `select pg_advisory_xact_lock(${LOCK})`;

const AMONG = 'select hash, person from erased_keys where account = $1 and hash = any($2::text[])';

/** Parameters: account, hashes with their people as JSON. */
export const KNOW = `insert into erased_keys (account, hash, person)
  select distinct on (hash) $1, hash, person from jsonb_to_recordset($2::jsonb) as r(hash text, person text) order by hash
  on conflict do nothing`;
