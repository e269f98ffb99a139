import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';
import type { ErasedPeople } from '../privacy/erased-people';
import { writeAdmitted } from './admitted-contacts';

/** What an account has written to a contact, for another one that writes to the same. */
export interface WrittenByUs {
  readonly emailKey: string;
  /** Lists that it has put the contact on. */
  readonly lists: readonly number[];
  /** Attributes that Brevo may hold from it. */
  readonly sent: readonly string[];
  readonly writtenAt: Timestamp | null;
}

/** For accounts of this installation that write to one Brevo account (`activities/contacts/shared-brevo.ts`). */
export interface SharedContacts {
  written(account: string, emailKeys: readonly string[]): Promise<readonly WrittenByUs[]>;
  /** These are due, and are written whatever they were sent before. */
  publishAnew(account: string, emailKeys: readonly string[]): Promise<void>;
  /**
   * Another account had Brevo delete these contacts: whoever is made anew there is on no list, and what the contact had said against mails and
   * lists stands for them. They are due as by {@link SharedContacts.publishAnew}.
   */
  makeAnew(account: string, emailKeys: readonly string[]): Promise<void>;
}

export function createSharedContacts(db: Db, erased: ErasedPeople): SharedContacts {
  const publishAnew: SharedContacts['publishAnew'] = async (account, emailKeys) => {
    const rows = emailKeys.map((emailKey) => ({ emailKey }));
    await writeAdmitted(db, erased, { account, rows, sql: PUBLISH_ANEW });
  };
  return {
    publishAnew,
    written: (account, emailKeys) => db.query<WrittenByUs>(WRITTEN, [account, [...emailKeys]]),
    makeAnew: async (account, emailKeys) => {
      await db.query(DELETED, [account, [...emailKeys]]);
      await publishAnew(account, emailKeys);
    },
  };
}

const WRITTEN = `select k.email_key as "emailKey", k.lists, k.sent, k.published_at as "writtenAt"
  from unnest($2::text[]) as w(email_key)
  cross join lateral (select * from contacts where account = $1 and email_key = w.email_key offset 0) k`;

const PUBLISH_ANEW = `insert into contacts as k (account, email_key, due_at, due_version)
  select $1, "emailKey", now(), 1 from jsonb_to_recordset($2::jsonb) as r("emailKey" text) order by 2
  on conflict (account, email_key) do update
    set due_at = coalesce(k.due_at, now()), due_version = k.due_version + 1, hash = null`;

// Of a row with no id only what is kept is anybody's word, as in `deletedInBrevo`.
const DELETED = `update brevo_contacts set lists = '{}',
    kept_blacklisted = case when id <> 0 then blacklisted else kept_blacklisted end,
    kept_unsubscribed = case when id <> 0 then unsubscribed else kept_unsubscribed end
  where account = $1 and email_key = any($2::text[])`;
