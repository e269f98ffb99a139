-- in steps
-- additive: an index that the release before does not need.
-- What was sent to a customer counts for their cap also when it went to another address.

drop index concurrently if exists outbox_campaigns_by_customer;
create index concurrently outbox_campaigns_by_customer on outbox (account, customer_id) where kind = 'campaign';
