import { UNINSTALLED_MEANWHILE } from '../../domain/campaign/campaign-rules';
import { isAnotherBrevo } from '../../domain/account/brevo-identity';
import type { Timestamp } from '../../domain/timestamp';
import type { Accounts } from '../types';
import type { Db } from '../database/connection';
import { giveUpAll } from '../outbox/outbox';

type PublicationScope = Pick<
  Accounts,
  | 'setEnabled'
  | 'registerEvents'
  | 'publishedSince'
  | 'rulesDigest'
  | 'setRulesDigest'
  | 'keepDetailPaths'
  | 'detailsFrom'
  | 'brevoBinding'
  | 'onSameBrevo'
  | 'bindBrevo'
>;

/** Since when an account publishes what, and the Brevo account that it goes to (design D17). */
export function createPublicationScope(db: Db): PublicationScope {
  return {
    setEnabled: async (account, enabled) => {
      const sql = 'update accounts set enabled = $2 where account = $1 and enabled <> $2';
      await db.query(sql, [account, enabled]);
    },
    registerEvents: (account, events) =>
      db.transaction(async (tx) => {
        const kept = [...events, ANY];
        await tx.query('delete from told_since where account = $1 and not event = any($2::text[])', [account, kept]);
        await tx.query(REGISTER, [account, kept]);
      }),
    publishedSince: async (account) => {
      const rows = await db.query<{ event: string; since: Timestamp }>(PUBLISHED_SINCE, [account]);
      return new Map(rows.map(({ event, since }) => [event, since]));
    },
    rulesDigest: async (account) => {
      const sql = 'select rules_digest as digest from accounts where account = $1';
      const [row] = await db.query<{ digest: string | null }>(sql, [account]);
      return row?.digest ?? null;
    },
    setRulesDigest: async (account, digest) => {
      await db.query('update accounts set rules_digest = $2 where account = $1', [account, digest]);
    },
    keepDetailPaths: async (account, paths) => {
      await db.query(KEEP_DETAIL_PATHS, [account, paths]);
    },
    detailsFrom: async (account) => {
      const sql = 'select details_from as at from accounts where account = $1';
      return (await db.query<{ at: Timestamp | null }>(sql, [account]))[0]?.at ?? null;
    },
    brevoBinding: async (account) => {
      const [row] = await db.query<{ identity: string | null; keyDigest: string | null }>(BINDING, [account]);
      return row ?? { identity: null, keyDigest: null };
    },
    onSameBrevo: async (account) =>
      (await db.query<{ account: string }>(ON_SAME_BREVO, [account])).map(({ account: other }) => other),
    bindBrevo: (account, { identity, keyDigest }) =>
      db.transaction(async (tx) => {
        const [known] = await tx.query<{ identity: string | null }>(`${BINDING} for update`, [account]);
        // An account that cannot be told from the last one is taken for it: nothing is thrown away on a guess.
        const isOther = isAnotherBrevo(known?.identity ?? null, identity);
        if (isOther) await forgetBrevo(tx, account);
        await tx.query(BIND, [account, identity, keyDigest]);
        return isOther;
      }),
  };
}

// Of the first run nothing is known of what was kept before: it is taken for the same.
const KEEP_DETAIL_PATHS = `update accounts set detail_paths = $2::text[],
    details_from = case when $2::text[] <@ detail_paths then details_from when detail_paths is null then null else clock_timestamp() end
  where account = $1 and detail_paths is distinct from $2::text[]`;

/** Stays when every line of the mapping is taken away, so that one that comes back is not taken for the first. */
const ANY = '';

/** An account that comes back after an uninstallation: what happened meanwhile, or was left over, is published to nobody any more. */
export async function beginAnew(tx: Db, account: string): Promise<void> {
  const back = await tx.query(COME_BACK, [account]);
  if (back.length === 0) return;
  await giveUpAll(tx, account, UNINSTALLED_MEANWHILE);
  await tx.query(GIVE_UP_REQUESTS, [account, UNINSTALLED_MEANWHILE]);
  await tx.query(SETTLE_WAITING, [account, UNINSTALLED_MEANWHILE]);
  await tx.query('delete from told_since where account = $1', [account]);
  await tx.query('delete from account_holds where account = $1', [account]);
}

/** Their reports speak of the other account, and a repair would write them into this one. */
const AUDITS = ['audits', 'audit_findings', 'audit_counts', 'audit_traces'];

const FOR_ANOTHER = 'it was meant for the Brevo account that was connected before';

/** Another Brevo account knows nothing of what was written to the last one: its contacts, lists, consents and imports. */
async function forgetBrevo(tx: Db, account: string): Promise<void> {
  await tx.query(FORGET_PUBLICATIONS, [account]);
  for (const table of [
    ...AUDITS,
    'brevo_contacts',
    'brevo_proofs',
    'imports',
    'tag_lists',
    'named_lists',
    'list_names',
    'account_holds',
  ])
    await tx.query(`delete from ${table} where account = $1`, [account]);
  await giveUpAll(tx, account, FOR_ANOTHER);
  await tx.query(GIVE_UP_REQUESTS, [account, FOR_ANOTHER]);
  await tx.query('update accounts set tell_from = clock_timestamp() where account = $1', [account]);
}

// With the first registration everything counts from when the account was connected; a line that comes later counts from then on.
const REGISTER = `insert into told_since (account, event, since)
  select $1, event, case when exists (select 1 from told_since where account = $1) then clock_timestamp() else a.tell_from end
  from unnest($2::text[]) as e(event), accounts a where a.account = $1
  on conflict do nothing`;

const PUBLISHED_SINCE = `select t.event, greatest(t.since, a.tell_from) as since
  from told_since t join accounts a on a.account = t.account where t.account = $1`;

const BINDING = `select brevo_identity as identity, brevo_key_digest as "keyDigest" from accounts where account = $1`;

// Where Brevo did not say which account it is, one key is one account all the same.
const ON_SAME_BREVO = `select o.account from accounts a join accounts o on o.account <> a.account
    and (o.brevo_identity = a.brevo_identity or o.brevo_key_digest = a.brevo_key_digest)
  where a.account = $1 and o.state <> 'uninstalled' order by 1`;

const BIND = `update accounts set brevo_identity = coalesce($2, brevo_identity), brevo_key_digest = $3 where account = $1`;

const COME_BACK = `update accounts set installed_at = clock_timestamp(), tell_from = clock_timestamp()
  where account = $1 and state = 'uninstalled' returning account`;

// Said now, for the workflows that waited were ended: asked again, the rules would say that nobody watched when the ticket ended. How the
// ticket ended stands before the first semicolon (`describeView`); one whose answer is awaited is still to end.
const SETTLE_WAITING = `with settled as (
  update decisions set kind = 'skip', why = $2, until_at = null, asked_at = clock_timestamp(),
    rules = rules || jsonb_build_array(jsonb_build_object('rule', 'still_installed', 'says', 'skip', 'sentence', $2::text))
  where account = $1 and kind in ('wait', 'held') returning ticket_id
)
update ticket_states s set stage = case when s.stage = 'held' then 'ended' else s.stage end, held_by = null, stood_at = clock_timestamp(),
    sentence = case when s.stage = 'waiting' then s.sentence else split_part(s.sentence, '; ', 1) end || '; no campaign: ' || $2
  where account = $1 and (s.stage = 'waiting' or s.ticket_id in (select ticket_id from settled)) and s.stage <> 'open'`;

const GIVE_UP_REQUESTS = `update campaign_requests set status = 'given-up', reason = $2, until_at = null, settled_at = clock_timestamp(),
    params = null
  where account = $1 and status in ('asked', 'held')`;

const FORGET_PUBLICATIONS = `update contacts set hash = null, lists = '{}', sent = '{}', clearing = '{}', process_id = null, alone = false, published_at = null,
    due_at = coalesce(due_at, clock_timestamp()), due_version = due_version + 1
  where account = $1`;
