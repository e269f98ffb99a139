-- additive: what the release before reads of a customer's details goes on being kept.
-- Of a customer's details only the mapped paths are kept. One that is added to tajo.yaml is in no detail that was read before: those do not count
-- as fresh from then on.
alter table accounts add column detail_paths text[];
alter table accounts add column details_from timestamptz;
