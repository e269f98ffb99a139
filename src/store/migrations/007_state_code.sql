-- Which error an account is held up by, as its code: what was shown for it had to be guessed from the sentence beside it.

alter table accounts add column state_code text;   -- domain/errors.ts; null: nothing holds the account up
update accounts set state_code = case
    when state_reason like '%blocks the address%' then 'auth.brevo_ip_blocked'
    when state_reason like '%has not activated%' then 'auth.brevo_forbidden'
    when state_reason like '%Brevo%' then 'auth.brevo_refused'
    when state_reason ~ 'does not (let|show)' then 'auth.gorgias_forbidden'
    else 'auth.gorgias_refused'
  end
  where state = 'refused';

-- No query asks for it: each save of a ticket's state had to keep it up to date for nobody.
drop index ticket_states_open;
