import { keepRefusals } from './kept-refusals';
import type { BrevoStateRow, Contacts } from '../types';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { writeAdmitted } from './admitted-contacts';
import { createFormerAddresses, type FormerAddresses } from './former-addresses';
import { createNamedLists, type NamedLists } from './named-lists';

type BrevoState = Pick<
  Contacts,
  | 'saveBrevoState'
  | 'deletedInBrevo'
  | 'leftList'
  | 'moved'
  | 'tagLists'
  | 'saveTagList'
  | 'forgetLists'
  | keyof NamedLists
  | keyof FormerAddresses
>;

type Refusal = Pick<BrevoStateRow, 'emailKey' | 'blacklisted' | 'unsubscribed' | 'saidElsewhere'>;

/** What is known of Brevo's own side: consent, who is on which list, and the lists made for tags. */
export function createBrevoState(db: Db, erased: ErasedPeople): BrevoState {
  return {
    saveBrevoState: async (account, rows) => {
      if (rows.length === 0) return [];
      const unique = [...new Map(rows.map((row) => [row.emailKey, row])).values()];
      const isKnown = ({ consentUnknown }: BrevoStateRow): boolean => consentUnknown !== true;
      for (const [sql, some] of [
        [SAVE_STATE, unique.filter(isKnown)],
        [SAVE_UNKNOWN, unique.filter((row) => !isKnown(row))],
      ] as const)
        if (some.length > 0) await writeAdmitted(db, erased, { account, rows: some, sql });
      const keys = unique.map(({ emailKey }) => emailKey);
      const kept = new Map((await db.query<Refusal>(KEPT, [account, keys])).map((row) => [row.emailKey, row]));
      return unique.map((row) => {
        const before = kept.get(row.emailKey);
        return before === undefined ? row : { ...row, ...before, wasDeleted: !row.blacklisted };
      });
    },
    deletedInBrevo: async (account, emailKey) => {
      const [said] = await db.query<Refusal>(DELETED, [account, emailKey]);
      return said === undefined ? null : { ...said, id: 0, lists: [], wasDeleted: true };
    },
    leftList: async (account, list, emailKeys) => {
      const sql =
        'update brevo_contacts set lists = array_remove(lists, $2::int) where account = $1 and email_key = any($3::text[])';
      if (emailKeys.length > 0) await db.query(sql, [account, list, [...emailKeys]]);
    },
    moved: async (account, emailKey, { joined, left }) => {
      if (joined.length + left.length > 0) await db.query(MOVED, [account, emailKey, [...joined], [...left]]);
    },
    forgetLists: async (account, listIds) => {
      if (listIds.length === 0) return;
      for (const table of ['tag_lists', 'named_lists', 'list_names'])
        await db.query(`delete from ${table} where account = $1 and list_id = any($2::int[])`, [account, [...listIds]]);
    },
    tagLists: async (account) => {
      const sql = 'select tag, list_id from tag_lists where account = $1 order by tag';
      const rows = await db.query<{ tag: string; list_id: number }>(sql, [account]);
      return new Map(rows.map((row) => [row.tag, row.list_id]));
    },
    saveTagList: async (account, tag, listId) => {
      await db.query(SAVE_TAG_LIST, [account, tag, listId]);
    },
    ...createNamedLists(db),
    ...createFormerAddresses(db),
  };
}

const SAVE_STATE = `insert into brevo_contacts as b (account, email_key, id, blacklisted, unsubscribed, lists, read_at)
  select $1, "emailKey", id, blacklisted, unsubscribed, lists, now() from jsonb_to_recordset($2::jsonb)
    as r("emailKey" text, id bigint, blacklisted boolean, unsubscribed int[], lists int[])
  order by "emailKey"
  on conflict (account, email_key) do update set ${keepRefusals()}, lists = excluded.lists, read_at = excluded.read_at`;

const REFUSAL = `email_key as "emailKey", blacklisted, to_jsonb(unsubscribed) as unsubscribed, kept_elsewhere as "saidElsewhere"`;

const KEPT = `select ${REFUSAL} from brevo_contacts
  where account = $1 and email_key = any($2::text[]) and (kept_blacklisted or kept_unsubscribed <> '{}')`;

// Of a row with no id only what is kept is anybody's word.
const DELETED = `update brevo_contacts set kept_blacklisted = case when id <> 0 then blacklisted else kept_blacklisted end,
    kept_unsubscribed = case when id <> 0 then unsubscribed else kept_unsubscribed end
  where account = $1 and email_key = $2
    and (id <> 0 and (blacklisted or unsubscribed <> '{}') or kept_blacklisted or kept_unsubscribed <> '{}')
  returning email_key as "emailKey", kept_blacklisted as blacklisted, to_jsonb(kept_unsubscribed) as unsubscribed,
    kept_elsewhere as "saidElsewhere"`;

// Of somebody of whom nothing is known yet it counts as a no.
const SAVE_UNKNOWN = `insert into brevo_contacts (account, email_key, id, blacklisted, unsubscribed, lists, read_at)
  select $1, "emailKey", 0, blacklisted, unsubscribed, lists, now() from jsonb_to_recordset($2::jsonb)
    as r("emailKey" text, id bigint, blacklisted boolean, unsubscribed int[], lists int[])
  order by "emailKey" on conflict (account, email_key) do nothing`;

const MOVED = `update brevo_contacts set lists = coalesce((
    select array_agg(distinct list order by list) from unnest(lists || $3::int[]) as u(list) where not list = any($4::int[])
  ), '{}')
  where account = $1 and email_key = $2`;

const SAVE_TAG_LIST = `insert into tag_lists (account, tag, list_id) values ($1, $2, $3)
  on conflict (account, tag) do nothing`;
