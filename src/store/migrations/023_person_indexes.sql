-- in steps
-- additive: indexes that the release before does not need.
-- What is kept of one person, found by their address, customers and tickets at a million customers and five million tickets.

drop index concurrently if exists campaign_requests_by_person;
create index concurrently campaign_requests_by_person on campaign_requests (account, email_key);
drop index concurrently if exists campaign_requests_by_ticket;
create index concurrently campaign_requests_by_ticket on campaign_requests (account, ticket_id) where ticket_id is not null;
drop index concurrently if exists automation_tickets_by_ticket;
create index concurrently automation_tickets_by_ticket on automation_tickets (account, ticket_id);
drop index concurrently if exists feed_contexts_by_ticket;
create index concurrently feed_contexts_by_ticket on feed_contexts (account, ticket_id);
drop index concurrently if exists ticket_events_by_ticket;
create index concurrently ticket_events_by_ticket on ticket_events (account, ticket_id);
drop index concurrently if exists rehearsed_ends_by_ticket;
create index concurrently rehearsed_ends_by_ticket on rehearsed_ends (account, ticket_id);
drop index concurrently if exists audit_traces_of_contact;
create index concurrently audit_traces_of_contact on audit_traces (account, email_key);
drop index concurrently if exists surveys_by_person;
create index concurrently surveys_by_person on surveys (account, customer_id);
drop index concurrently if exists messages_by_customer;
create index concurrently messages_by_customer on messages (account, sender_id) where not from_agent;

-- What is too old to be kept, a few at a time.
drop index concurrently if exists ticket_notes_by_time;
create index concurrently ticket_notes_by_time on ticket_notes (account, at);
drop index concurrently if exists decisions_by_time;
create index concurrently decisions_by_time on decisions (account, decided_at);
drop index concurrently if exists messages_by_time;
create index concurrently messages_by_time on messages (account, at);
