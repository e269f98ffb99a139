import { existsSync } from 'node:fs';
import { type InitHarness, KEYS, openInitHarness } from './init-harness';

describe('the flags of tajo init', () => {
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

  it('every question can be answered by a flag', async () => {
    const { exitCode, stderr, stdout } = await tajo(
      [
        ...['--contacts-list', '7', '--satisfied-list', 'none', '--dissatisfied-list', 'Sad people'],
        ...['--open-support-list', 'Open now', '--field', 'vip_status=none', '--field', 'loyalty_points=POINTS'],
        ...['--tag', 'refund', '--tag', 'wholesale', '--survey-wait', '36h', '--satisfied-from', '5'],
        ...[
          '--dissatisfied-to',
          '3',
          '--satisfied-campaign',
          'event:THANKS',
          '--dissatisfied-campaign',
          'list:Win back',
        ],
        ...['--campaign-delay', '2h', '--phone-country', 'nl', '--json'],
      ],
      { env: KEYS },
    );

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ file, account: 'yourstore', misfits: [], sync: null });
    expect(settings()).toMatchObject({
      lists: { allSupportContacts: 7, satisfiedCustomers: null, dissatisfiedCustomers: 100, openSupport: 101 },
      tags: { lists: { refund: 102, wholesale: 40 } },
      csat: { waitMs: 36 * 3_600_000, satisfiedFrom: 5, dissatisfiedTo: 3 },
      campaigns: {
        'post-support-upsell': { when: 'satisfied', delayMs: 7_200_000, send: { event: 'THANKS' } },
        'win-back': { when: 'dissatisfied', delayMs: 7_200_000, send: { listId: 103 } },
      },
      phoneCountry: 'NL',
    });
    expect(settings().fieldMapping).not.toHaveProperty('vip_status');
    expect(settings().fieldMapping).toHaveProperty('loyalty_points', 'POINTS');
  });

  it.each([
    ['a field that is none', ['--field', 'vip_statuss=VIP'], /--field vip_statuss: no .*; the nearest is vip_status\./],
    [
      'a tag that is none',
      ['--tag', 'refund', '--tag', 'wholesal'],
      /--tag wholesal: No tag .* nearest is Wholesale\./,
    ],
    ['a number that no list has', ['--contacts-list', '99'], /--contacts-list: Brevo has no list 99\./],
    ['one of a campaign', ['--satisfied-campaign', 'list:99'], /--satisfied-campaign: Brevo has no list 99\./],
  ])('a flag that names %s is refused by its name, and nothing is made or written', async (_of, args, named) => {
    const sentence = 'No tag is called so; the nearest is Wholesale';
    const warnings = [{ setting: 'tags.lists.wholesal', sentence }];
    api.connector.settingsCheck = { faults: [], creates: [], warnings };
    const { exitCode, stderr, questions } = await tajo([...args, '--open-support-list', 'New one'], {
      ...{ env: KEYS, terminal: true },
    });

    expect({ exitCode, questions }).toEqual({ exitCode: 2, questions: [] });
    expect(stderr.replace(/\s+/g, ' ')).toMatch(named);
    expect([existsSync(file), harness.listsMade()]).toEqual([false, 0]);
  });

  it('a flag that is wrong is refused by its name, before a connector is started for it', async () => {
    const cases = [
      ['--survey-wait', '7', 'It must be a duration of at least 1s'],
      ['--satisfied-from', '6', 'It must be a whole number from 2 to 5.'],
      ['--dissatisfied-to', '5', 'It must be a whole number from 1 to 4.'],
      ['--dissatisfied-to', '4', '--dissatisfied-to 4 must be below the lowest score of a satisfied customer, 4:'],
      ['--campaign-delay', '2', 'It must be a duration of at most 3650d'],
      ['--phone-country', 'UK', '(GB for the United Kingdom), or none: write GB.'],
      ['--satisfied-campaign', 'THANKS', 'It must be event:NAME, template:NUMBER, list:NAME or none.'],
      ['--dissatisfied-campaign', 'event:WIN BACK', 'dashes: write WIN_BACK.'],
      ['--satisfied-campaign', 'template:0', 'the number of a Brevo template from 1'],
      ['--contacts-list', '', 'It must be the number of a list'],
      ['--satisfied-list', 'all support', '--contacts-list and --satisfied-list are the same list.'],
      ['--field', 'vip_status', 'vip_status=VIP_STATUS'],
      ['--api-key', 'a b', '--api-key must be a key of plain characters (ASCII), without spaces'],
      ['--api-key-file', 'nowhere', '--api-key-file names a file that cannot be read.'],
    ] as const;
    for (const [flag, value, words] of cases) {
      const args = flag === '--contacts-list' ? [] : ['--contacts-list', 'All support'];
      const { exitCode, stderr, stderrAtEnd } = await tajo(['--yes', ...args, flag, value], { env: KEYS, ours: true });

      expect({ flag, exitCode, stderrAtEnd }).toEqual({ flag, exitCode: 2, stderrAtEnd: null });
      expect(stderr).toContain(flag);
      expect(stderr.replace(/\s+/g, ' ')).toContain(words);
    }
  });

  it('a list that another flag takes by another name is refused by its flag', async () => {
    const args = ['--yes', '--contacts-list', '7', '--satisfied-list', 'newsletter'];
    const { exitCode, stderr } = await tajo(args, { env: KEYS });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('--satisfied-list newsletter is refused. This list is taken for something else already.');
    expect(existsSync(file)).toBe(false);
  });
});
