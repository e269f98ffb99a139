import { type Broken, KEY } from './broken-alone';

/** Files whose parts do not go together, whose campaigns make no sense, or that hold secrets and variables. */
export const BROKEN_TOGETHER: readonly Broken[] = [
  // What does not go together.
  {
    what: 'one list for satisfied and dissatisfied',
    lines: 'lists: { satisfied_customers: 36, dissatisfied_customers: §36 }',
    words: ['lists.dissatisfied_customers is list 36', 'lists.satisfied_customers'],
  },
  {
    what: 'one list, by name, for two things',
    lines: 'lists: { satisfied_customers: Happy People }\ntags: { lists: { vip: §" happy people" } }',
    words: ['tags.lists.vip is the list “happy people”', 'lists.satisfied_customers already'],
  },
  {
    what: 'a tag on a kept list',
    lines: 'lists: { satisfied_customers: 36 }\ntags: { lists: { vip: §36 } }',
    words: ['tags.lists.vip'],
  },
  {
    what: 'a campaign to a kept list',
    lines: 'lists: { all_support_contacts: 3 }\ncampaigns: { a: { when: neutral, send: { list_id: §3 } } }',
    words: ['takes people off'],
  },
  {
    what: 'two fields on one attribute',
    lines: 'field_mapping: { id: A, note: §A }',
    words: ['field_mapping.id', 'another'],
  },
  {
    what: 'two fields on the e-mail',
    lines: 'field_mapping: { email: email, note: §EMAIL }',
    words: ['goes to email'],
  },
  { what: 'a name as the e-mail', lines: 'field_mapping: { name: §email }', words: ['only `email: email`'] },
  { what: 'a count as the phone', lines: 'field_mapping: { nb_tickets: §SMS }', words: ['phone numbers only'] },
  {
    what: 'Brevo’s identifier of other systems',
    lines: 'field_mapping: { external_id: §EXT_ID }',
    words: ['in one other system', 'refused with the whole contact', 'GORGIAS_EXT_ID'],
  },
  { what: 'the same as the API spells it', lines: 'field_mapping: { id: §ext_id }', words: ['GORGIAS_EXT_ID'] },
  { what: 'a label instead of a name', lines: 'field_mapping: { VIP status: §VIP }', words: ['`vip_status`'] },
  {
    what: 'a path that leads nowhere',
    lines: 'field_mapping: { integrations.: §A }',
    words: ['integrations.shopify.orders_count'],
  },
  { what: 'scores that overlap', lines: 'csat: { satisfied_from: 2, dissatisfied_to: §2 }', words: ['cannot be both'] },
  {
    what: 'scores that overlap the default',
    lines: 'csat: { §satisfied_from: 1 }',
    words: ['csat.dissatisfied_to is 2'],
  },
  {
    what: 'a wrong list of one account',
    lines: 'accounts: { otherstore: { lists: { satisfied_customers: §0 } } }',
    words: ['accounts.otherstore: lists.satisfied_customers must be the number of a Brevo list'],
  },
  {
    what: 'a wrong pattern of one account',
    lines: 'accounts: { otherstore: { exclude: [§noreply] } }',
    words: ['accounts.otherstore: exclude, entry 1, has no @'],
  },
  {
    what: 'a misspelt setting of one account',
    lines: 'accounts: { otherstore: { csat: { §waits: 1d } } }',
    words: ['accounts.otherstore: csat.waits is not a setting', '`wait`'],
  },
  {
    what: 'a misspelt outcome of one account',
    lines: 'accounts: { otherstore: { campaigns: { a: { §wehn: neutral, send: { event: A } } } } }',
    words: ['accounts.otherstore: campaigns.a.wehn is not a setting'],
  },
  {
    what: 'a misspelt score beside another that fits what was meant',
    lines: 'csat: { §satisfied_form: 3, dissatisfied_to: 4 }',
    words: ['csat.satisfied_form is not a setting: the nearest valid key is `satisfied_from`'],
  },
  {
    what: 'a list of one account that goes with no other',
    lines: 'lists: { satisfied_customers: 36 }\naccounts: { otherstore: { tags: { lists: { vip: §36 } } } }',
    words: ['accounts.otherstore: tags.lists.vip is list 36'],
  },
  {
    what: 'a fault of all accounts, told once',
    lines: 'rate: { burst: 8, reserve: §8 }\naccounts: { otherstore: { hold: 1d } }',
    words: ['lower than rate.burst'],
  },
  {
    what: 'a section of one account that is common to all',
    lines: 'accounts: { otherstore: { debug: §true } }',
    words: ['accounts.otherstore.debug is the same for all accounts'],
  },
  {
    what: 'an unknown section of one account',
    lines: 'accounts: { otherstore: { §list: {} } }',
    words: ['accounts.otherstore: list is not a setting', '`lists`'],
  },
  {
    what: 'an account that is no subdomain',
    lines: 'accounts: { other.gorgias.com: §{ hold: 1d } }',
    words: ['not the subdomain of a Gorgias account'],
  },
  {
    what: 'the account of the domain',
    lines: 'accounts: { yourstore: §{ hold: 1d } }',
    words: ['is the account of `domain`'],
  },
  {
    what: 'an account without settings',
    lines: 'accounts: { otherstore: §5 }',
    words: ['a mapping of settings that differ for this account'],
  },
  {
    what: 'a proxy by its host name',
    lines: 'trust_proxy: [§proxy.example.com]',
    words: ['an IP address', '10.0.0.0/8', 'loopback'],
  },
  {
    what: 'a network that is too narrow',
    lines: 'trust_proxy: [10.0.0.1, §10.0.0.0/33, §1.2.3]',
    words: ['entry 2, must be an IP', 'but is 1.2.3.'],
  },
  { what: 'a reserve as big as the burst', lines: 'rate: { burst: 8, reserve: §8 }', words: ['lower than rate.burst'] },

  // Campaigns.
  {
    what: 'a campaign without an outcome',
    lines: 'campaigns: { §a: { send: { event: A } } }',
    words: ['campaigns.a.when is missing', 'satisfied, neutral'],
  },
  {
    what: 'an unknown outcome',
    lines: 'campaigns: { a: { when: §happy, send: { event: A } } }',
    words: ['no_survey', 'is happy'],
  },
  {
    what: 'a campaign that sends nothing',
    lines: 'campaigns: { §a: { when: neutral } }',
    words: ['nothing to send', 'exactly one'],
  },
  {
    what: 'a campaign that sends two things',
    lines: 'campaigns: { a: { when: neutral, send: §{ event: A, list_id: 3 } } }',
    words: ['2 things', 'exactly one'],
  },
  {
    what: 'template 0',
    lines: 'campaigns: { a: { when: neutral, send: { template_id: §0 } } }',
    words: ['Brevo template'],
  },
  { what: 'a campaign that is empty', lines: 'campaigns:\n  a:§', words: ['campaigns.a', 'must be a mapping'] },
  {
    what: 'a campaign with a sentence for a name',
    lines: 'campaigns: { win them back: §{ when: neutral, send: { event: A } } }',
    words: ['`win-back`'],
  },

  {
    what: 'a campaign that never comes late',
    lines: 'campaigns: { a: { when: neutral, expires: §0s, send: { event: A } } }',
    words: ['campaigns.a.expires must be a duration of at least 1s', '`expires: 3d`'],
  },

  // Secrets.
  { what: 'the API key', lines: '§api_key: abc', words: ['secret', 'GORGIAS_API_KEY'] },
  { what: 'the API key of Brevo', lines: 'brevo: { §api_key: abc }', words: ['secret', 'environment'] },
  { what: 'a password', lines: '§password: hunter2', words: ['secret'] },
  { what: 'an API key from a variable', lines: '§gorgiasApiKey: ${GORGIAS_API_KEY}', words: ['remove the line'] },
  { what: 'a Brevo key as a value', lines: `tags: { folder: §${KEY} }`, words: ['BREVO_API_KEY'] },
  { what: 'a Brevo key as a key', lines: `tags: { lists: { §${KEY}: 3 } }`, words: ['BREVO_API_KEY'] },
  {
    what: 'a secret variable',
    lines: 'tags: { folder: §"${BREVO_API_KEY}" }',
    env: { BREVO_API_KEY: KEY },
    words: ['is a secret'],
  },
  {
    what: 'a Brevo key in a harmless variable',
    lines: 'tags: { folder: §"${X}" }',
    env: { X: KEY },
    words: ['holds a Brevo key'],
  },

  // Variables.
  { what: 'a variable that is not set', lines: 'tags: { folder: §"${FOLDER}" }', words: ['${FOLDER}', 'set FOLDER'] },
  {
    what: 'a variable that is empty',
    lines: 'tags: { folder: §"${FOLDER}" }',
    env: { FOLDER: '' },
    words: ['not set'],
  },
  { what: 'a variable that every object has', lines: 'tags: { folder: §"${constructor}" }', words: ['not set'] },
  { what: 'a default for a variable', lines: 'tags: { folder: §"${A:-b}" }', words: ['no name of a variable'] },
  { what: 'a variable without its end', lines: 'tags: { folder: §"${A" }', words: ['without its `}`'] },
  // Lines that are indented a level too little: one slip, one sentence.
  {
    what: 'a campaign’s keys beside its name',
    lines: 'campaigns:\n  §upsell:\n  when: satisfied\n  delay: 1h\n  send:\n    event: A',
    words: [
      'campaigns.upsell has nothing indented below it: `when`, `delay` and `send` stand beside it; indent those lines',
    ],
  },
  {
    what: 'the keys of two campaigns beside their names',
    lines:
      'campaigns:\n  §upsell:\n  when: satisfied\n  send: { event: A }\n  §win-back:\n  when: neutral\n  send: { event: B }',
    words: ['campaigns.upsell has nothing', 'campaigns.win-back has nothing'],
  },
  {
    what: 'what is sent beside `send`',
    lines: 'campaigns:\n  upsell:\n    when: satisfied\n    §send:\n    event: A',
    words: ['campaigns.upsell.send has nothing indented below it: `event` stands beside it; indent that line'],
  },
  {
    what: 'fields beside `field_mapping`, and a section of one word with one of its keys',
    lines: '§field_mapping:\nemail: email\nnb_tickets: TICKET_COUNT\n§sync:\ncustomers: true\ntags: true\nhold: 1d',
    words: [
      'field_mapping has nothing indented below it: `email` and `nb_tickets` stand',
      '`customers` and `tags` stand',
    ],
  },
  {
    what: 'campaigns beside `campaigns`',
    lines: '§campaigns:\nupsell: { when: satisfied, send: { event: A } }',
    words: ['campaigns has nothing indented below it: `upsell` stands beside it'],
  },
  {
    what: 'a campaign without a name',
    lines: 'campaigns:\n  §when: satisfied\n  send: { event: A }',
    words: ['campaigns lacks a name of your choice', '`when` and `send` stand directly below it'],
  },
  {
    what: 'a secret below an empty section, which is told as a secret',
    lines: 'field_mapping:\n§api_key: ABC',
    words: ['api_key is a secret'],
  },
  {
    what: 'sections beside and above `gorgias`',
    file: 'connectors:\n  gorgias: { domain: a.gorgias.com }\n  §campaigns: {}\n§hold: 1d\n',
    words: ['its place is `connectors.gorgias.campaigns`', 'its place is `connectors.gorgias.hold`'],
  },
];
