/** Rows as Gorgias has sent them, with made-up people. */
export const customerRow = {
  id: 519753903,
  external_id: null,
  active: true,
  email: 'Ada.Byron@example.com',
  name: 'Ada Byron',
  firstname: 'Ada',
  lastname: '',
  language: null,
  timezone: null,
  created_datetime: '2026-08-26T18:39:33.916276+00:00',
  updated_datetime: '2026-08-27T08:00:00+00:00',
  meta: { name_set_via: 'agent' },
  data: null,
  note: null,
  custom_fields: { '319830': { id: 319830, value: 'A::B' }, '319831': { id: 319831, value: true } },
};

export const customerDetail = {
  ...customerRow,
  channels: [
    {
      id: 1,
      type: 'phone',
      address: '+33612345678',
      preferred: true,
      created_datetime: '2026-08-26T18:39:33.916276+00:00',
      updated_datetime: '2026-08-26T18:39:33.916276+00:00',
      deleted_datetime: null,
      user: null,
      customer: { id: 519753903, name: 'Ada Byron' },
    },
    { id: 2, type: 'email', address: 'old@example.com', preferred: false, deleted_datetime: '2026-08-27 08:00:00' },
  ],
  integrations: { '77': { __integration_type__: 'shopify', customer: { orders_count: 3 } } },
  external_data: {},
  ecommerce_data: {},
  customer: null,
};

export const ticketRow = {
  id: 82682724,
  uri: '/api/tickets/82682724/',
  external_id: null,
  language: 'en',
  status: 'closed',
  priority: 'normal',
  channel: 'email',
  via: 'email',
  from_agent: false,
  customer: {
    id: 519753903,
    email: 'Ada.Byron@example.com',
    name: 'Ada Byron',
    firstname: 'Ada',
    lastname: '',
    meta: {},
  },
  assignee_user: {
    id: 9,
    email: 'grace@shop.example',
    name: 'Grace',
    firstname: 'Grace',
    lastname: '',
    meta: null,
    bio: null,
  },
  assignee_team: null,
  subject: 'Where is my parcel?',
  summary: null,
  excerpt: null,
  integrations: [],
  meta: null,
  tags: [
    { id: 1812976, name: 'sample ticket', decoration: {} },
    { id: 1813010, name: 'VIP', decoration: null },
  ],
  messages_count: 0,
  is_unread: true,
  spam: false,
  created_datetime: '2026-08-26T18:36:02.042446+00:00',
  opened_datetime: null,
  last_received_message_datetime: null,
  last_message_datetime: null,
  last_sent_message_not_delivered: false,
  updated_datetime: '2026-08-26T18:40:36.264794+00:00',
  closed_datetime: '2026-08-26T18:40:36+00:00',
  snooze_datetime: null,
  trashed_datetime: null,
  custom_fields: { '319825': { id: 319825, value: 'x' } },
};

export const surveyRow = {
  id: 6967541,
  body_text: null,
  created_datetime: '2026-08-26T18:36:02.042446+00:00',
  customer_id: 519753903,
  meta: null,
  score: null,
  scored_datetime: null,
  sent_datetime: null,
  should_send_datetime: null,
  ticket_id: 82682724,
  uri: '/api/satisfaction-surveys/6967541/',
};

export const messageRow = {
  id: 55,
  uri: '/api/messages/55/',
  message_id: '<made-up@example.com>',
  ticket_id: 82682724,
  external_id: null,
  public: true,
  channel: 'email',
  via: 'rule',
  source: { type: 'email', from: { name: 'Shop', address: 'help@shop.example' }, to: [], cc: [], bcc: [] },
  sender: { id: 9, email: 'grace@shop.example', name: 'Grace', firstname: 'Grace', lastname: '', meta: null },
  receiver: null,
  integration_id: null,
  rule_id: 3,
  intents: [],
  from_agent: true,
  subject: 'Re: Where is my parcel?',
  body_text: null,
  created_datetime: '2026-08-26T18:37:00.000001+00:00',
  sent_datetime: '2026-08-26T18:37:01+00:00',
  failed_datetime: null,
  deleted_datetime: null,
};

export const eventRow = {
  id: 2190947740,
  context: 'dad15217-7d0e-4515-97a9-e781387eb157',
  created_datetime: '2026-08-26T18:40:36.264794+00:00',
  data: { assignee_user_id: 9 },
  object_id: 82752600,
  object_type: 'Ticket',
  type: 'ticket-assigned',
  user_id: 9,
  uri: '/api/events/2190947740/',
};

export const customFieldDefinition = {
  id: 319830,
  external_id: null,
  object_type: 'Customer',
  label: 'VIP tier',
  description: null,
  priority: 1,
  required: false,
  managed_type: null,
  definition: { data_type: 'text', input_settings: { input_type: 'dropdown', choices: ['A', 'A::B'] } },
  created_datetime: '2026-01-01T00:00:00+00:00',
  updated_datetime: '2026-01-01T00:00:00+00:00',
  deactivated_datetime: null,
};

/** The envelope of a cursor list. */
export function listOf(data: readonly unknown[] | null, nextCursor: string | null = null): Record<string, unknown> {
  return { data, object: 'list', uri: '/api/made-up?', meta: { prev_cursor: null, next_cursor: nextCursor } };
}

export function without(row: Readonly<Record<string, unknown>>, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)));
}

export const httpIntegration = {
  ...{ id: 9, name: 'Tajo: ticket-created', type: 'http', deactivated_datetime: null },
  http: { url: 'https://connector.example/webhooks/gorgias', method: 'POST', triggers: { 'ticket-created': true } },
};

export const integrationWrite = {
  ...{ name: httpIntegration.name, url: httpIntegration.http.url, form: { ticket_id: '{{ticket.id}}' } },
  ...{ headers: { 'X-Webhook-Secret': 's' }, triggers: { 'ticket-created': true } },
};
