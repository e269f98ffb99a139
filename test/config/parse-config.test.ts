import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configOf } from '../../src/config/config-of';
import { describeConfig } from '../../src/config/file/describe-config';
import { checkConfig, parseConfig } from '../../src/config/parse-config';
import { DEFAULT_EXCLUDE } from '../../src/domain/contact/address-pattern';
import { fileOf, SPEC_FILE } from './spec-file';

const CAMPAIGNS = `campaigns:
  post-support-upsell: { when: satisfied,    delay: 1h, send: { event: POST_SUPPORT_UPSELL } }
  win-back:            { when: dissatisfied, delay: 0s, expires: 12h, send: { template_id: 12 } }
frequency_cap: { per_customer: 1, within: 7d }
hold: 7d`;

const read = (text: string, env: Record<string, string | undefined> = {}) => parseConfig(text, 'tajo.yaml', env);

describe('settings of further accounts', () => {
  const FILE = fileOf(`lists: { all_support_contacts: 35 }
csat: { wait: 3d, satisfied_from: 5 }
hold: 1d
accounts:
  otherstore:
    lists: { satisfied_customers: 6 }
    csat: { wait: 2d }
    rate:
  constructor: { enabled: false }`);

  test('stand section by section instead of the common ones, and the rest is as above', () => {
    const { config } = read(FILE);

    const other = configOf(config, 'otherstore');
    expect(other).toMatchObject({
      domain: 'otherstore.gorgias.com',
      lists: { allSupportContacts: null, satisfiedCustomers: 6 },
      csat: { waitMs: 2 * 86_400_000, satisfiedFrom: 4 },
      ...{ holdMs: 86_400_000, rate: config.rate, accounts: {} },
    });
    expect(configOf(config, 'constructor').enabled).toBe(false);
    expect(Object.isFrozen(other.lists)).toBe(true);
    expect(read(describeConfig(config)).config).toEqual(config);
  });

  test('change nothing for an account that has none, whatever its name', () => {
    const { config } = read(FILE);

    for (const account of ['yourstore', 'a-third', 'valueof']) expect(configOf(config, account)).toBe(config);
    expect(config).toMatchObject({ lists: { allSupportContacts: 35 }, csat: { satisfiedFrom: 5 }, enabled: true });
  });
});

describe('the configuration file', () => {
  test('as the specification prints it, is accepted and means what it says', () => {
    const { config } = read(SPEC_FILE);

    expect(config.domain).toBe('yourstore.gorgias.com');
    expect(config.lists).toEqual({
      ...{ allSupportContacts: 35, satisfiedCustomers: 36, dissatisfiedCustomers: 37 },
      openSupport: null,
    });
    expect(Object.entries(config.fieldMapping)).toEqual([
      ['id', 'GORGIAS_ID'],
      ['email', 'email'],
      ['name', 'FIRSTNAME'],
      ['phone', 'SMS'],
      ['nb_tickets', 'TICKET_COUNT'],
      ['last_ticket_date', 'LAST_SUPPORT_DATE'],
      ['last_ticket_channel', 'LAST_SUPPORT_CHANNEL'],
      ['avg_response_time', 'AVG_RESPONSE_TIME'],
      ['last_satisfaction_score', 'CSAT_SCORE'],
      ['satisfaction_count', 'CSAT_RESPONSES'],
      ['customer_type', 'CUSTOMER_TYPE'],
      ['vip_status', 'VIP_STATUS'],
    ]);
    expect(config.eventMapping['satisfaction_survey.responded']).toBe('CSAT_SUBMITTED');
    expect({ debug: config.debug, logLevel: config.logLevel, logApiCalls: config.logApiCalls }).toEqual({
      debug: false,
      logLevel: 'info',
      logApiCalls: false,
    });
  });

  test('without our additions, has their defaults', () => {
    const { config } = read(SPEC_FILE);

    expect(config).toMatchObject({
      tags: { from: ['tickets'], auto: false, folder: 'Gorgias tags' },
      csat: { waitMs: 7 * 86_400_000, satisfiedFrom: 4, dissatisfiedTo: 2 },
      frequencyCap: null,
      holdMs: 7 * 86_400_000,
      rate: { perSecond: 2, burst: 40, reserve: 8 },
      schedule: { everyMs: 60_000 },
      enrich: { activeWithinMs: 365 * 86_400_000 },
      keep: { notesMs: 400 * 86_400_000, decisionsMs: 400 * 86_400_000, messagesMs: 400 * 86_400_000 },
      brevo: { createAttributes: true },
      phoneCountry: null,
      exclude: DEFAULT_EXCLUDE,
      trustProxy: [],
    });
    expect(Object.keys(config.campaigns)).toEqual([]);
  });

  test('with campaigns as the specification prints them, keeps their order and every way of sending', () => {
    const { config } = read(fileOf(CAMPAIGNS));

    expect(Object.entries(config.campaigns)).toEqual([
      [
        'post-support-upsell',
        {
          ...{ when: 'satisfied', delayMs: 3_600_000, expiresMs: 3 * 86_400_000 },
          send: { event: 'POST_SUPPORT_UPSELL' },
        },
      ],
      ['win-back', { when: 'dissatisfied', delayMs: 0, expiresMs: 12 * 3_600_000, send: { templateId: 12 } }],
    ]);
    expect(config.frequencyCap).toEqual({ perCustomer: 1, withinMs: 7 * 86_400_000 });
  });

  test('that is shipped as the example, is accepted with one suggestion and equals its own defaults', () => {
    const text = readFileSync(join(__dirname, '../../tajo.example.yaml'), 'utf8');

    const { config, warnings } = read(text);

    expect(warnings.map(({ path }) => path)).toEqual(['connectors.gorgias.field_mapping.name']);
    expect({ ...config, frequencyCap: null }).toEqual(read(SPEC_FILE).config);
  });

  test('with a country of phones and addresses to leave out, means what it says, for one account too', () => {
    const { config } = read(
      fileOf(`phone_country: nl
exclude: ['*@marketplace.example.com', " Nobody@* "]
accounts: { otherstore: { phone_country: GB, exclude: [] }, third: { hold: 1d } }`),
    );

    const common = { phoneCountry: 'NL', exclude: ['*@marketplace.example.com', 'Nobody@*'] };
    expect(config).toMatchObject(common);
    expect(configOf(config, 'otherstore')).toMatchObject({ phoneCountry: 'GB', exclude: [] });
    expect(configOf(config, 'third')).toMatchObject(common);
    expect(read(describeConfig(config)).config).toEqual(config);
  });

  test('with nothing but a domain, is accepted', () => {
    expect(read(fileOf('')).config.sync).toEqual({
      customers: true,
      tickets: true,
      satisfactionSurveys: true,
      tags: true,
    });
  });

  test('without a domain, takes the one of the environment', () => {
    const env = { GORGIAS_DOMAIN: 'other.gorgias.com' };

    expect(read(fileOf('debug: true', ''), env).config.domain).toBe('other.gorgias.com');
  });

  test('with groups of which everything is commented out, is accepted', () => {
    expect(read(fileOf('lists:\ntags:\n  lists:\ncampaigns:\nfrequency_cap:')).config.frequencyCap).toBeNull();
  });

  test('with a byte order mark and Windows line ends, is accepted', () => {
    expect(read(`\uFEFF${SPEC_FILE.replaceAll('\n', '\r\n')}`).config).toEqual(read(SPEC_FILE).config);
  });

  test('once read, cannot be changed anywhere', () => {
    const { config } = read(fileOf(CAMPAIGNS));

    const open: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    };
    visit(config, 'config');
    expect(open).toEqual([]);
  });

  test('with names of its own, does not find names that every object has', () => {
    const { config } = read(fileOf('tags:\n  lists: { constructor: 38 }'));

    expect(config.tags.lists['constructor']).toBe(38);
    expect('toString' in config.tags.lists).toBe(false);
    expect('hasOwnProperty' in config.campaigns).toBe(false);
  });
});

describe('a variable in the configuration file', () => {
  test('that is set, is put in as text, or as a number where it stands unquoted', () => {
    const text = fileOf('lists:\n  satisfied_customers: ${LIST}\ntags:\n  folder: "${NAME} & $${NAME}"');

    const { config } = read(text, { LIST: '36', NAME: '2026' });

    expect(config.lists.satisfiedCustomers).toBe(36);
    expect(config.tags.folder).toBe('2026 & ${NAME}');
  });

  test('whose value looks like YAML or like another variable, stays text', () => {
    const { config } = read(fileOf('tags:\n  folder: ${NAME}'), { NAME: 'x }\n    debug: true ${OTHER}', OTHER: 'y' });

    expect(config.tags.folder).toBe('x }\n    debug: true ${OTHER}');
    expect(config.debug).toBe(false);
  });

  test('whose value is wrong for the setting, is named but not repeated', () => {
    const { problems: faults } = checkConfig(fileOf('', 'domain: ${SHOP}'), { SHOP: 'hunter2' });

    expect(faults.map(({ sentence }) => sentence).join()).toContain(
      'is ${SHOP} with the value of SHOP in the environment',
    );
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });
});

test('the printed configuration, read again, is the same configuration', () => {
  const lines = `${CAMPAIGNS}\nlists: { all_support_contacts: 35 }\ntags: { folder: "5 $$ {a}: # b", lists: { "no": 4, "yes: x": 5 } }`;
  const { config } = read(
    fileOf(`${lines}\nenrich: { active_within: all }\nphone_country: NO\nexclude: ["a$$b@*"]`),
    {},
  );

  const printed = describeConfig(config);

  expect(read(printed).config).toEqual(config);
  expect(printed).toContain('wait: 7d');
});
