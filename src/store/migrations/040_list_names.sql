-- additive: a table that the release before does not know.
-- What Brevo calls its lists stood among the names of the settings, under keys that begin with a blank.
create table list_names (account text not null, list_id int not null, name text not null, primary key (account, list_id));

insert into list_names (account, list_id, name)
  select account, list_id, substr(name, length(list_id::text) + 3) from named_lists where left(name, 1) = ' '
  on conflict do nothing;
delete from named_lists where left(name, 1) = ' ';
