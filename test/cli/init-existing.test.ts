import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type InitHarness, KEYS, openInitHarness } from './init-harness';

const SETTINGS = 'connectors:\n  gorgias:\n    domain: yourstore.gorgias.com\n';

describe('tajo init with a file that is there', () => {
  let harness: InitHarness;
  let file: string;
  beforeEach(async () => {
    harness = await openInitHarness();
    ({ file } = harness);
  });
  afterEach(() => harness.end());

  const change = (args: readonly string[] = []) => harness.tajo(['--yes', '--overwrite', ...args], { env: KEYS });

  it('one without lists and fields gets them', async () => {
    writeFileSync(file, SETTINGS);

    const { exitCode, stderr } = await change(['--contacts-list', '7']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(harness.settings()).toMatchObject({ lists: { allSupportContacts: 7 }, csat: { satisfiedFrom: 4 } });
  });

  it('one that contradicts the answers is told before anything is made in Brevo, and stays', async () => {
    const before = `${SETTINGS}    field_mapping: { note: VIPSTATUS }\n`;
    writeFileSync(file, before);

    const refused = await change(['--contacts-list', 'A new list', '--field', 'vip_status=VIPSTATUS']);

    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/tajo\.yaml:\d+:\d+ .*VIPSTATUS/);
    expect(harness.listsMade()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('a folder that is not there is told before the first question', async () => {
    const { exitCode, stderr, questions } = await harness.tajo([], {
      ...{ env: KEYS, terminal: true },
      file: join(harness.folder, 'nowhere', 'tajo.yaml'),
    });

    expect({ exitCode, questions }).toEqual({ exitCode: 2, questions: [] });
    expect(stderr).toContain('cannot be written');
  });

  it('one that somebody edits during the questions keeps the edit', async () => {
    writeFileSync(file, SETTINGS);
    const edited = `${SETTINGS}    hold: 3d\n`;

    const { exitCode, stderr } = await harness.tajo(['--overwrite', '--contacts-list', 'A new list'], {
      ...{ env: KEYS, terminal: true },
      meanwhile: (question) => {
        if (question.includes('Write ')) writeFileSync(file, edited);
      },
    });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('was changed while the questions were answered');
    expect(readFileSync(file, 'utf8')).toBe(edited);
    expect(harness.listsMade()).toBe(0);
  });

  it('one behind a symbolic link is changed where it stands, with the rights that it had', async () => {
    const real = join(harness.folder, 'elsewhere', 'settings.yaml');
    mkdirSync(join(harness.folder, 'elsewhere'));
    writeFileSync(real, SETTINGS);
    chmodSync(real, 0o640);
    symlinkSync(real, file);

    const { exitCode } = await change(['--contacts-list', '7']);

    expect(exitCode).toBe(0);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('all_support_contacts: 7');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(harness.folder, 'elsewhere'))).toEqual(['settings.yaml']);
  });

  it('one of another account is refused, and stays, wherever the account is said', async () => {
    writeFileSync(file, SETTINGS);
    const env = { ...KEYS, GORGIAS_DOMAIN: 'second.gorgias.com' };

    const byVariable = await harness.tajo(['--yes', '--overwrite'], { env });
    const byFlag = await harness.tajo(['--overwrite', '--domain', 'second.gorgias.com'], { env: KEYS });

    for (const { exitCode, stderr } of [byVariable, byFlag]) {
      expect(exitCode).toBe(2);
      expect(stderr).toContain('tajo.yaml is for yourstore; name another file for second.gorgias.com.');
      expect(stderr).toContain('tajo init second.yaml');
    }
    expect(readFileSync(file, 'utf8')).toBe(SETTINGS);
    expect(harness.api.connector.asked.installs).toEqual([]);
  });

  it('Enter at every question keeps what it says, also what the vendors do not have', async () => {
    const before = `${SETTINGS}    lists:\n      all_support_contacts: 99\n    field_mapping:\n      loyalty_points: POINTS_OLD\n`;
    writeFileSync(file, before);

    const { exitCode } = await harness.tajo(['--overwrite'], { env: KEYS, terminal: true });

    expect(exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
