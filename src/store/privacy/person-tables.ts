/**
 * What is kept of a person, table by table (spec 17): the one list by which a person is exported and erased. A table or a column that stands
 * neither here nor in `test/store/other-tables.ts` fails `test/store/privacy.test.ts`.
 */
export interface PersonTable {
  readonly table: string;
  /** All of them, in the order of the schema. */
  readonly columns: string;
  /** What an export leaves out, beside the account: no fact about the person. */
  readonly hides?: string;
  /** SQL that finds a person's rows: account $1, addresses $2, ids of customers $3. */
  readonly ofPerson?: string;
  /** SQL that finds the rows of tickets: account $1, ids of tickets $2. */
  readonly ofTickets?: string;
}

const BY_TICKET = 'account = $1 and ticket_id = any($2::bigint[])';
const BY_ADDRESS = 'account = $1 and email_key = any($2::text[])';

/** Also what went to an address that the customer has no more. */
const CAMPAIGNS = `account = $1 and kind = 'campaign' and (email_key = any($2::text[]) or customer_id = any($3::bigint[]))`;

/** Of the tickets $2, as text: what the quarantine knows records by. */
function keysOf(table: string): string {
  return `array(select id::text from ${table} where account = $1 and ticket_id = any($2::bigint[]))`;
}

/** In the order in which rows are deleted: what is found by another table's rows before these. */
export const PERSON_TABLES: readonly PersonTable[] = [
  {
    table: 'quarantine',
    columns: 'account kind key step cause detail held first_at last_at times retry_at',
    ofPerson: `account = $1 and (kind in ('customer', 'contact') and key = any($3::bigint[]::text[])
      or kind = 'event' and key = any(array(select key from outbox where ${CAMPAIGNS})))`,
    ofTickets: `account = $1 and (kind = 'ticket' and key = any($2::bigint[]::text[])
      or kind = 'survey' and key = any(${keysOf('surveys')}) or kind = 'message' and key = any(${keysOf('messages')}))`,
  },
  {
    table: 'ticket_states',
    columns: `account ticket_id state phase stage outcome sentence waiting_until read_updated_at asked_at looked_at signalled_at held_by
      undelivered heard seen_at stood_at undelivered_key unread_at`,
    ofTickets: BY_TICKET,
  },
  { table: 'ticket_notes', columns: 'account ticket_id at source note', ofTickets: BY_TICKET },
  {
    table: 'ticket_events',
    columns: 'account seq key ticket_id type happened_at written_at payload',
    ofTickets: BY_TICKET,
  },
  {
    table: 'decisions',
    columns: 'account ticket_id closed_at decided_at asked_at outcome score campaign kind why until_at rules',
    ofTickets: BY_TICKET,
  },
  {
    table: 'outbox',
    columns: `account key kind ticket_id customer_id email_key name send params mail_key happened_at intended_at expires_at state reason
      token unsure first_tried_at tried_at settled_at gate gate_at due_at waits_for`,
    ofPerson: `account = $1 and (${CAMPAIGNS}
      or key = any(array(select $1 || '/customer/' || id || '/created/1' from unnest($3::bigint[]) as id)))`,
    ofTickets: BY_TICKET,
  },
  {
    table: 'history_keys',
    columns: 'id account subject sealed made_at',
    hides: 'sealed',
    ofPerson: `account = $1 and subject = any(array(select 'campaign/' || id from campaign_requests where ${BY_ADDRESS}))`,
    ofTickets: `account = $1 and subject = any(array(
      select 'ticket/' || id from unnest($2::bigint[]) as id
      union all select 'campaign/' || id from campaign_requests where ${BY_TICKET}))`,
  },
  {
    table: 'campaign_requests',
    columns:
      'account id name ticket_id email_key params asked_at status reason until_at settled_at signalled_at held_by',
    ofPerson: BY_ADDRESS,
    ofTickets: BY_TICKET,
  },
  { table: 'automation_tickets', columns: 'account event_id ticket_id told', ofTickets: BY_TICKET },
  { table: 'feed_contexts', columns: 'account context ticket_id at', ofTickets: BY_TICKET },
  {
    table: 'records_to_read',
    columns: 'account kind id',
    ofPerson: `account = $1 and kind = 'customer' and id = any($3::bigint[])`,
    ofTickets: `account = $1 and kind = 'ticket' and id = any($2::bigint[])`,
  },
  {
    table: 'rehearsed_ends',
    columns: 'account rehearsal_id ticket_id closed_at today proposed life cause changed',
    ofTickets: BY_TICKET,
  },
  {
    table: 'messages',
    columns: 'account id ticket_id from_agent automated sender_id at',
    ofPerson: 'account = $1 and sender_id = any($3::bigint[]) and not from_agent',
    ofTickets: BY_TICKET,
  },
  {
    table: 'surveys',
    columns:
      'account id ticket_id customer_id score comment created_at should_send_at sent_at scored_at seen_run read_at',
    ofPerson: 'account = $1 and customer_id = any($3::bigint[])',
    ofTickets: BY_TICKET,
  },
  {
    table: 'tickets',
    columns: `account id customer_id status channel via subject assignee_user_id assignee_name tags spam created_at updated_at closed_at
      snoozed_until trashed_at seen_run deleted_at merged_into open_since`,
    ofTickets: 'account = $1 and id = any($2::bigint[])',
  },
  {
    table: 'audit_findings',
    columns: 'account audit_id email_key about kind customer_id has should state found_at settled_at',
    ofPerson: `${BY_ADDRESS} and email_key <> ''`,
  },
  { table: 'audit_traces', columns: 'account audit_id email_key kind', ofPerson: BY_ADDRESS },
  {
    table: 'brevo_contacts',
    columns:
      'account email_key id blacklisted unsubscribed lists read_at audited_at kept_blacklisted kept_unsubscribed kept_elsewhere',
    ofPerson: BY_ADDRESS,
  },
  {
    table: 'former_addresses',
    columns: 'account customer_id email_key left_at asked_at',
    ofPerson: `account = $1 and (email_key = any($2::text[]) or customer_id = any($3::bigint[]))`,
  },
  {
    table: 'contacts',
    columns: `account email_key due_at due_version hash lists process_id alone published_at looked_at sent clearing whole_at
      taken_by taken_until`,
    ofPerson: BY_ADDRESS,
  },
  {
    table: 'customers',
    columns: `account id email email_lower channel_email email_key name firstname lastname language timezone note external_id custom_fields
      phone shop_values detail_read_at created_at updated_at seen_run deleted_at merged_into creation_intended`,
    ofPerson: 'account = $1 and id = any($3::bigint[])',
  },
];
