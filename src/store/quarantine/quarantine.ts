import { ALL_CAUSES, ANSWER, needsPerson } from '../../domain/errors/quarantine-causes';
import { countCauses } from './causes';
import { retryCause } from './quarantine-retry';
import { recordWithoutEmail } from './without-email';
import { retryNoted, setAside, setAsideForNow, takeDue } from './set-aside';
import { admittedEntries } from './admitted-entries';
import type { Quarantine, QuarantineEntry, QuarantineRow } from './quarantine-types';
import type { ErasedPeople } from '../privacy/erased-people';
import type { Db } from '../database/connection';
import { jsonRows } from '../database/values';

export function createQuarantine(db: Db, erased: ErasedPeople): Quarantine {
  const put = (account: string, entries: readonly QuarantineEntry[]): Promise<void> =>
    admittedEntries({ db, erased }, { account, entries: entries.map(listable) }, async (tx, admitted) => {
      const lasting = admitted.filter(({ isRetried }) => isRetried !== true);
      if (lasting.length > 0) await tx.query(PUT, [account, jsonRows(lasting)]);
      await setAsideForNow(
        tx,
        account,
        admitted.filter(({ isRetried }) => isRetried === true),
      );
    });
  return {
    put,
    replace: async (account, { kind, step, keys }, entries) => {
      if (keys.length > 0)
        await db.query(FORGET_OTHERS, [account, kind, step, [...keys], jsonRows(entries.map(listable))]);
      await put(account, entries);
    },
    noteReading: async (account, { kind, fields, keys }, entries) => {
      if (keys.length > 0)
        await db.query(FORGET_WHOLE, [
          ...[account, kind, [...new Set(keys)], [...fields]],
          jsonRows(entries.map(listable)),
        ]);
      await put(account, entries);
    },
    recordWithoutEmail: (account) => recordWithoutEmail(db, account),
    forgetRefused: async (account, customerIds) => {
      await db.query(FORGET_REFUSED, [account, customerIds.map(String)]);
    },
    forget: async (account, { kind, key, step, detail }, but) => {
      await db.query(FORGET, [account, kind, key, step, shortened(detail) ?? '', [...but]]);
    },
    forgetUnreadable: async (account, kinds, before) => {
      await db.query(FORGET_UNREADABLE, [account, [...kinds], before]);
    },
    causes: (account) => countCauses(db, account),
    list: async (account, { cause, limit }) => {
      const rows = await db.query<ListedRow>(LIST, [account, cause ?? null, limit, PASSIVE]);
      return rows.map(({ detail, ...entry }) => (detail === '' ? entry : { ...entry, detail }));
    },
    setAside: (account, entries) =>
      admittedEntries({ db, erased }, { account, entries: entries.map(listable) }, (tx, admitted) =>
        setAside(tx, account, admitted),
      ),
    retryNoted: (account, record) => retryNoted(db, account, record),
    takeDue: (account, limit) => takeDue(db, account, limit),
    retry: (account, cause, { dryRun }) => retryCause(db, account, { cause, dryRun }),
  };
}

/** The table is found by all of an entry, so that what a detail lists must end somewhere. */
const LONGEST_DETAIL = 300;

function shortened(detail: string | undefined): string | undefined {
  return detail === undefined || detail.length <= LONGEST_DETAIL ? detail : `${detail.slice(0, LONGEST_DETAIL - 1)}…`;
}

function listable(entry: QuarantineEntry): QuarantineEntry {
  const detail = shortened(entry.detail);
  return detail === undefined ? entry : { ...entry, detail };
}

/** What nobody has to do anything about is listed last: it is most of it, and would hide the rest. */
const PASSIVE = ALL_CAUSES.filter((cause) => !needsPerson(cause));

type ListedRow = Omit<QuarantineRow, 'detail'> & { readonly detail: string };

// Grouped, because one statement cannot touch a row twice.
const PUT = `insert into quarantine as q (account, kind, key, step, cause, detail, held)
  select $1, kind, key, step, cause, coalesce(detail, ''), bool_or(held) from jsonb_to_recordset($2::jsonb)
    as r(kind text, key text, step text, cause text, detail text, held boolean)
  group by kind, key, step, cause, coalesce(detail, '') order by kind, key, step, cause, coalesce(detail, '')
  on conflict (account, kind, key, step, cause, detail)
    do update set held = excluded.held, last_at = now(), times = q.times + 1`;

const FORGET_OTHERS = `with gone as (
  select kind, key, step, cause, detail from quarantine
  where account = $1 and kind = $2 and step = $3 and key = any($4::text[]) and (key, cause, detail) not in (
    select key, cause, coalesce(detail, '') from jsonb_to_recordset($5::jsonb) as r(key text, cause text, detail text)
  )
  order by kind, key, step, cause, detail for update
) delete from quarantine q using gone g
  where q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = (g.kind, g.key, g.step, g.cause, g.detail)`;

// The field that a note is about stands before its reason, with the way below it: `tags.0.name: null where …`.
const FORGET_WHOLE = `with gone as (
  select kind, key, step, cause, detail from quarantine
  where account = $1 and kind = $2 and step = 'read' and key = any($3::text[])
    and split_part(split_part(detail, ':', 1), '.', 1) = any($4::text[]) and (key, cause, detail) not in (
      select key, cause, coalesce(detail, '') from jsonb_to_recordset($5::jsonb) as r(key text, cause text, detail text)
    )
  order by kind, key, step, cause, detail for update
) delete from quarantine q using gone g
  where q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = (g.kind, g.key, g.step, g.cause, g.detail)`;

const FORGET_REFUSED = `with gone as (
  select key, cause, detail from quarantine
  where account = $1 and kind = 'contact' and step = 'publish' and held and key = any($2::text[])
  order by key, cause, detail for update
) delete from quarantine q using gone g
  where q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = ('contact', g.key, 'publish', g.cause, g.detail)`;

const FORGET = `delete from quarantine
  where account = $1 and kind = $2 and key = $3 and step = $4 and detail = $5 and cause <> all($6::text[])`;

const FORGET_UNREADABLE = `with over as materialized (
  select kind, key, step, cause, detail, detail like '${ANSWER}: %' as is_answer from quarantine
  where account = $1 and kind = any($2::text[]) and step = 'read' and last_at < $3::timestamptz
    and (held or detail like '${ANSWER}: %')
  order by kind, key, step, cause, detail for update
), asked as (
  update quarantine q set retry_at = clock_timestamp() from over o
  where o.is_answer and q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = (o.kind, o.key, o.step, o.cause, o.detail)
) delete from quarantine q using over o
  where not o.is_answer and q.account = $1 and (q.kind, q.key, q.step, q.cause, q.detail) = (o.kind, o.key, o.step, o.cause, o.detail)`;

// Cause by cause, each by its index: of one cause there may be as many as there are people without an address.
const LIST = `with recursive causes(cause) as (
    (select cause from quarantine where account = $1 and cause >= coalesce($2::text, '') order by cause limit 1)
    union all
    select (select cause from quarantine where account = $1 and cause > c.cause order by cause limit 1) from causes c
    where c.cause is not null and $2::text is null
  )
  select q.kind, q.key, q.step, q.cause, q.detail, q.held, q.first_at as "firstAt", q.last_at as "lastAt", q.times
  from causes c cross join lateral (
    select * from quarantine where account = $1 and cause = c.cause
    order by last_at desc, kind, key, step, detail limit $3
  ) q
  where $2::text is null or c.cause = $2::text
  order by q.cause = any($4::text[]), q.last_at desc, q.kind, q.key, q.step, q.cause, q.detail limit $3`;
