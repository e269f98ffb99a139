-- Fills an empty, migrated database with one large shop, as it stands after years of use: every table that a path which repeats asks.
-- 1,000,000 customers and 5,000,000 tickets take 4 to 6 minutes on two cores (fsync off, 1 GB shared_buffers) and 6 GB.
-- Nothing is due, late or unseen but for the few that are named: what is measured is a quiet minute, and measure.mjs makes the others.
-- The first waits end two days later: measure before that.
--
-- Everything that is in the database goes first, so this is for databases of benches only. Deterministic but for `now()`: "random" values
-- are hashes of the row's number. Every statement ends with `;` at the end of a line and holds no other such end, so that a program may run
-- them one by one (measure.mjs and generate.mjs do), each in a transaction of its own, in one session.
--
-- The scale is set before, in the same session, as settings of Postgres; each has a default:
--   set bench.customers = '1000000';   or   PGOPTIONS='-c bench.customers=10000 -c bench.tickets=50000 …' psql -f generate.sql
--
--   bench.account     account's name                                    large
--   bench.customers   customers; a fifth has no address             1,000,000
--   bench.tickets     tickets; 2 % open, 2 tags each                5,000,000
--   bench.whale       tickets of the one customer who has most         20,000   (a marketplace's address)
--   bench.surveys     surveys; 40 % answered                          600,000
--   bench.tags        different tags                                      500
--   bench.big_tag     tickets that carry the tag `tag-big`            600,000
--   bench.years       age of the shop                                       5
--   bench.watched     newest tickets that have a state              1,000,000   (installed a year ago)
--   bench.waiting     of these: waiting for a survey or a delay       100,000
--   bench.events      timeline events in the outbox                 2,000,000   (two for a watched ticket; more are not made)
--   bench.automations runs of rules and macros                      1,000,000
--   bench.enriched    days whose messages and details are read             90

create or replace function pg_temp.size(name text, fallback bigint) returns bigint language sql stable as
  $$ select coalesce(nullif(current_setting('bench.' || name, true), '')::bigint, fallback) $$;

-- Between 0 and 1, always the same for a number and a salt.
create or replace function pg_temp.r(i bigint, salt int) returns double precision language sql immutable as
  $$ select (hashint8extended(i, salt) & 2147483647) / 2147483648.0::double precision $$;

-- As states of tickets write a moment.
create or replace function pg_temp.iso(at timestamptz) returns text language sql stable as
  $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

drop table if exists pg_temp.scale;

create temp table scale as select
  coalesce(nullif(current_setting('bench.account', true), ''), 'large') as account,
  pg_temp.size('customers', 1000000) as customers, pg_temp.size('tickets', 5000000) as tickets,
  pg_temp.size('surveys', 600000) as surveys, pg_temp.size('whale', 20000) as whale, pg_temp.size('tags', 500) as tags, pg_temp.size('big_tag', 600000) as big_tag,
  pg_temp.size('watched', 1000000) as watched, pg_temp.size('waiting', 100000) as waiting,
  pg_temp.size('events', 2000000) as events, pg_temp.size('automations', 1000000) as automations,
  make_interval(years => pg_temp.size('years', 5)::int) as age, make_interval(days => pg_temp.size('enriched', 90)::int) as enriched,
  now() as at, now() - make_interval(years => pg_temp.size('years', 5)::int) as born;

do $$ begin execute (select 'truncate ' || string_agg(format('%I', table_name), ', ') from information_schema.columns where table_schema = current_schema() and column_name = 'account'); end $$;

-- The account, installed as long ago as its tickets are watched. ---------------------------------------------------------------------------

insert into accounts (account, domain, email, gorgias_key, brevo_key, installed_at, tell_from, sandbox)
  select account, account || '.gorgias.com', 'owner@bench.example', 'sealed', 'sealed',
    at - age * (watched::double precision / tickets), at - age * (watched::double precision / tickets), true from scale;

insert into told_since (account, event, since)
  select account, event, installed_at from accounts, unnest(array['', 'ticket.created', 'ticket.closed', 'ticket.reopened',
    'satisfaction_survey.created', 'satisfaction_survey.responded', 'customer.created']) as e(event);

insert into webhook_health (account, accepted_at) select account, at - interval '20 seconds' from scale;

-- Small lists. -----------------------------------------------------------------------------------------------------------------------------

insert into tags (account, id, name) select account, i, 'tag-' || i from scale, generate_series(1, tags) as i
  union all select account, tags + 1, 'tag-big' from scale;

insert into tag_lists (account, tag, list_id) select account, name, 1000 + id::int from tags;

insert into users (account, id, name, role)
  select account, i, 'Agent ' || i, case when i % 40 = 0 then 'bot' else 'agent' end from scale, generate_series(1, 200) as i;

insert into custom_fields (account, id, label, data_type)
  select account, i, 'Field ' || i, 'text' from scale, generate_series(1, 20) as i;

-- Customers: number i has id 3 i. A fifth has no address; 1 % share one; 1 % were merged, 0.5 % deleted. -----------------------------------------

insert into customers (account, id, email, email_lower, channel_email, name, firstname, lastname, language, timezone, note, external_id,
    custom_fields, phone, shop_values, detail_read_at, created_at, updated_at, seen_run, deleted_at, merged_into)
  select account, i * 3, email, email, case when email is null and pg_temp.r(i, 2) < 0.02 then 'channel' || i || '@shop.example' end,
    'First' || i % 5000 || ' Last' || i % 70000, 'First' || i % 5000, 'Last' || i % 70000,
    (array['en', 'de', 'fr', 'es'])[1 + i % 4], 'Europe/Berlin', case when i % 20 = 0 then 'A note about this customer' end, 'ext-' || i,
    case when i % 3 = 0 then jsonb_build_object('101', 'gold', '102', i % 100) else '{}' end,
    case when pg_temp.r(i, 3) < 0.1 then '+4930' || 1000000 + i end,
    case when is_read then jsonb_build_object('integrations.shopify.tags', 'vip, shop-' || i % 200, 'integrations.shopify.orders_count', i % 30)
      else '{}' end,
    case when is_read then at - interval '20 hours' * pg_temp.r(i, 4) end, created, changed,
    'full-3', case when i % 200 = 50 then at - interval '10 days' end, case when i % 100 = 7 then (i + 1) * 3 end
  from (
    select *, changed > at - enriched and i % 10 > 0 as is_read from (
      select *, created + (at - created) * pg_temp.r(i, 5) as changed from (
        select s.*, i, born + age * ((i - 0.5) / customers) as created,
          case when i < 100 or pg_temp.r(i, 1) >= 0.2 then 'customer' || (i - (i % 100 = 20)::int) || '@mail.example' end as email
        from scale s, generate_series(1, s.customers) as i
      ) a
    ) b
  ) c;

analyze customers;

-- Tickets: number j has id 5 j. A few customers have thousands, most a few. -----------------------------------------------

insert into tickets (account, id, customer_id, status, channel, via, subject, assignee_user_id, assignee_name, tags, spam, created_at,
    updated_at, closed_at, snoozed_until, trashed_at, open_since, seen_run, deleted_at, merged_into)
  select account, j * 5, case when pg_temp.r(j, 18) < whale::double precision / tickets then 3
      when j % 100 <> 99 then 3 * (1 + floor(customers * pg_temp.r(j, 10) ^ 2)::bigint) end,
    case when is_open then 'open' else 'closed' end, (array['email', 'chat', 'phone', 'facebook', 'instagram-direct-message'])[1 + j % 5],
    'helpdesk', 'Where is my order ' || j || '?', 1 + j % 200, 'Agent ' || 1 + j % 200,
    array(select distinct t from unnest(array['tag-' || 1 + floor(tags * pg_temp.r(j, 11) ^ 2)::int, 'tag-' || 1 + floor(tags * pg_temp.r(j, 12) ^ 2)::int,
      case when pg_temp.r(j, 13) < big_tag::double precision / tickets then 'tag-big' end]) as u(t) where t is not null),
    j % 50 = 17, created, case when changed > at then at - interval '10 hours' * pg_temp.r(j, 19) else changed end,
    case when not is_open then ended end,
    case when not is_open and j % 250 = 3 then ended + interval '9 days' end,
    case when j % 100 = 31 then ended end,
    case when is_open or j % 250 = 3 and ended + interval '9 days' > at then created end, 'full-3',
    case when j % 200 = 43 then ended end, case when j % 200 = 44 then (j + 5) * 5 end
  from (
    select *, case when is_open then created + (at - created) * pg_temp.r(j, 14) else ended + interval '20 days' * pg_temp.r(j, 15) ^ 4 end as changed
    from (
      select *, pg_temp.r(j, 16) < case when created > at - interval '60 days' then 0.45 else 0.004 end as is_open,
        created + least(at - created, interval '5 days') * pg_temp.r(j, 17) ^ 2 as ended
      from (
        select s.*, j, born + age * ((j - 0.5) / tickets) as created from scale s, generate_series(1, s.tickets) as j
      ) a
    ) b
  ) c;

analyze tickets;

insert into surveys (account, id, ticket_id, customer_id, score, comment, created_at, should_send_at, sent_at, scored_at, seen_run)
  select t.account, t.id * 2, t.id, t.customer_id, score, case when score is not null and t.id % 3 = 0 then 'Thank you, that was quick.' end,
    closed_at, closed_at + interval '1 hour', closed_at + interval '1 hour',
    case when score is not null then closed_at + interval '1 day' * pg_temp.r(t.id, 20) end, 'full-3'
  from (
    select t.*, case when pg_temp.r(t.id, 21) < 0.4 then 1 + floor(5 * sqrt(pg_temp.r(t.id, 22)))::int end as score
    from tickets t, scale s
    where t.account = s.account and (t.id / 5) % greatest(1, s.tickets / s.surveys) = 0 and t.closed_at is not null and t.customer_id is not null
  ) t;

-- Four a ticket, of the days that are read for response times.
insert into messages (account, id, ticket_id, from_agent, automated, sender_id, at)
  select t.account, t.id * 4 + k, t.id, k % 2 = 1, k = 1 and t.id % 3 = 0, case when k % 2 = 1 then 1 + t.id % 200 end,
    t.created_at + interval '20 minutes' * k
  from tickets t, scale s, generate_series(0, 3) as k
  where t.account = s.account and t.created_at > s.at - s.enriched;

analyze surveys, messages;

-- What Brevo holds. ------------------------------------------------------------------------------------------------------------------------

insert into contacts (account, email_key, due_at, due_version, hash, lists, sent, process_id, published_at, looked_at)
  select account, email_key, case when n % 400 = 1 then at - interval '1 minute' * pg_temp.r(n, 30) end, n % 9,
    md5(email_key), array[2, 1000 + (n % 500)::int],
    array['FIRSTNAME', 'LASTNAME', 'TICKETS_COUNT', 'LAST_TICKET_DATE', 'CSAT_SCORE'], case when n % 400 = 2 then 9000000 end, at - age * pg_temp.r(n, 31), at - interval '7 days' * pg_temp.r(n, 32)
  from scale s, lateral (
    select email_key, min(id) / 3 as n from customers where account = s.account and email_key is not null group by email_key order by 2
  ) k;

insert into brevo_contacts (account, email_key, id, blacklisted, unsubscribed, lists, read_at)
  select account, email_key, row_number() over (), n % 40 = 0, case when n % 30 = 0 then '{2}'::int[] else '{}' end, lists, looked_at
  from (select *, ('x' || substr(hash, 1, 7))::bit(28)::int as n from contacts) k where n % 20 > 0;

insert into imports (account, process_id, contacts, state, checks, next_check_at, sent_at)
  select account, 9000000 - i, 2000, case when i = 0 then 'running' else 'completed' end, 2, at - interval '1 hour' * i, at - interval '1 hour' * i
  from scale, generate_series(0, 5000) as i;

analyze contacts, brevo_contacts, imports;

-- Watched tickets: the newest, and whatever is open. Their states, what was told of them and what was decided. -----------------------------------------

insert into ticket_states (account, ticket_id, state, phase, stage, outcome, sentence, waiting_until, read_updated_at, asked_at, looked_at,
    signalled_at, undelivered, heard, seen_at, stood_at)
  select account, id, jsonb_build_object('ticketId', id, 'level', jsonb_build_object('customerId', customer_id, 'status', status, 'spam', spam,
      'createdAt', pg_temp.iso(created_at), 'updatedAt', pg_temp.iso(updated_at), 'closedAt', pg_temp.iso(closed_at), 'snoozedUntil', pg_temp.iso(snoozed_until), 'trashedAt', pg_temp.iso(trashed_at), 'readAt', pg_temp.iso(looked)),
      'notFoundAt', null, 'mergedInto', null, 'marks', jsonb_build_object('ticket-created', jsonb_build_object('at', pg_temp.iso(created_at), 'id', id * 10)),
      'history', jsonb_build_object('closedByLevel', case when closed_at is null then '[]'::jsonb else jsonb_build_array(pg_temp.iso(closed_at)) end, 'closedByEvent', '[]'::jsonb, 'reopened', '[]'::jsonb,
        'snoozed', '[]'::jsonb, 'woken', '[]'::jsonb), 'movedTo', null, 'survey', null, 'responded', null, 'skipped', null,
      'decision', case when stage = 'ended' then jsonb_build_object('outcome', 'no_answer', 'score', null, 'closedAt', pg_temp.iso(closed_at), 'decidedAt', pg_temp.iso(closed_at + interval '3 days')) end,
      'told', told),
    case when stage = 'open' then 'open' else 'closed' end, stage, case when stage = 'ended' then 'no_answer' end, 'as the policy has it',
    case when stage = 'waiting' then at + interval '2 days' + interval '3 days' * pg_temp.r(id, 40) end, updated_at,
    looked - interval '5 seconds', looked, looked - interval '3 seconds', no_address, told, looked, looked + interval '1 second'
  from (
    select *, case when status = 'open' then 'open' when newest <= waiting then 'waiting' else 'ended' end as stage,
      least(at, updated_at + interval '10 seconds') as looked,
      jsonb_build_array(jsonb_build_object('kind', 'opened', 'ordinal', 1, 'at', pg_temp.iso(created_at), 'of', pg_temp.iso(created_at)),
        jsonb_build_object('kind', 'resolved', 'ordinal', 1, 'at', pg_temp.iso(closed_at), 'of', pg_temp.iso(closed_at))) as told
    from (
      select t.*, s.at, s.waiting,
        case when t.status = 'closed' then row_number() over (partition by t.status order by t.id desc) end as newest,
        o.email_key is null as no_address
      from scale s join accounts a on a.account = s.account
      join tickets t on t.account = s.account and (t.updated_at >= a.tell_from or t.status = 'open') and t.deleted_at is null and t.merged_into is null
      left join customers c on c.account = s.account and c.id = t.customer_id
      left join customers o on o.account = s.account and o.id = coalesce(c.merged_into, c.id) and o.deleted_at is null
    ) a
  ) b;

-- Two thousand are held by another ticket of the person; fifty are asked for, ten have changed, ten new ones are open and have no state.
update ticket_states t set stage = 'held', held_by = t.ticket_id + 5 from scale s
  where t.account = s.account and t.stage = 'waiting' and t.ticket_id % 250 = 0;

update ticket_states t set asked_at = s.at from scale s where t.account = s.account and t.ticket_id in (
  select ticket_id from ticket_states where stage = 'open' order by ticket_id desc limit 50);

delete from ticket_states where ticket_id in (select ticket_id from ticket_states where stage = 'open' order by ticket_id desc limit 10);

analyze ticket_states;

-- What lost its address on the way waits for another.
insert into outbox (account, key, kind, ticket_id, customer_id, email_key, name, params, happened_at, intended_at, state, first_tried_at, tried_at,
    settled_at, gate, gate_at, due_at)
  select t.account, t.account || '/' || t.id || '/' || e.part || '/1', 'timeline', t.id, t.customer_id, c.email_key, e.name,
    case when e.state = 'intended' then jsonb_build_object('ticket_id', t.id, 'subject', t.subject) end,
    e.moment, e.moment + interval '8 seconds', e.state, e.moment + interval '9 seconds', e.moment + interval '9 seconds',
    case when e.state = 'sent' then e.moment + interval '10 seconds' end,
    case when e.state = 'intended' then 'its customer has no e-mail address any more' end,
    case when e.state = 'intended' then e.moment + interval '10 seconds' end, case when e.state = 'intended' then 'infinity'::timestamptz end
  from scale s
  join ticket_states w on w.account = s.account and not w.undelivered
  join tickets t on t.account = s.account and t.id = w.ticket_id
  join customers c on c.account = s.account and c.id = t.customer_id and c.email_key is not null
  cross join lateral (values
    ('opened', 'SUPPORT_TICKET_OPENED', t.created_at, case when t.id % 5000 = 0 then 'intended' else 'sent' end),
    ('resolved', 'SUPPORT_TICKET_RESOLVED', t.closed_at, 'sent'),
    ('survey_sent', 'CSAT_SURVEY_SENT', t.closed_at + interval '1 hour', 'sent')) as e(part, name, moment, state)
  where e.moment is not null order by t.id desc limit (select events from scale);

-- One for each customer who is new since the installation.
insert into outbox (account, key, kind, customer_id, email_key, name, happened_at, intended_at, state, first_tried_at, tried_at, settled_at)
  select c.account, c.account || '/customer/' || c.id || '/created/1', 'timeline', c.id, c.email_key, 'SUPPORT_CUSTOMER_CREATED', c.created_at,
    c.created_at, 'sent', c.created_at, c.created_at, c.created_at
  from accounts a join customers c on c.account = a.account and c.created_at >= a.tell_from and c.email_key is not null
    and c.deleted_at is null and c.merged_into is null;

-- A tenth of what has ended led to a campaign.
insert into outbox (account, key, kind, ticket_id, customer_id, email_key, name, send, mail_key, happened_at, intended_at, expires_at, state,
    first_tried_at, tried_at, settled_at)
  select t.account, t.account || '/' || t.id || '/campaign/1', 'campaign', t.id, t.customer_id, c.email_key, 'post-support-upsell',
    '{"templateId": 7}', md5(t.id::text)::uuid::text, t.closed_at, t.closed_at, t.closed_at + interval '3 days', 'sent', t.closed_at, t.closed_at, t.closed_at
  from scale s
  join ticket_states w on w.account = s.account and w.stage = 'ended' and not w.undelivered
  join tickets t on t.account = s.account and t.id = w.ticket_id and (t.id / 5) % 10 = 0
  join customers c on c.account = s.account and c.id = t.customer_id and c.email_key is not null;

insert into decisions (account, ticket_id, closed_at, decided_at, asked_at, outcome, campaign, kind, why, until_at, rules)
  select t.account, t.id, t.closed_at, t.closed_at, t.closed_at, 'no_answer', 'post-support-upsell',
    case w.stage when 'waiting' then 'wait' when 'held' then 'held' else 'skip' end, 'as the policy has it', w.waiting_until,
    '[{"rule": "not_blocklisted", "says": "pass", "sentence": "may be mailed"}, {"rule": "frequency_cap", "says": "skip", "sentence": "had one this week"}]'
  from scale s join ticket_states w on w.account = s.account and w.stage <> 'open'
  join tickets t on t.account = s.account and t.id = w.ticket_id where t.closed_at is not null;

insert into ticket_notes (account, ticket_id, at, source, note)
  select w.account, w.ticket_id, w.looked_at + interval '1 second' * k, (array['list', 'read'])[k], (array['the list shows it changed', 'read: closed'])[k]
  from scale s join ticket_states w on w.account = s.account, generate_series(1, 2) as k;

analyze outbox, decisions, ticket_notes;

-- Programs that listen: 30 days of events, one subscriber that is up to date, and one that an early event holds up. ---------------------------------------

insert into ticket_events (account, key, ticket_id, type, happened_at, written_at, payload)
  select t.account, t.account || '/' || t.id || '/' || e.type || '/1', t.id, e.type, e.moment, e.moment,
    jsonb_build_object('ticket_id', t.id, 'subject', t.subject, 'channel', t.channel, 'status', t.status, 'tags', to_jsonb(t.tags),
      'assignee', jsonb_build_object('id', t.assignee_user_id, 'name', t.assignee_name), 'customer', jsonb_build_object('id', t.customer_id))
  from scale s
  join tickets t on t.account = s.account and t.created_at > s.at - interval '30 days'
  cross join lateral (values ('ticket.created', t.created_at), ('ticket.resolved', t.closed_at), ('ticket.closed', t.closed_at)) as e(type, moment)
  where e.moment is not null order by e.moment;

insert into event_cursors (account, subscriber, type, acked_to)
  select s.account, subscriber, type, case subscriber when 'current' then last - 5 else first + (last - first) / 2 end
  from scale s, lateral (select min(seq) as first, max(seq) as last from ticket_events where account = s.account) e,
    unnest(array['current', 'held-up']) as u(subscriber),
    unnest(array['ticket.created', 'ticket.resolved', 'ticket.closed']) as t(type);

insert into event_acks (account, subscriber, type, seq)
  select c.account, c.subscriber, c.type, e.seq from event_cursors c join ticket_events e on e.account = c.account and e.type = c.type and e.seq > c.acked_to + 10
  where c.subscriber = 'held-up';

insert into campaign_requests (account, id, name, ticket_id, email_key, asked_at, status, settled_at, until_at)
  select w.account, md5(w.ticket_id::text), 'asked-for', w.ticket_id, null, w.looked_at, case when n <= 500 then 'held' else 'sent' end, case when n > 500 then w.looked_at end,
    case when n <= 500 then s.at + interval '5 days' end
  from scale s, lateral (select *, row_number() over () as n from (
    select * from ticket_states where account = s.account and stage = 'ended' order by ticket_id desc limit 20000) l) w;

analyze ticket_events, event_cursors, event_acks, campaign_requests;

-- Rules and macros since the installation, and what the feed is remembered by for a day. -----------------------------------------------------------

insert into automation_runs (account, event_id, kind, ref, name, at, context)
  select s.account, i * 2, case when i % 4 = 0 then 'macro' else 'rule' end, (1 + floor(60 * pg_temp.r(i, 50) ^ 2))::text, 'Automation ' || (1 + floor(60 * pg_temp.r(i, 50) ^ 2)),
    a.installed_at + (s.at - a.installed_at) * (i::double precision / s.automations), md5(i::text)
  from scale s join accounts a on a.account = s.account, generate_series(1, s.automations) as i;

insert into automation_tickets (account, event_id, ticket_id, told)
  select s.account, i * 2, (s.tickets - s.watched + 1 + (i * s.watched / s.automations) % s.watched) * 5, i < s.automations - 20
  from scale s, generate_series(1, s.automations) as i;

insert into feed_contexts (account, context, ticket_id, at)
  select s.account, md5(i::text), (s.tickets - s.watched + i) * 5, s.at - interval '23 hours' * pg_temp.r(i, 51)
  from scale s, generate_series(greatest(1, s.watched - 29999), s.watched) as i;

insert into feed_seen (account, id, at) select account, i, at - interval '23 hours' * (1 - i / 60000.0) from scale, generate_series(1, 60000) as i;

analyze automation_runs, automation_tickets, feed_contexts, feed_seen;

-- Runs, and what is set aside. ------------------------------------------------------------------------------------------------------------

insert into budgets (account, bucket, size_capacity, capacity, per_second, level, refilled_at, takes)
  select account, bucket, 40, 40, 2, 40, at, 100000 from scale, unnest(array['gorgias', 'brevo.contacts', 'brevo.events', 'brevo.others']) as u(bucket);

insert into runs (account, run_id, type, request, state, started_at, finished_at, takes_at)
  select account, 'full-' || i, 'full', '{}'::jsonb, 'completed', at - interval '30 days' * (4 - i), at - interval '30 days' * (4 - i) + interval '1 day', 0
    from scale, generate_series(1, 3) as i
  union all select account, 'incremental-' || i, 'incremental', '{}'::jsonb, 'completed', at - interval '1 minute' * i, at - interval '1 minute' * i + interval '9 seconds', 0
    from scale, generate_series(1, 60) as i;

insert into walks (account, run_id, resource, walk, done)
  select account, run_id, resource, '{"pages": 10, "rows": 1000, "floor": null}', true from runs, unnest(array['events', 'tickets', 'customers']) as u(resource);

insert into watermarks (account, resource, at)
  select account, resource, at - interval '1 minute' from scale, unnest(array['events', 'tickets', 'customers', 'messages']) as u(resource);

insert into quarantine (account, kind, key, step, cause, held)
  select account, 'customer', id::text, 'map', 'no_email', false from customers where email_key is null and deleted_at is null and merged_into is null
  union all select account, 'contact', (i * 3)::text, 'publish', 'phone_invalid', false from scale, generate_series(11, 5010) as i;

vacuum (analyze);
