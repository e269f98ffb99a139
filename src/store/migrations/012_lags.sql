-- How old the oldest is of what should have reached Brevo by now: one row from each index, however much waits.
-- Its condition is not that of contacts_due, or a page of what is due would be looked for by time and sorted.
create index contacts_due_since on contacts (account, due_at) where due_at > '-infinity' and process_id is null;
-- What waits for an address, or for somebody's word, is not late.
create index outbox_waiting_since on outbox (account, kind, intended_at)
  where state in ('intended', 'sending') and due_at is distinct from 'infinity';
