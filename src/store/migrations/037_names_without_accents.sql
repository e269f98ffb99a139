-- in steps
-- additive: indexes alone; a search by name of the release before reads the table as long as that still runs.
-- People are found however their name is spelt: `oscar` finds Óscar, and the other way round (store/facts/search.ts). Nothing of Postgres' own
-- extensions is needed, since not every server lets one be made.
drop index concurrently if exists customers_by_folded_name;
create index concurrently customers_by_folded_name on customers
  (account, lower(translate(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g'), 'ŁłØøĐđı', 'LlOoDdi')) text_pattern_ops)
  where deleted_at is null and merged_into is null;
drop index concurrently if exists customers_by_folded_last_name;
create index concurrently customers_by_folded_last_name on customers
  (account, lower(translate(regexp_replace(normalize(lastname, NFD), '[\u0300-\u036f]', '', 'g'), 'ŁłØøĐđı', 'LlOoDdi')) text_pattern_ops)
  where deleted_at is null and merged_into is null;
drop index concurrently if exists customers_by_name;
drop index concurrently if exists customers_by_last_name;
