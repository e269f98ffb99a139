-- additive: columns that the release before does not know. Adding them rewrites nothing.

-- Who writes the contact to Brevo just now, and until when nobody else does: a full sync and what publishes beside it take different ones.
alter table contacts add column taken_by text, add column taken_until timestamptz;
