/** Tables that hold nothing of a person, with the reason, and every column of theirs: one that comes is looked at by a person first. */
export const OTHER_TABLES: Readonly<Record<string, { readonly why: string; readonly columns: string }>> = {
  account_holds: { why: 'what a vendor refuses the account', columns: 'account scope code message since probe_at' },
  accounts: {
    why: 'the shop, and who signs in for it',
    columns:
      'account domain email gorgias_key brevo_key state state_reason installed_at updated_at state_code enabled tell_from sandbox brevo_identity brevo_key_digest rules_digest detail_paths details_from requests_before_sync',
  },
  allowed_keys: {
    why: 'hashes: what is from before an erased person was allowed back',
    columns: 'account hash allowed_at',
  },
  audit_counts: { why: 'numbers of contacts', columns: 'account audit_id kind about contacts' },
  audits: {
    why: 'numbers; where one stands is an address, which an erasure takes out of it',
    columns:
      'account audit_id scope wanted nightly state position contacts looked waiting differing requests started_at finished_at',
  },
  automation_runs: {
    why: 'what rules and macros did; which tickets is kept in automation_tickets',
    columns: 'account event_id kind ref name at context failures',
  },
  brevo_proofs: { why: 'what Brevo does with types of values', columns: 'account subject holds proved_at' },
  budgets: {
    why: 'requests',
    columns:
      'account bucket size_capacity capacity per_second level refilled_at closed_until takes granted history shift',
  },
  custom_fields: { why: 'labels of fields', columns: 'account id label data_type managed_type' },
  departures: { why: 'requests on the wire, by a token', columns: 'account token entered_at' },
  enrichment: { why: 'times', columns: 'account run_id top below floor' },
  erased_keys: { why: 'hashes: what keeps an erased person from coming back', columns: 'account hash person' },
  erasures: {
    why: 'the receipts, by a hash; whom one is about is deleted with it',
    columns: `account person state brevo scope deleted workflows shut_at store_at brevo_at brevo_end erased_at allowed_at imports
      again_at gorgias_at`,
  },
  event_acks: { why: 'numbers of events', columns: 'account subscriber type seq' },
  event_cursors: { why: 'where programs stand', columns: 'account subscriber type acked_to seen_at' },
  feed_seen: { why: 'numbers of events', columns: 'account id at' },
  imports: {
    why: 'numbers of contacts',
    columns: 'account process_id contacts list_id state checks next_check_at sent_at finished_at',
  },
  lane_use: { why: 'numbers of requests', columns: 'account lane slot minute requests waits' },
  sessions: { why: 'digests of who is signed in', columns: 'digest role begun_at seen_at' },
  sign_in_links: { why: 'digests of links', columns: 'digest made_at' },
  list_names: { why: 'what Brevo calls its lists', columns: 'account list_id name' },
  list_making: { why: 'who makes lists just now', columns: 'account holder until' },
  named_lists: { why: 'names of lists of the settings', columns: 'account name list_id' },
  positions: { why: 'where walks stand, by id', columns: 'account walk after' },
  privacy_keys: { why: 'the key of the hashes', columns: 'account sealed' },
  rehearsals: {
    why: 'totals; of the tickets that are examples those of an erased person are taken out',
    columns: 'account id from_at until_at policy position last_id tally reach started_at finished_at',
  },
  restores: { why: 'times', columns: 'restored_at' },
  runs: {
    why: 'totals of runs',
    columns: 'account run_id type request state started_at takes_at finished_at totals alive_at',
  },
  schema_migrations: { why: 'the schema itself', columns: 'version name checksum applied_at additive' },
  sweeps: { why: 'where a sweep stands, by id', columns: 'account id part position failures started_at finished_at' },
  tag_lists: { why: 'tags and lists', columns: 'account tag list_id' },
  tallies: {
    why: 'numbers, and names of tags, each gone with the last who has it',
    columns: 'account about name n',
  },
  tags: { why: 'names of tags', columns: 'account id name' },
  told_since: { why: 'names of events', columns: 'account event since' },
  users: { why: 'the shop’s own agents', columns: 'account id name role' },
  walks: { why: 'where runs stand in Gorgias’ lists', columns: 'account run_id resource walk done' },
  watermarks: { why: 'times', columns: 'account resource at' },
  webhook_health: { why: 'counts of webhooks', columns: 'account accepted_at refusals refused_at refused_status told' },
};
