-- additive: a table and triggers that the release before does not know; what it writes is counted too.
-- Numbers of rows, kept beside them: counting five million tickets takes seconds, and each `tajo status` and each run asks for them.

create table tallies (
  account text not null,
  about   text not null,                       -- customers | tickets | surveys | messages | contacts | tags.tickets | tags.shopify
  name    text not null,                       -- which of them: all | open | …; of tags: the tag, of which a key has room for 256 characters, as Gorgias has
  n       bigint not null,
  primary key (account, about, name)
) with (fillfactor = 50);                      -- each page of facts changes the same few rows

-- What is counted of the rows of a table, as SQL: one text for the triggers and for counting anew. `rows`: SQL of rows with their `sign`.
create function tallied(about text, rows text) returns text language sql immutable as $$
  select format(case about
    when 'customers' then $sql$
      with r as not materialized (select *, deleted_at is null and merged_into is null as alive,
          coalesce(shop_values ->> 'integrations.shopify.tags', '') as tags from (%s) x)
      select account, 'customers' as about, name, n from (select account, sum(sign) filter (where alive) as a,
        sum(sign) filter (where alive and email_key is null) as b, sum(sign) filter (where deleted_at is not null) as c,
        sum(sign) filter (where merged_into is not null) as d, sum(sign) filter (where alive and tags ~ '[^, ]') as e
        from r group by account) s
      cross join lateral (values ('all', a), ('without_email', b), ('deleted', c), ('merged', d), ('tagged', e)) v(name, n)
      union all
      select account, 'tags.shopify', left(trim(tag), 256), sum(sign) from r, unnest(string_to_array(tags, ',')) as tag
      where alive and trim(tag) <> '' group by account, left(trim(tag), 256)$sql$
    when 'tickets' then $sql$
      with r as not materialized (select *, deleted_at is null and merged_into is null as alive from (%s) x)
      select account, 'tickets' as about, name, n from (select account, sum(sign) filter (where alive) as a,
        sum(sign) filter (where alive and status = 'open' and not spam and trashed_at is null) as b,
        sum(sign) filter (where deleted_at is not null) as c, sum(sign) filter (where merged_into is not null) as d,
        sum(sign) filter (where alive and tags <> '{}') as e
        from r group by account) s
      cross join lateral (values ('all', a), ('open', b), ('deleted', c), ('merged', d), ('tagged', e)) v(name, n)
      union all
      select account, 'tags.tickets', left(tag, 256), sum(sign) from r, unnest(tags) as tag where alive
      group by account, left(tag, 256)$sql$
    when 'surveys' then $sql$
      select account, 'surveys' as about, name, n from (select account, sum(sign) as a, sum(sign) filter (where score is not null) as b
        from (%s) x group by account) s
      cross join lateral (values ('all', a), ('scored', b)) v(name, n)$sql$
    when 'messages' then $sql$
      select account, 'messages' as about, 'all' as name, sum(sign) as n from (%s) x group by account$sql$
    -- Of contacts many are written at once, in several statements of a transaction: each connection has a row of its own, so that nobody
    -- waits for anybody, let alone in a circle. Facts have one writer at a time (database/in-account.ts).
    when 'contacts' then $sql$
      select account, 'contacts' as about, 'published.' || pg_backend_pid() %% 256 as name, sum(sign) as n
      from (%s) x where hash is not null group by account$sql$
  end, rows)
$$;

-- SQL that adds what `counted` answers, in one order of rows; it answers the accounts in which a tag is on nothing any more.
create function tallying(counted text) returns text language sql immutable as $$
  select format($sql$
    with written as (
      insert into tallies as t (account, about, name, n)
      select account, about, name, sum(n) from (%s) c where n is not null
      group by account, about, name having sum(n) <> 0 order by account, about, name
      on conflict (account, about, name) do update set n = t.n + excluded.n
      returning account, about, n
    ) select array_agg(distinct account) from written where n = 0 and about like 'tags.%%'$sql$, counted)
$$;

create function keep_tallies() returns trigger language plpgsql as $$
declare
  emptied text[];
begin
  execute tallying(tallied(tg_table_name, case tg_op
    when 'INSERT' then 'select *, 1 as sign from rows_after'
    when 'DELETE' then 'select *, -1 as sign from rows_before'
    else 'select *, 1 as sign from rows_after union all select *, -1 from rows_before' end)) into emptied;
  -- The name of a tag may be somebody's, and goes with the last who has it.
  if emptied is not null then
    delete from tallies where account = any (emptied) and about like 'tags.%' and n = 0;
  end if;
  return null;
end $$;

-- Counts a table anew. What is there and what was counted of it is read at one moment, so that others may go on writing and what they write
-- is counted once; no sum changes where all is right.
create function tally_again(counted text) returns void language plpgsql as $$
begin
  execute tallying(tallied(counted, format('select *, 1 as sign from %I', counted)) || format(
    ' union all select account, about, name, -n from tallies where about in (%L, %L)', counted,
    case counted when 'customers' then 'tags.shopify' when 'tickets' then 'tags.tickets' end));
  delete from tallies where about like 'tags.%' and n = 0;
end $$;

do $$
declare
  counted text;
begin
  foreach counted in array array['customers', 'tickets', 'surveys', 'messages', 'contacts'] loop
    execute format('create trigger tally_inserted after insert on %I referencing new table as rows_after
      for each statement execute function keep_tallies()', counted);
    execute format('create trigger tally_updated after update on %I referencing old table as rows_before new table as rows_after
      for each statement execute function keep_tallies()', counted);
    execute format('create trigger tally_deleted after delete on %I referencing old table as rows_before
      for each statement execute function keep_tallies()', counted);
  end loop;
end $$;
