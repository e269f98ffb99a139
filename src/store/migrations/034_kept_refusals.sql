-- additive: columns that the release before does not know. Adding them rewrites nothing.

-- What a contact that Brevo has no more had said: deleting it loses its suppression there (brevo-api.md 2.9), and whoever makes it anew, we
-- ourselves too, makes it without. Stands beside what the contact of now says; `blacklisted` and `unsubscribed` hold both.
alter table brevo_contacts add column kept_blacklisted boolean not null default false;
alter table brevo_contacts add column kept_unsubscribed int[] not null default '{}';
