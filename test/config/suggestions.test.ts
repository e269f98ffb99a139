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
    ['field_mapping: { email: email, phone_number: SMS }', 'if the field `phone` is meant'],
    ['field_mapping: { email: email, csat: CSAT }', 'if the field `last_satisfaction_score` is meant'],
    [
      'field_mapping: { email: email, integrations.shopfy.orders_count: ORDERS }',
      'is read as a path into shop data: if the field `integrations.shopify.orders_count` is meant',
    ],
    [
      'field_mapping: { email: email, integrations.shopify.order_count: ORDERS }',
      '`integrations.shopify.orders_count`',
    ],
    ['tags: { lists: { vip: auto } }', 'is a list that is called “auto”: if a list per tag is meant'],
    ['lists: { open_support: none }', 'lists.open_support is a list that is called “none”: if none is meant'],
    ['lists: { open_support: $LIST }', 'write it with braces, `${NAME}`'],
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

  test.each([
    ['', 'other', 1],
    ['', 'yourstore', 0],
    ['accounts: { other: { hold: 1d } }', 'other', 0],
  ])('is made for another domain in the environment: %j, %s', (lines, account, count) => {
    const { warnings } = parseConfig(fileOf(lines), 'tajo.yaml', { GORGIAS_DOMAIN: `${account}.gorgias.com` });

    const words =
      'domain is yourstore.gorgias.com, but GORGIAS_DOMAIN in the environment is other.gorgias.com, and that';
    expect(warnings.map(({ sentence }) => sentence)).toEqual(
      Array.from({ length: count }, () => expect.stringContaining(words)),
    );
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

test.each([
  ['debug: yes', 'but is yes; write `debug: true`.'],
  ['debug: No', 'but is No; write `debug: false`.'],
  ['log_level: warning', 'but is warning; write `log_level: warn`.'],
  ['log_level: INFO', 'but is INFO; write `log_level: info`.'],
  ['log_level: loud', 'but is loud; write for example `log_level: verbose`.'],
  ['campaigns: { a: { when: no-answer, send: { event: A } } }', 'write `when: no_answer`.'],
  ['hold: 2 days', 'but is 2 days; write `hold: 2d`.'],
  ['hold: 1.5h', 'write `hold: 90m`.'],
  ['hold: 1w', 'write `hold: 7d`.'],
  ['hold: 7', 'but is 7; write for example `hold: 7d`.'],
  ['hold: 7d#a week', 'but is 7d#a week; write `hold: 7d`.'],
  ['hold: “7d”', 'but is “7d”; write `hold: 7d`.'],
  ['schedule: { sweep: off }', 'write `sweep: never`.'],
  ['enrich: { active_within: never }', 'write `active_within: none`.'],
  ['enrich: { active_within: always }', 'write `active_within: all`.'],
  ['campaigns: { "": { when: neutral, send: { event: A } } }', 'campaigns."" is not a name'],
  ['schedule: { sweep: Never }', 'write `sweep: never`.'],
  [
    'keep: { notes: 2 hours }',
    'of at least 1d and at most 3650d, such as 7d or 400d, but is 2 hours; write for example',
  ],
  ['lists: { open_support: "39" }', 'write `open_support: 39`.'],
  ['lists: { open_support: 99999999999999999999 }', 'write for example `open_support: 38`.'],
  ['event_mapping: { ticket.created: "Ticket, créé" }', 'write `ticket.created: Ticket_cree`.'],
  ['tags: { from: [Ticket] }', 'tags.from, entry 1, must be one of tickets, shopify, but is Ticket; write `tickets`.'],
  ['accounts: { other: { exclude: [*a] } }', 'accounts.other.exclude, entry 1, is an alias'],
  ['tags: { lists: { vip: 40, VIP: 41 } }', 'tags.lists.VIP is the same tag as tags.lists.vip: neither case'],
  ['tags: { lists: { vip: Happy, " VIP": happy, Vip: 5 } }', 'tags.lists.Vip is the same tag as tags.lists.vip'],
  ['phone_country: UK', 'write `phone_country: GB`.'],
  ['field_mapping: { FIRSTNAME: name }', 'the field of Gorgias stands before the colon'],
  ['field_mapping: { LASTNAME: lastname }', 'so write `lastname: LASTNAME`.'],
  ['brevo: { api_key: abc }', 'set BREVO_API_KEY in'],
  ['hold: ${DAYS}', 'but is ${DAYS} with the value of DAYS in the environment: correct that value, for example to 7d.'],
  ['lists: { open_support: "${LIST}" }', 'but is "${LIST}": write it without quotes, on a line of its own'],
  ['lists: { open_support: "${ZERO}" }', 'but is "${ZERO}" with the value of ZERO in the environment: correct'],
])('of %s it is said what was meant, once', (lines, words) => {
  const { problems } = checkConfig(fileOf(lines), { DAYS: '7 days', LIST: '38', ZERO: '0' });

  expect(problems.map(({ sentence }) => sentence)).toEqual([expect.stringContaining(words)]);
});

test.each(['yourstore', 'Mine.gorgias.com', 'https://yourstore.gorgias.com/app', '"yourstore.gorgias.com "'])(
  'of the domain %s, too',
  (domain) => {
    const { problems } = checkConfig(fileOf('', `domain: ${domain.replace('yourstore', 'mine')}`), {});

    expect(problems.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/; write `domain: mine\.gorgias\.com`\.$/),
    ]);
  },
);
