import { fileOf } from './spec-file';

/** Marks the places in the text at which a fault must be told. */
export const MARK = '§';
export const KEY = 'xkeysib-0123456789abcdef0123456789abcdef';

export interface Broken {
  readonly what: string;
  /** Lines below `connectors.gorgias`, or the whole file. */
  readonly lines?: string;
  readonly file?: string;
  readonly words: readonly string[];
  readonly env?: Record<string, string>;
}

export const DOMAINS = [
  'evil.com/x?',
  'evil.com/#',
  'evil.com\\',
  'evil.com:443/',
  'a@evil.com/',
  'a:b@evil.com#',
  '127.0.0.1:7233/',
  '[::1]/',
  '169.254.169.254/#',
  '0x7f.1/#',
  'evil.com\t/#',
  '..',
  '',
  ' yourstore',
  'yourstore.gorgias.com/',
  'https://yourstore.gorgias.com',
  'http://yourstore.gorgias.com',
  'a.b.gorgias.com',
  '-a.gorgias.com',
  'a-.gorgias.com',
  'a_b.gorgias.com',
  'Yourstore.gorgias.com',
  'yourstore.gorgias.com\n',
  ' yourstore.gorgias.com',
  'yourstore.gorgias.com.',
  'yourstore。gorgias.com',
  'yourstore%2f.gorgias.com',
  `${'a'.repeat(64)}.gorgias.com`,
  '.gorgias.com',
  'gorgias.com',
  'yourstore',
];

/** Files of which one thing alone is wrong. */
export const BROKEN_ALONE: readonly Broken[] = [
  // What is not YAML, or not a configuration.
  { what: 'an empty file', file: '§', words: ['empty', 'tajo.example.yaml'] },
  { what: 'comments only', file: '§# nothing\n', words: ['empty'] },
  { what: 'a list', file: '§- 1\n', words: ['must be a mapping with connectors; tajo.example.yaml is one.'] },
  { what: 'a number', file: '§42', words: ['The file is 42', 'must be a mapping'] },
  { what: 'an HTML page', file: '§<html>login</html>', words: ['must be a mapping'] },
  { what: 'line ends of a Macintosh', file: 'connectors:§\r  gorgias:\r    debug: true\r', words: ['carriage return'] },
  { what: 'a tab as indentation', file: 'connectors:\n§\tgorgias: 1\n', words: ['tab', 'spaces only'] },
  { what: 'two documents', file: `${fileOf('')}§---\na: 1\n`, words: ['second document'] },
  { what: 'a tag', lines: 'hold: §!!js/function "x"', words: ['Tags', 'plain value'] },
  { what: 'a directive', file: `§%YAML 1.1\n---\n${fileOf('debug: no')}`, words: ['Directives'] },
  { what: 'an alias', lines: 'hold: &x 7d\nschedule: { every: §*x }', words: ['schedule.every', 'alias'] },
  { what: 'a thousand brackets', file: `${'['.repeat(50)}§${'['.repeat(950)}`, words: ['nested', '50 deep'] },
  { what: 'more than a megabyte', file: `§#${'x'.repeat(1_000_000)}`, words: ['larger than 1 MB'] },
  { what: 'a key set twice', lines: 'hold: 1d\n§hold: 2d', words: ['hold is set twice'] },
  { what: 'a mapping as a key', lines: '? §{a: 1}\n: 2', words: ['not a plain text'] },

  // Where things stand.
  {
    what: 'no connectors',
    file: '§gorgias: {}\n',
    words: ['gorgias is not a setting: only `connectors` may stand here, and `gorgias` indented below it'],
  },
  { what: 'another connector', file: `${fileOf('')}  §zendesk: {}\n`, words: ['zendesk', 'only `gorgias`'] },
  {
    what: 'an empty connector',
    file: 'connectors:\n  gorgias:§\n',
    words: ['connectors.gorgias', 'must be a mapping'],
  },
  {
    what: 'a missing domain',
    file: 'connectors:\n  §gorgias:\n    debug: true\n',
    words: ['domain is missing', 'GORGIAS_DOMAIN'],
  },
  {
    what: 'a section inside another one',
    lines: 'csat: { §campaigns: {} }',
    words: ['its place is directly below connectors.gorgias, beside `csat`'],
  },
  {
    what: 'a happening in the words of the events for programs',
    lines: 'event_mapping: { §ticket.resolved: A }',
    words: ['what is meant is called `ticket.closed` here'],
  },
  {
    what: 'a short word for a template',
    lines: 'campaigns: { a: { when: satisfied, send: { §template: 5 } } }',
    words: ['`template_id`'],
  },
  { what: 'everybody left out', lines: "exclude: [§'*@*']", words: ['leaves out everybody'] },
  { what: 'a week', lines: 'hold: §1w', words: ['90s, 15m, 1h or 7d'] },
  { what: 'no number of days', lines: 'enrich: { active_within: §365 }', words: ['such as 90d, or all, or none'] },
  { what: 'campaigns as a list', lines: 'campaigns: §[a]', words: ['must be a mapping of names and values'] },
  { what: 'a cap without its parts', lines: 'frequency_cap: §1', words: ['per_customer, within'] },
  {
    what: 'an account by its domain',
    lines: 'accounts: { otherstore.gorgias.com: §{} }',
    words: ['write `otherstore`'],
  },
  {
    what: 'a list of people with a tag that is one of scores',
    lines: 'lists: { satisfied_customers: 36 }\ntags: { lists: { vip: §36 } }',
    words: ['lists.satisfied_customers already'],
  },
  {
    what: 'a campaign onto a list of scores',
    lines: 'lists: { satisfied_customers: 36 }\ncampaigns: { a: { when: satisfied, send: { list_id: §36 } } }',
    words: ['lists.satisfied_customers already'],
  },
  { what: 'a field by its label', lines: 'field_mapping: { VIP status: §VIP }', words: ['`vip_status`'] },
  { what: 'a misspelled key', lines: '§feild_mapping: {}', words: ['nearest valid key is `field_mapping`'] },
  { what: 'a misspelled top', file: '§conectors:\n  gorgias: {}\n', words: ['only `connectors` may stand here'] },
  { what: 'a misspelled connector', file: 'connectors:\n  §gorgas: {}\n', words: ['only `gorgias` may stand here'] },
  {
    what: 'a misspelled domain, which is not missing besides',
    file: fileOf('', '§domian: a.gorgias.com'),
    words: ['domian is not a setting: the nearest valid key is `domain`'],
  },
  {
    what: 'a misspelled outcome, which is not missing besides',
    lines: 'campaigns: { a: { §wehn: satisfied, send: { event: A } } }',
    words: ['campaigns.a.wehn is not a setting: the nearest valid key is `when`'],
  },
  {
    what: 'another key, and no outcome at all',
    lines: 'campaigns: { §a: { §priority: 1, send: { event: A } } }',
    words: ['campaigns.a.when is missing', 'priority is not a setting'],
  },
  { what: 'a misspelled key inside', lines: 'sync: { §satisfaction_survey: true }', words: ['`satisfaction_surveys`'] },
  { what: 'a setting in the wrong place', lines: '§satisfied_from: 4', words: ['`csat.satisfied_from`'] },
  { what: 'a prototype key', lines: '§__proto__: { debug: true }', words: ['cannot be used'] },
  { what: 'a prototype key in a map', lines: 'tags: { lists: { §__proto__: 3 } }', words: ['cannot be used'] },
  { what: 'the e-mail of the account', lines: '§email: you@yourstore.com', words: ['GORGIAS_EMAIL'] },
  { what: 'an unknown Gorgias event', lines: 'event_mapping: { §ticket.close: X }', words: ['`ticket.closed`'] },

  // Wrong types and values.
  { what: 'a text for a switch', lines: 'enabled: §yes', words: ['enabled must be true or false', 'is yes'] },
  { what: 'a list for a group', lines: 'sync: §[customers]', words: ['sync is [customers]', 'must be a mapping'] },
  { what: 'a number for a group', lines: 'lists: §35', words: ['lists is 35', 'all_support_contacts'] },
  { what: 'a setting without a value', lines: 'log_level:§', words: ['log_level', 'is empty'] },
  { what: 'list id 0', lines: 'lists: { satisfied_customers: §0 }', words: ['from 1 to 2147483647', 'is 0'] },
  { what: 'a negative list id', lines: 'lists: { satisfied_customers: §-3 }', words: ['from 1 to 2147483647'] },
  { what: 'half a list id', lines: 'lists: { satisfied_customers: §3.5 }', words: ['from 1 to 2147483647'] },
  {
    what: 'a list id in quotes',
    lines: 'lists: { satisfied_customers: §"36" }',
    words: ['is "36"', 'without quotes', 'or its name'],
  },
  { what: 'a list without a name', lines: 'lists: { satisfied_customers: §" " }', words: ['or its name'] },
  { what: 'an endless list id', lines: 'lists: { satisfied_customers: §.inf }', words: ['is .inf'] },
  {
    what: 'a list id beyond all numbers',
    lines: 'lists: { satisfied_customers: §2147483648 }',
    words: ['from 1 to 2147483647'],
  },
  { what: 'auto among the tag lists', lines: 'tags: { lists: { auto: §true } }', words: ['`tags.auto: true`'] },
  {
    what: 'an unknown source of tags',
    lines: 'tags: { from: [tickets, §magento] }',
    words: ['tags.from, entry 2, must be one of tickets, shopify, but is magento.'],
  },
  { what: 'a source of tags twice', lines: 'tags: { from: §[tickets, tickets] }', words: ['each entry once'] },
  {
    what: 'a duration in words',
    lines: 'csat: { wait: §7 days }',
    words: ['7 days', '90s, 15m, 1h or 7d', '`wait: 7d`'],
  },
  { what: 'a duration as a number', lines: 'hold: §7', words: ['hold must be a duration'] },
  {
    what: 'endless durations',
    lines: 'hold: §999999999d\nkeep: { notes: §36500d }\nenrich: { active_within: §4000d }',
    words: ['hold must be a duration of at most 3650d', 'at least 1d and at most 3650d', 'at most 3650d, such as 90d'],
  },
  { what: 'a schedule that is too fast', lines: 'schedule: { every: §4s }', words: ['at least 5s'] },
  { what: 'notes of hours', lines: 'keep: { notes: §12h }', words: ['at least 1d'] },
  { what: 'an unknown enrichment', lines: 'enrich: { active_within: §always }', words: ['all, or none'] },
  { what: 'a score above five', lines: 'csat: { satisfied_from: §6 }', words: ['from 1 to 5'] },
  { what: 'a rate of zero', lines: 'rate: { per_second: §0 }', words: ['above 0'] },
  { what: 'an unknown log level', lines: 'log_level: §loud', words: ['error, warn, info, debug, verbose'] },
  { what: 'a lower-case attribute', lines: 'field_mapping: { vip_status: §vip }', words: ['in capitals'] },
  { what: 'an attribute with a blank', lines: 'field_mapping: { vip_status: §VIP STATUS }', words: ['in capitals'] },
  { what: 'a very long attribute', lines: `field_mapping: { vip_status: §${'A'.repeat(51)} }`, words: ['at most 50'] },
  {
    what: 'an unquoted phone number',
    lines: 'field_mapping: { phone: §+33612345678 }',
    words: ['must be a Brevo attribute'],
  },
  {
    what: 'an event name with a blank',
    lines: 'event_mapping: { ticket.created: §Ticket opened }',
    words: ['underscores'],
  },
  { what: 'a very long event name', lines: `event_mapping: { ticket.created: §${'A'.repeat(256)} }`, words: ['255'] },
  {
    what: 'a country by its name',
    lines: 'phone_country: §Netherlands',
    words: ['two letters', 'ISO 3166', '`phone_country: NL`'],
  },
  {
    what: 'a country that is called otherwise',
    lines: 'phone_country: §UK',
    words: ['GB for the United Kingdom', 'is UK'],
  },
  { what: 'a calling code as the country', lines: 'phone_country: §31', words: ['two letters', 'is 31'] },
  { what: 'believing every proxy', lines: 'trust_proxy: §true', words: ['a list', 'loopback'] },
  { what: 'a pattern of addresses alone', lines: 'exclude: §"*@example.com"', words: ['a list of patterns', '[]'] },
  { what: 'no patterns at all', lines: 'exclude:§', words: ['[] to leave out nobody', 'is empty'] },
  {
    what: 'patterns without an @',
    lines: "exclude: ['a@b.de', §noreply, §'*']",
    words: ['entry 2, has no @', 'entry 3, has no @', '`@*`'],
  },
  {
    what: 'patterns that are no text',
    lines: "exclude: [§5, §'', §{ a: 1 }]",
    words: ['entry 1, is empty or no text', 'entry 3'],
  },
  {
    what: 'a pattern that YAML takes for an alias',
    lines: 'exclude: [§*@example.com]',
    words: ['exclude, entry 1, is an alias', 'in quotes'],
  },
  { what: 'two addresses in one', lines: "exclude: [§'a@b.de c@d.de', §'a@b.de,c']", words: ['more than one @'] },
  {
    what: 'a pattern for everybody',
    lines: "exclude: [§'*@*', §'*@*.*']",
    words: ['leaves out everybody', '`enabled: false`'],
  },
  { what: 'half a pattern', lines: "exclude: [§'@b.de', §'a@']", words: ['nothing on one side', 'write `*` there'] },
  { what: 'a very long pattern', lines: `exclude: [§'${'a'.repeat(250)}@b.de']`, words: ['longer than any address'] },
  { what: 'an accented event name', lines: 'event_mapping: { ticket.created: §Créé }', words: ['255 letters'] },
];
