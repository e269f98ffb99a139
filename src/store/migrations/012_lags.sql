-- How old the oldest is of what should have reached Brevo by now: one row from each index, however much waits.
create index contacts_due_since on contacts (account, due_at) where due_at is not null and process_id is null;
-- What waits for an address, or for somebody's word, is not late.
create index outbox_waiting_since on outbox (account, kind, intended_at)
  where state in ('intended', 'sending') and due_at is distinct from 'infinity';
