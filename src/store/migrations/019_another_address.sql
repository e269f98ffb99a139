-- additive: a column that the release before does not read.
-- Another address is another question: at the last one, nobody may have been written to about the customer's creation.
create function another_address() returns trigger language plpgsql as $$
begin
  new.creation_intended := false;
  return new;
end $$;
create trigger customers_another_address before update of email_lower, channel_email on customers for each row
  when (coalesce(old.email_lower, old.channel_email) is distinct from coalesce(new.email_lower, new.channel_email))
  execute function another_address();
