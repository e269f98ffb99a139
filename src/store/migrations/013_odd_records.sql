-- A customer of whom Gorgias does not say when they were created is a customer all the same: nobody takes them for new.
alter table customers alter column created_at drop not null;

-- When the newest look at a ticket began, if Gorgias answered it with something that cannot be read; null: it was read, or nobody has answered.
alter table ticket_states add column unread_at timestamptz;
