-- additive: columns that the release before does not know.

-- Imports that were under way when the contact was deleted in Brevo: one that is carried out later brings it back.
alter table erasures add column imports bigint[] not null default '{}';
-- When it was deleted there once more, after the last of them that has ended.
alter table erasures add column again_at timestamptz;
-- When Gorgias was asked which other customers have the address as a second one; null: it could not be.
alter table erasures add column gorgias_at timestamptz;
