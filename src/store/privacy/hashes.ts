import { createHmac } from 'node:crypto';
import { domainToUnicode } from 'node:url';
import { emailKey, keyAsWritten } from '../../domain/email';
import type { Db } from '../database/connection';
import type { AccountSecret, AccountSecrets } from './account-secrets';

/** Of an address as somebody wrote it: also by what an earlier release knew it by, which was its host as it was written there. */
export function addressNames(email: string | null): readonly string[] {
  const key = emailKey(email);
  const keys = new Set([key, keyAsWritten(email), key === null ? null : inUnicode(key)]);
  return [...keys].flatMap((key) => (key === null ? [] : [addressName(key)]));
}

function inUnicode(key: string): string {
  const at = key.lastIndexOf('@') + 1;
  return key.slice(0, at) + domainToUnicode(key.slice(at));
}

/** What an erased person is known by. Only its hash is kept. */
export const addressName = (emailKey: string): string => `address/${emailKey}`;
export const customerName = (id: number): string => `customer/${String(id)}`;
export const ticketName = (id: number): string => `ticket/${String(id)}`;
/** Of a ticket that has caused one. */
export const campaignName = (ticketId: number): string => `campaign/${String(ticketId)}`;

/** A name's keyed hash, hexadecimal. Who does not have the key cannot tell by trying whose it is. */
export type Hash = (name: string) => string;

export interface Hashes {
  /** Null: nobody of the account is on the list. */
  known(db: Db, account: string): Promise<Hash | null>;
  made(db: Db, account: string): Promise<Hash>;
}

/** 160 bits: no two names of an account share one. */
const DIGITS = 40;

export function createHashes(secrets: AccountSecrets): Hashes {
  return {
    known: async (db, account) => {
      const [row] = await db.query<{ sealed: string }>(KNOWN, [account]);
      return row === undefined ? null : hashBy(secrets.opened(account, row.sealed));
    },
    made: async (db, account) => hashBy(await secrets.made(db, account)),
  };
}

function hashBy({ hashKey }: AccountSecret): Hash {
  return (name) => createHmac('sha256', hashKey).update(name).digest('hex').slice(0, DIGITS);
}

const KNOWN = `select sealed from privacy_keys
  where account = $1 and exists (select 1 from erasures where account = $1)`;
