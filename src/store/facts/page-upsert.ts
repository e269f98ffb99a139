import { MARK_TOUCHED } from './marks';

/** One kind of fact: where it lies, which columns a page brings, and when the page's row replaces ours. */
export interface FactTable {
  readonly table: string;
  /** Column -> SQL type, in the order of the table; `id` and `account` are understood. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that a row may leave open, and what stands there then: SQL over `i` (the row) and `b` (ours, before). */
  readonly open?: Readonly<Record<string, string>>;
  /** SQL condition over `i` (incoming), `b` (ours, before) and `page(read_at)`: the incoming row is not older. */
  readonly newest: string;
  /** Columns that follow from what was there before: SQL over the incoming row, and over ours (the table's name) and `excluded`. */
  readonly derived?: Readonly<Record<string, { readonly first: string; readonly next: string }>>;
  /** The table has `deleted_at` and `merged_into`; a row of a list is alive again. */
  readonly tombstones: boolean;
  /** The table remembers the last walk that met a row. */
  readonly seen: boolean;
  /** SQL of CTEs that end in `touched(email_key)`; may read `judged`, `before`, `written` and `page(mark_all)`. */
  readonly touched: string;
}

/**
 * SQL that stores one page in one statement. Parameters: account, rows as JSON, run id (null: nobody's complete walk), mark all rows' contacts, when the
 * page was asked for by the database's clock (null: now). Answers `changed`.
 * It compares with what was there before it began, so the caller holds the account's writer lock ({@link inAccount}).
 *
 * Rows are looked up one by one through `lateral … offset 0`: a table that fills has no statistics yet, and without them a join becomes
 * a walk through the whole table (measured: 270 ms a page instead of 5).
 */
export function pageUpsert({
  table,
  columns,
  open = {},
  newest,
  derived = {},
  tombstones,
  seen,
  touched,
}: FactTable): string {
  const names = Object.keys(columns);
  const list = (prefix: string): string => names.map((name) => `${prefix}${name}`).join(', ');
  const revived = tombstones ? 'or b.deleted_at is not null or b.merged_into is not null' : '';
  const replaced = names.map((name) => `${name} = excluded.${name}`);
  const follows = Object.entries(derived);
  replaced.push(...follows.map(([name, { next }]) => `${name} = ${next}`));
  if (tombstones) replaced.push('deleted_at = null', 'merged_into = null');
  if (seen) replaced.push(`seen_run = coalesce(excluded.seen_run, ${table}.seen_run)`);
  const seenRows = `seen as (
    update ${table} t set seen_run = page.run from page where t.ctid = any (array(
      select b.place from before b join judged j on j.id = b.id, page
      where not j.changed and page.run is not null and b.seen_run is distinct from page.run
    ))
  ),`;
  return `with page as (
    select $3::text as run, $4::boolean as mark_all, coalesce($5::timestamptz, clock_timestamp()) as read_at
  ), sent as (
    select * from jsonb_to_recordset($2::jsonb) as r(id bigint, ${names.map((name) => `${name} ${String(columns[name])}`).join(', ')})
  ), before as (
    select t.* from sent i
    cross join lateral (select ctid as place, * from ${table} where account = $1 and id = i.id offset 0) t
  ), incoming as (
    select i.id, ${names.map((name) => `${open[name] ?? `i.${name}`} as ${name}`).join(', ')} from sent i left join before b on b.id = i.id
  ), judged as (
    select i.*, (b.id is null or (${newest}) and (${list('i.')}) is distinct from (${list('b.')}) ${revived}) as changed
    from incoming i cross join page left join before b on b.id = i.id
  ), written as (
    insert into ${table} (account, id, ${list('')}${follows.map(([name]) => `, ${name}`).join('')}${seen ? ', seen_run' : ''})
    select $1, id, ${list('')}${follows.map(([, { first }]) => `, ${first}`).join('')}${seen ? ', page.run' : ''} from judged, page where changed
    on conflict (account, id) do update set ${replaced.join(', ')}
    returning *
  ), ${seen ? seenRows : ''} ${touched}, ${MARK_TOUCHED}
  select count(*) as changed from written`;
}
