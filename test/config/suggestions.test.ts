import { checkConfig, parseConfig } from '../../src/config/parse-config';
import { fileOf } from './spec-file';

const read = (text: string) => parseConfig(text, 'tajo.yaml', {});

describe('a suggestion', () => {
  test.each([
    ['enabled: false', 'nothing is sent until it is true'],
    ['field_mapping: { nb_tickets: N }', 'has no `email: email`'],
    ['field_mapping: { email: email, name: FIRSTNAME }', 'firstname: FIRSTNAME'],
    [
      'sync: { tickets: false }\nfield_mapping: { email: email, nb_tickets: N }',
      'stays empty while sync.tickets is false',
    ],
    ['sync: { satisfaction_surveys: false }\nlists: { satisfied_customers: 1 }', 'stay as they are'],
    ['enrich: { active_within: none }\nfield_mapping: { email: email, phone: SMS }', 'enrich.active_within is none'],
    ['field_mapping: { email: email, nb_ticket: N }', 'if the field `nb_tickets` is meant'],
    ['field_mapping: { emial: ADDRESS }', 'if the field `email` is meant'],
    ['field_mapping: { email: email, plan: FIRSNAME }', 'if Brevo’s `FIRSTNAME` is meant'],
    ['sync: { tags: false }\ntags: { auto: true }', 'no effect while sync.tags is false'],
    ['sync: { tickets: false }\ntags: { auto: true }', 'no effect while sync.tickets is false'],
    [
      'sync: { tickets: false }\ntags: { auto: true, from: [tickets, shopify] }',
      'tags of tickets put nobody on a list',
    ],
    ['event_mapping: { ticket.created: TICKET, ticket.closed: TICKET }', 'nobody can tell them apart'],
    ['tags: { auto: true, from: [] }', 'no tag is ever found'],
    [
      'campaigns:\n  a: { when: neutral, send: { event: A } }\n  b: { when: neutral, send: { event: B } }',
      'campaigns.a stands before it',
    ],
  ])('is made for %j', (lines, words) => {
    const { warnings } = read(fileOf(lines));

    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.sentence).toContain(words);
    expect(warnings[0]?.line).toBeGreaterThan(3);
  });
});

test.each([
  ['nb_tickets', 'TICKET_COUNT'],
  ['avg_response_time', 'AVG_RESPONSE_TIME'],
  ['email', 'email'],
  ['vip_status', 'VIP_STATUS'],
  ['integrations.shopify.orders_count', 'ORDERS_COUNT'],
])('the example for a wrong attribute of %s is one that fits it', (field, attribute) => {
  const { problems } = checkConfig(fileOf(`field_mapping: { ${field}: "two words" }`), {});

  expect(problems.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining(`write for example \`${field}: ${attribute}\`.`),
  ]);
});
