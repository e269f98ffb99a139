import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConnector } from '../../packages/sdk/cli/init/connector';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { TajoClient } from '../../packages/sdk/index';
import { API_KEY } from '../api/running-api';
import { CONTEXT } from './bare-context';
import { type InitHarness, KEYS, openInitHarness } from './init-harness';

describe('tajo init', () => {
  let harness: InitHarness;
  let api: InitHarness['api'];
  let file: string;
  beforeEach(async () => {
    harness = await openInitHarness();
    ({ api, file } = harness);
  });
  afterEach(() => harness.end());
  const tajo: InitHarness['tajo'] = (...typed) => harness.tajo(...typed);
  const settings = () => harness.settings();

  it('without a terminal --yes takes every default: lists by name or made, fields by name and type, nothing that mails', async () => {
    const { exitCode, stdout, stderr } = await tajo(['--yes'], { env: KEYS });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(settings()).toMatchObject({
      domain: 'yourstore.gorgias.com',
      // Made in their order; the second there in another spelling.
      lists: { allSupportContacts: 100, satisfiedCustomers: 35, dissatisfiedCustomers: 101, openSupport: null },
      fieldMapping: {
        firstname: 'PRENOM',
        lastname: 'LASTNAME',
        nb_tickets: 'TICKET_COUNT',
        // Brevo's of this name takes dates.
        last_satisfaction_score: 'GORGIAS_CSAT_SCORE',
        vip_status: 'VIPSTATUS',
        loyalty_points: 'GORGIAS_LOYALTY_POINTS',
        email: 'email',
      },
      tags: { lists: { Wholesale: 40 } },
      campaigns: {},
    });
    expect(readFileSync(file, 'utf8')).toContain('all_support_contacts: 100 # All support contacts');
    expect(api.connector.asked.installs).toEqual([
      expect.objectContaining({
        account: 'yourstore',
        email: 'you@yourstore.com',
        gorgiasApiKey: 'canary-gorgias-key',
      }),
    ]);
    // A connector that was not started for this has the settings of before.
    expect(stdout).toContain('The connector runs with its settings of before until it is started again');
    expect(stdout).toContain('Start the connector again where it runs');
    expect(api.connector.asked.syncs).toEqual([]);
    expect(existsSync(join(harness.folder, 'init.json'))).toBe(false);
  });

  it('where both sides have nothing, all that is needed is made', async () => {
    api.connector.offers = { fields: [], tags: [], attributes: [], lists: [] };

    const { exitCode } = await tajo(['--yes'], { env: KEYS });

    expect(exitCode).toBe(0);
    expect(settings().lists).toEqual({
      ...{ allSupportContacts: 100, satisfiedCustomers: 101, dissatisfiedCustomers: 102 },
      openSupport: null,
    });
    expect(settings().tags.lists).toEqual({});
  });

  it('without a terminal and without --yes names the question and its flag', async () => {
    const { exitCode, stderr } = await tajo([], { env: KEYS });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Nobody can be asked here: Which Brevo list gets everybody who has written to support?');
    expect(stderr).toContain('--contacts-list');
  });

  it('without a terminal names all that is missing before a connector is started for it', async () => {
    const nothing = await tajo([], { ours: true });
    const some = await tajo(['--yes', '--domain', 'yourstore.gorgias.com', '--api-key', '-'], { ours: true });

    const words = [
      'this is missing: --domain, --email, --api-key, --brevo-api-key, --yes (or a flag for each question).',
      'this is missing: --email, --brevo-api-key.',
    ];
    for (const [index, { exitCode, stderr, stderrAtEnd }] of [nothing, some].entries()) {
      expect(stderr).toContain(words[index]);
      expect([exitCode, stderrAtEnd]).toEqual([2, null]);
    }
  });

  it('without a terminal a refused key ends it with its error, and nothing is written', async () => {
    api.connector.trials = [
      { vendor: 'gorgias', ok: false, refusal: { code: 'auth.gorgias_refused', message: 'Gorgias refused the key' } },
    ];

    const { exitCode, stderr } = await tajo(['--yes'], { env: KEYS });

    expect(exitCode).toBe(1);
    expect(stderr).toContain('Gorgias refused the key. Nothing was stored.\n');
    expect(stderr).not.toMatch(/--force|tries again/);
    expect(existsSync(file)).toBe(false);
  });

  it('a file that is there is changed only when that is said, and keeps its comments and all that was not asked about', async () => {
    const before = [
      '# Written by Ann.',
      'connectors:',
      '  gorgias:',
      '    domain: yourstore.gorgias.com # ours',
      '    lists: { all_support_contacts: 7 }',
      '    # Ask Bob before changing this.',
      '    field_mapping:',
      '      email: email',
      '      note: NOTE_OF_BOB',
      '    campaigns:',
      '      thanks: { when: satisfied, send: { event: THANKS } }',
      '    hold: 3d # days',
      '',
    ].join('\n');
    writeFileSync(file, before);

    const refused = await tajo(['--yes'], { env: KEYS });
    const untouched = readFileSync(file, 'utf8');
    const changed = await tajo(['--yes', '--overwrite', '--tag', 'refund', '--satisfied-list', '35'], { env: KEYS });

    expect({ exitCode: refused.exitCode, untouched }).toEqual({ exitCode: 2, untouched: before });
    expect(refused.stderr).toContain('--overwrite');
    expect(changed.exitCode).toBe(0);
    const text = readFileSync(file, 'utf8');
    for (const comment of ['# Written by Ann.', '# ours', '# Ask Bob before changing this.', '# days'])
      expect(text).toContain(comment);
    expect(settings()).toMatchObject({
      lists: { allSupportContacts: 7, satisfiedCustomers: 35, dissatisfiedCustomers: null },
      fieldMapping: { email: 'email', note: 'NOTE_OF_BOB' },
      campaigns: { thanks: { when: 'satisfied', send: { event: 'THANKS' } } },
      tags: { lists: { refund: 100 } },
      holdMs: 3 * 86_400_000,
    });
    expect(Object.keys(settings().fieldMapping)).toEqual(['email', 'note']);
  });

  it('what does not fit the vendors is told by its line, with the file written and the exit code 1', async () => {
    api.connector.settingsCheck = {
      ...{ warnings: [], creates: [] },
      faults: [{ setting: 'lists.all_support_contacts', sentence: 'Brevo has no list 7' }],
    };

    const { exitCode, stdout } = await tajo(['--yes', '--contacts-list', '7'], { env: KEYS });
    // The connector that was started for it ends, and could not be asked.
    const ours = await tajo(['--yes', '--overwrite'], { env: KEYS, ours: true });

    expect([exitCode, ours.exitCode]).toEqual([1, 1]);
    expect(ours.stdout).not.toContain('--online');
    expect(ours.stdout.replace(/\s+/g, ' ')).toMatch(/Mend these lines; then `npm start -- --config .*` looks again/);
    expect(stdout).toMatch(/tajo\.yaml:\d+:\d+ lists\.all_support_contacts: Brevo has no list 7\./);
    expect(stdout).toMatch(/Mend these lines, then: tajo config check .*tajo\.yaml --online\n$/);
    expect(settings().lists.allSupportContacts).toBe(7);
  });

  it('does not take what listens at the usual address for this folder’s, where there is no key for it', async () => {
    const settings = readClientSettings({ env: { TAJO_HOME: harness.folder } });
    const client = new TajoClient({ url: harness.api.url });
    const stop = (): Promise<void> => Promise.resolve();
    const context = { ...CONTEXT, settings, client, startServer: () => Promise.resolve({ stop }) };

    expect((await openConnector(context, null)).isOurs).toBe(true);
    const keyed = readClientSettings({ env: { TAJO_HOME: harness.folder, TAJO_API_KEY: API_KEY } });
    expect((await openConnector({ ...context, settings: keyed }, null)).isOurs).toBe(false);
  });
});
