-- additive: a table that the release before does not know.
-- Whoever was erased and is allowed back: what is from before that time has perhaps been sent already, and nobody knows it any more.

create table allowed_keys (
  account    text not null,
  hash       text not null,                     -- of addresses, customers, tickets, and of campaigns that had left
  allowed_at timestamptz not null,
  primary key (account, hash)
);

-- Of those who were allowed until now only the address is known.
insert into allowed_keys select account, person, allowed_at from erasures where state = 'allowed' and allowed_at is not null;
