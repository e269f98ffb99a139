import { describeEnvironment } from '../../src/config/environment/describe-environment';
import { readEnvironment } from '../../src/config/environment/environment';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { describeConfig } from '../../src/config/file/describe-config';
import { parseConfig } from '../../src/config/parse-config';
import { SETTINGS } from '../../src/config/settings/setting-index';

const read = (text: string) => parseConfig(text, 'tajo.yaml', {});

/** Every setting, and none of them as it is without the file. */
const EVERYTHING = `connectors:
  gorgias:
    enabled: false
    domain: yourstore.gorgias.com
    sync: { customers: false, tickets: false, satisfaction_surveys: false, tags: false }
    lists: { all_support_contacts: 35, satisfied_customers: 36, dissatisfied_customers: Unhappy $$ people, open_support: 38 }
    field_mapping: { email: email, name: FULL_NAME }
    event_mapping:
      ticket.created: OPENED
      ticket.closed: CLOSED
      ticket.reopened: REOPENED
      satisfaction_survey.created: ASKED
      satisfaction_survey.responded: ANSWERED
      customer.created: CAME
      rule.executed: RULE
      macro.applied: MACRO
    tags: { from: [shopify], lists: { vip: "VIP: 5 $$\{A}" }, auto: true, folder: Tags }
    csat: { wait: 3d, satisfied_from: 5, dissatisfied_to: 1 }
    campaigns:
      one: { when: satisfied, delay: 1h, expires: 1d, send: { event: UPSELL } }
      two: { when: neutral, delay: 2h, expires: 2d, send: { template_id: 12 } }
      three: { when: no_answer, delay: 3h, expires: 12h, send: { list_id: No answer } }
    frequency_cap: { per_customer: 2, within: 3d }
    hold: 2d
    open_support_at_most: 5d
    rate: { per_second: 1.5, burst: 30, reserve: 5 }
    schedule: { every: 2m, sweep: never }
    enrich: { active_within: none }
    brevo: { create_attributes: false, create_lists: true }
    phone_country: NL
    keep: { notes: 300d, decisions: 200d, messages: 100d }
    exclude: ['*@marketplace.example.com']
    accounts: { otherstore: { hold: 1d } }
    trust_proxy: [10.0.0.0/8, loopback]
    debug: true
    log_level: debug
    log_api_calls: true
`;

/** What the file has there; `*` is each name that it has. */
function valuesAt(file: unknown, path: readonly string[]): readonly unknown[] {
  const into = (inner: unknown, key: string): readonly unknown[] => {
    const within = (inner ?? {}) as Record<string, unknown>;
    return key === '*' ? Object.values(within) : [within[key]];
  };
  return path.reduce<readonly unknown[]>((all, key) => all.flatMap((inner) => into(inner, key)), [file]);
}

test('a configuration that says everything is printed with everything', () => {
  const file: unknown = parse(EVERYTHING);
  const unsaid = SETTINGS.filter(({ path, fallback }) =>
    valuesAt(file, path).every((value) => value === undefined || isDeepStrictEqual(value, parse(fallback ?? ''))),
  );
  expect(unsaid.map(({ path }) => path.join('.'))).toEqual([]);

  const { config } = read(EVERYTHING);

  expect(read(describeConfig(config)).config).toEqual(config);
});

const ENVIRONMENT = {
  ...{ TAJO_API_KEY: 'tajo-key', TAJO_ENCRYPTION_KEY: 'k1:abc', DATABASE_URL: 'postgres://tajo:pw@db/tajo' },
  ...{ GORGIAS_API_KEY: 'g-key', GORGIAS_WEBHOOK_SECRET: 'old,new', GORGIAS_BASE_URL: 'http://127.0.0.1:4010' },
};

test('the printed environment shows addresses, and of secrets only whether they are set', () => {
  const printed = describeEnvironment(readEnvironment(ENVIRONMENT, '/srv'));

  expect(printed).toContain('GORGIAS_BASE_URL: http://127.0.0.1:4010');
  expect(printed).toContain('GORGIAS_API_KEY: set, not shown');
  expect(printed).toContain('BREVO_API_KEY: not set');
  for (const secret of ['tajo-key', 'k1:abc', 'tajo:pw', 'g-key', 'old']) expect(printed).not.toContain(secret);
});
