-- Statements of each minute and of each page, at a million customers and five million tickets.

-- Asked for in the order in which it was asked.
drop index ticket_states_asked;
create index ticket_states_asked on ticket_states (account, asked_at) where looked_at is null or asked_at > looked_at;

-- Open tickets alone: some thousands among millions.
drop index tickets_open;
create index tickets_open on tickets (account, id) include (status, snoozed_until, updated_at)
  where (status <> 'closed' or snoozed_until is not null) and not spam and trashed_at is null and deleted_at is null
    and merged_into is null;

create index tickets_by_survivor on tickets (account, merged_into) where merged_into is not null;
create index customers_without_address on customers (account, id)
  where email_key is null and deleted_at is null and merged_into is null;
