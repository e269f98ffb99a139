import { emailKey } from '../../domain/email';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { Db } from '../database/connection';
import { inParts } from '../database/parts';
import { jsonText, onlyRow } from '../database/values';
import { KNOW, WAIT_FOR_TAKERS } from './erased-people';
import type { Erasure, Privacy } from './erasure-types';
import { addressName, addressNames, customerName, type Hash, type Hashes, ticketName } from './hashes';
import { type Scope, SCOPE, scopeOf } from './scope';

type Erasures = Pick<
  Privacy,
  'begin' | 'widen' | 'find' | 'findByAddress' | 'findByTicket' | 'erasedOf' | 'isTicketErased' | 'allow'
>;

/** Who asked to be erased, by hash: the list that keeps them from coming back, and the receipts. */
export function createErasures(db: Db, hashes: Hashes): Erasures {
  const find: Erasures['find'] = async (account, person) =>
    (await db.query<Erasure>(FIND, [account, person]))[0] ?? null;
  const findByAddress: Erasures['findByAddress'] = async (account, email) => {
    const hash = await hashes.known(db, account);
    return hash === null ? null : find(account, await personOf(db, account, addressNames(email).map(hash)));
  };
  return {
    find,
    findByAddress,
    begin: (account, email, { brevo }) =>
      db.transaction(async (tx) => {
        const key = keyOf(email);
        const hash = await hashes.made(tx, account);
        // Whatever was asked for before this is written by now, and found by what follows.
        await tx.query(WAIT_FOR_TAKERS, [account]);
        const scope = await scopeOf(tx, account, { emailKeys: [key], customerIds: [] });
        const person = await personOf(tx, account, addressNames(email).map(hash));
        await know(tx, account, { hash, person, scope });
        await tx.query(BEGIN, [account, person, brevo, jsonText({ ...scope, at: 0 })]);
        return onlyRow(await tx.query<Erasure>(FIND, [account, person]));
      }),
    widen: (account, person, found) =>
      db.transaction(async (tx) => {
        const hash = await hashes.made(tx, account);
        await tx.query(WAIT_FOR_TAKERS, [account]);
        return widen(tx, { account, person, hash }, found);
      }),
    findByTicket: async (account, ticketId) => {
      const hash = await hashes.known(db, account);
      const rows = hash === null ? [] : await db.query<Known>(KNOWN_OF, [account, [hash(ticketName(ticketId))]]);
      const [row] = rows;
      return row === undefined ? null : find(account, row.person);
    },
    erasedOf: async (account, emailKeys) => {
      const hash = await hashes.known(db, account);
      if (hash === null) return new Set();
      const names = new Map(emailKeys.map((key) => [hash(addressName(key)), key]));
      const rows = await db.query<Known>(KNOWN_OF, [account, [...names.keys()]]);
      return new Set(rows.flatMap((row) => names.get(row.hash) ?? []));
    },
    isTicketErased: async (account, ticketId) => {
      const hash: Hash | null = await hashes.known(db, account);
      return hash !== null && (await db.query(IS_KNOWN, [account, hash(ticketName(ticketId))])).length > 0;
    },
    allow: async (account, email) => {
      const found = await findByAddress(account, email);
      if (found === null || found.state === 'allowed') return found;
      if (found.state === 'erasing')
        throw new ConnectorError('conflict.already_running', 'This person is being erased just now');
      await db.query(ALLOW, [account, found.person]);
      return find(account, found.person);
    },
  };
}

function keyOf(email: string): string {
  return emailKey(email) ?? '';
}

/** Somebody with several addresses is one person, whichever of them is given: known by the one that they were first erased by. */
async function personOf(db: Db, account: string, hashes: readonly string[]): Promise<string> {
  return (await db.query<Known>(KNOWN_OF, [account, hashes]))[0]?.person ?? hashes[0] ?? '';
}

/** From then on nothing of these is taken in. */
async function know(
  tx: Db,
  account: string,
  { hash, person, scope }: { readonly hash: Hash; readonly person: string; readonly scope: Scope },
): Promise<void> {
  for (const names of inParts(namesOf(scope)))
    await tx.query(KNOW, [account, jsonText(names.map((name) => ({ hash: hash(name), person })))]);
}

/** Addresses first: they are what stays when everything else was forgotten. */
function namesOf({ emailKeys, customerIds, ticketIds }: Scope): readonly string[] {
  return [...emailKeys.map(addressName), ...customerIds.map(customerName), ...ticketIds.map(ticketName)];
}

async function widen(
  tx: Db,
  { account, person, hash }: { readonly account: string; readonly person: string; readonly hash: Hash },
  found: Parameters<Privacy['widen']>[2],
): Promise<boolean> {
  const [row] = await tx.query<{ scope: Scope }>(LOCKED_SCOPE, [account, person]);
  if (row === undefined) return false;
  const { emailKeys, customerIds, ticketIds, requestIds } = row.scope;
  const scope = await scopeOf(tx, account, {
    emailKeys: [...emailKeys, ...found.flatMap(({ email }) => emailKey(email) ?? [])],
    customerIds: [...customerIds, ...found.map(({ id }) => id)],
  });
  // What was deleted here already is the person's all the same.
  const wider = {
    ...scope,
    ticketIds: [...new Set([...ticketIds, ...scope.ticketIds])],
    requestIds: [...new Set([...requestIds, ...scope.requestIds])],
  };
  const isWider = sizeOf(wider) > sizeOf(row.scope);
  await tx.query(ASKED, [account, person]);
  if (!isWider) return false;
  await know(tx, account, { hash, person, scope: wider });
  await tx.query(WIDEN, [account, person, jsonText({ ...wider, at: 0 })]);
  return true;
}

function sizeOf(scope: Scope): number {
  return namesOf(scope).length + scope.requestIds.length;
}

const FIND = `select person, state, brevo, deleted, workflows, shut_at as "shutAt", store_at as "storeAt", brevo_at as "brevoAt",
    brevo_end as "brevoEnd", to_jsonb(imports) as imports, again_at as "againAt", gorgias_at as "gorgiasAt", erased_at as "erasedAt", allowed_at as "allowedAt"
  from erasures where account = $1 and person = $2`;

interface Known {
  readonly hash: string;
  readonly person: string;
}

const KNOWN_OF = 'select hash, person from erased_keys where account = $1 and hash = any($2::text[])';

const IS_KNOWN = 'select 1 from erased_keys where account = $1 and hash = $2';

// What Brevo has deleted already is said by a later erasure that does not ask it again; whoever was let back may be there anew.
const BREVO_STANDS = `not excluded.brevo and e.state <> 'allowed' or e.brevo and e.state = 'erasing'`;

// One that runs goes on with whom it is about; one that is over begins anew.
const BEGIN = `insert into erasures as e (account, person, brevo, scope) values ($1, $2, $3, $4::jsonb)
  on conflict (account, person) do update set
    brevo = excluded.brevo or e.brevo and e.state = 'erasing', state = 'erasing', allowed_at = null, erased_at = null,
    scope = case when e.state = 'erasing' then e.scope else excluded.scope end,
    deleted = case when e.state = 'erasing' then e.deleted else '{}' end,
    workflows = case when e.state = 'erasing' then e.workflows else 0 end,
    shut_at = case when e.state = 'erasing' then e.shut_at else clock_timestamp() end,
    store_at = case when e.state = 'erasing' then e.store_at end,
    brevo_at = case when ${BREVO_STANDS} then e.brevo_at end,
    brevo_end = case when ${BREVO_STANDS} then e.brevo_end end,
    imports = case when e.state = 'erasing' then e.imports else '{}' end,
    again_at = case when e.state = 'erasing' then e.again_at end,
    gorgias_at = case when e.state = 'erasing' then e.gorgias_at end`;

const LOCKED_SCOPE = `${SCOPE} and scope is not null for update`;

const ASKED = 'update erasures set gorgias_at = clock_timestamp() where account = $1 and person = $2';

// The door is shut only now for what was added, and nothing of it is deleted yet, here or in Brevo. What Brevo said of the others stays.
const WIDEN = `update erasures set scope = $3::jsonb, shut_at = clock_timestamp(), store_at = null,
    brevo_at = case when not brevo then brevo_at end, imports = '{}', again_at = null
  where account = $1 and person = $2`;

// What they were known by stays, as hashes: by it is told what is from before.
const ALLOW = `with allowed as (
    update erasures set state = 'allowed', allowed_at = clock_timestamp()
    where account = $1 and person = $2 and state = 'erased' returning allowed_at
  ), gone as (
    delete from erased_keys where account = $1 and person = $2 and exists (select 1 from allowed) returning hash
  )
  insert into allowed_keys (account, hash, allowed_at) select $1, hash, allowed_at from gone, allowed order by hash
  on conflict (account, hash) do update set allowed_at = excluded.allowed_at`;
