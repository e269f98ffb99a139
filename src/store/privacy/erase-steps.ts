import { inAccount } from '../database/in-account';
import type { Db } from '../database/connection';
import { inParts } from '../database/parts';
import { jsonText, onlyRow } from '../database/values';
import { KNOW } from './erased-people';
import type { OnTheWire, Privacy } from './erasure-types';
import { type Deleted, forgetPeople, forgetTickets, summed } from './forget';
import { campaignName, type Hashes } from './hashes';
import { PERSON_TABLES } from './person-tables';
import { GIVEN_PERSON, GIVEN_TICKETS } from './person-export';
import { type Scope, SCOPE } from './scope';

const TICKETS_AT_ONCE = 100;
/** No request to a vendor takes longer, nor waits longer before it is made (`store/accounts/admission.ts`). */
const ON_THE_WIRE = `interval '30 seconds'`;

type Steps = Pick<
  Privacy,
  | 'scope'
  | 'workflowsEnded'
  | 'giveUp'
  | 'onTheWire'
  | 'eraseSlice'
  | 'eraseAgain'
  | 'importsUnderWay'
  | 'brevoErased'
  | 'brevoErasedAgain'
  | 'waitsForBrevo'
  | 'finish'
  | 'forgetTicket'
>;

/** The steps of an erasure whose door is shut. Each may be repeated, and goes on where it was stopped. */
export function createEraseSteps(db: Db, hashes: Hashes): Steps {
  return {
    scope: async (account, person) => (await db.query<Kept>(SCOPE, [account, person]))[0]?.scope ?? null,
    workflowsEnded: async (account, person, ended) => {
      const sql = 'update erasures set workflows = workflows + $3 where account = $1 and person = $2';
      await db.query(sql, [account, person, ended]);
    },
    giveUp: async (account, person) => {
      const scope = (await db.query<Kept>(SCOPE, [account, person]))[0]?.scope;
      if (!scope) return;
      await db.query(giveUp(GIVEN_PERSON, OF_PERSON), [account, scope.emailKeys, scope.customerIds]);
      for (const part of inParts(scope.ticketIds)) await db.query(giveUp(GIVEN_TICKETS, OF_TICKETS), [account, part]);
    },
    onTheWire: async (account, person) => {
      const scope = (await db.query<Kept>(SCOPE, [account, person]))[0]?.scope;
      if (!scope) return { sending: 0, contact: false, sinceMs: 0 };
      const params = [account, scope.emailKeys, scope.customerIds, person];
      const { keys, contact, sinceMs } = onlyRow(await db.query<WireRow>(WIRE, params));
      // A ticket's campaign is found by its address and by its ticket.
      const sending = new Set(keys);
      for (const part of inParts(scope.ticketIds))
        for (const { key } of await db.query<{ key: string }>(SENDING_OF_TICKETS, [account, part])) sending.add(key);
      return { sending: sending.size, contact, sinceMs };
    },
    eraseSlice: (account, person) => inAccount(db, account, (tx) => eraseSlice({ tx, hashes }, account, person)),
    importsUnderWay: async (account, person) =>
      (await db.query<{ id: number }>(UNDER_WAY, [account, person])).map(({ id }) => id),
    brevoErased: async (account, person, { end, imports }) => {
      await db.query(BREVO_ERASED, [account, person, end, [...imports]]);
    },
    brevoErasedAgain: async (account, person, imports) => {
      const sql = 'update erasures set again_at = clock_timestamp(), imports = $3 where account = $1 and person = $2';
      await db.query(sql, [account, person, [...imports]]);
    },
    waitsForBrevo: async (account, person) => (await db.query(WAITS, [account, person])).length > 0,
    eraseAgain: async (account, person) => {
      const sql = `update erasures set scope = jsonb_set(scope, '{at}', '0') where account = $1 and person = $2 and scope is not null`;
      await db.query(sql, [account, person]);
    },
    finish: (account, person) => inAccount(db, account, (tx) => finish(tx, account, person)),
    forgetTicket: (account, ticketId) =>
      inAccount(db, account, async (tx) => {
        await forgetTickets(tx, account, [ticketId]);
      }),
  };
}

interface Kept {
  /** `at`: how many of the tickets are deleted. */
  readonly scope: (Scope & { readonly at: number }) | null;
}

async function eraseSlice(
  { tx, hashes }: { readonly tx: Db; readonly hashes: Hashes },
  account: string,
  person: string,
): Promise<boolean> {
  const scope = await locked(tx, account, person);
  if (scope === null) return true;
  const { emailKeys, customerIds, ticketIds, at } = scope;
  const slice = ticketIds.slice(at, at + TICKETS_AT_ONCE);
  const campaigns = slice.length === 0 ? [] : await tx.query<{ id: number }>(CAMPAIGNS, [account, slice]);
  if (campaigns.length > 0) {
    // At most one for a ticket, ever: also when the person is allowed back and the ticket is closed once more.
    const hash = await hashes.made(tx, account);
    await tx.query(KNOW, [account, jsonText(campaigns.map(({ id }) => ({ hash: hash(campaignName(id)), person })))]);
  }
  const deleted =
    slice.length > 0
      ? await forgetTickets(tx, account, slice)
      : await forgetPeople(tx, account, { emailKeys, customerIds });
  await keep(tx, { account, person, deleted }, at + slice.length);
  if (slice.length > 0) return false;
  await tx.query(STORE_DONE, [account, person]);
  return true;
}

/** Nobody knows any more whom it was about. */
async function finish(tx: Db, account: string, person: string): Promise<boolean> {
  if ((await locked(tx, account, person)) === null) return true;
  return (await tx.query(FINISH, [account, person])).length > 0;
}

async function locked(tx: Db, account: string, person: string): Promise<Kept['scope']> {
  return (await tx.query<Kept>(`${SCOPE} for update`, [account, person]))[0]?.scope ?? null;
}

async function keep(
  tx: Db,
  { account, person, deleted }: { readonly account: string; readonly person: string; readonly deleted: Deleted },
  at: number,
): Promise<void> {
  const [before] = await tx.query<{ deleted: Deleted }>(DELETED, [account, person]);
  const sum = jsonText(summed(before?.deleted ?? {}, deleted));
  await tx.query(KEEP, [account, person, at, sum]);
}

// What was given up has not left (`activities/campaigns/intended-campaign.ts`).
const CAMPAIGNS = `select distinct ticket_id as id from outbox
  where account = $1 and ticket_id = any($2::bigint[]) and kind = 'campaign' and state <> 'given_up'`;

const DELETED = 'select deleted from erasures where account = $1 and person = $2';
// All of a large person's tickets stand in it: only where it stands is said.
const KEEP = `update erasures set scope = jsonb_set(scope, '{at}', to_jsonb($3::int)), deleted = $4::jsonb
  where account = $1 and person = $2`;
const STORE_DONE = `update erasures set store_at = coalesce(store_at, clock_timestamp()) where account = $1 and person = $2`;

/** An import of which Brevo says nothing by then is given up; the receipt says so. */
const IMPORTS_WAIT = `interval '1 day'`;

const BREVO_IS_DONE = `(not brevo
  or brevo_at is not null and (imports = '{}' or brevo_at < clock_timestamp() - ${IMPORTS_WAIT}))`;

const WAITS = `select 1 from erasures where account = $1 and person = $2 and state = 'erasing' and not ${BREVO_IS_DONE}`;

const FINISH = `update erasures set state = 'erased', scope = null, erased_at = clock_timestamp()
  where account = $1 and person = $2 and state = 'erasing' and ${BREVO_IS_DONE} returning 1`;

// Deleted once and unknown the second time, with addresses that were added since: deleted.
const BREVO_ERASED = `update erasures set brevo_at = clock_timestamp(), imports = $4::bigint[],
    brevo_end = case when brevo_end = 'deleted' and $3 = 'unknown' then brevo_end else $3 end
  where account = $1 and person = $2 and brevo_at is null`;

const { ofPerson = 'false', ofTickets = 'false' } = PERSON_TABLES.find(({ table }) => table === 'outbox') ?? {};
const OF_PERSON = `key = any(array(select key from outbox where ${ofPerson}))`;
// Its index knows what is not settled, which is little of a ticket of years ago.
const OF_TICKETS = `state in ('intended', 'sending') and ${ofTickets}`;

// What may be on the wire is left to whoever sent it.
const giveUp = (given: string, where: string): string => `with ${given}
  update outbox set state = case when state = 'sending' then 'unknown' else 'given_up' end, reason = 'the person was erased',
    params = null, settled_at = clock_timestamp()
  where account = $1 and ${where} and (state = 'intended' or state = 'sending' and token is null)`;

// Whoever is in an import is not known of each: what was sent before nothing of the person left any more.
const IMPORTS_OF_THEN = `select process_id as id from imports, me
  where account = $1 and state = 'running' and sent_at < me.shut_at + ${ON_THE_WIRE} * 1.5`;

const UNDER_WAY = `with me as (select shut_at from erasures where account = $1 and person = $2) ${IMPORTS_OF_THEN}`;

// A contact whose publication began before the door was shut has no hash until it is settled.
const IS_ON_THE_WIRE = `state = 'sending' and token is not null and tried_at > clock_timestamp() - ${ON_THE_WIRE}`;

const SENDING_OF_TICKETS = `with ${GIVEN_TICKETS} select key from outbox where ${OF_TICKETS} and ${IS_ON_THE_WIRE}`;

interface WireRow extends Pick<OnTheWire, 'contact' | 'sinceMs'> {
  /** Of the outbox. */
  readonly keys: readonly string[];
}

const WIRE = `with ${GIVEN_PERSON}, me as (
    select extract(epoch from clock_timestamp() - shut_at) * 1000 as since_ms, shut_at from erasures where account = $1 and person = $4
  )
  select array(select key from outbox where account = $1 and ${OF_PERSON} and ${IS_ON_THE_WIRE}) as keys,
    (exists (select 1 from contacts where account = $1 and email_key = any($2::text[])
        and (process_id is not null or hash is null and clock_timestamp() < me.shut_at + ${ON_THE_WIRE} * 1.5))
      or exists (${IMPORTS_OF_THEN})) as contact,
    me.since_ms::double precision as "sinceMs"
  from me`;
