-- additive: tables that the release before does not know.

-- The list of Brevo that a name in the settings stands for: found or made once, and kept when it is renamed there.
create table named_lists (account text not null, name text not null, list_id int not null, primary key (account, name));

-- Who makes lists of an account just now: two that both find none would make two. It ends by itself, in case they die.
create table list_making (account text primary key, holder text not null, until timestamptz not null);
