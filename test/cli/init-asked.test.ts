import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { type InitHarness, KEYS, openInitHarness } from './init-harness';

describe('tajo init on a terminal', () => {
  let harness: InitHarness;
  let api: InitHarness['api'];
  let file: string;
  beforeEach(async () => {
    harness = await openInitHarness();
    ({ api, file } = harness);
  });
  afterEach(() => harness.end());
  const tajo: InitHarness['tajo'] = (...typed) => harness.tajo(...typed);

  it('when it is interrupted at each question in turn, keeps the answers but no key, and the next start goes on', async () => {
    const whole = await tajo([], { env: KEYS, terminal: true });
    const expected = readFileSync(file, 'utf8');
    rmSync(file);

    const reached: number[] = [];
    let code: number = 1;
    for (let start = 0; code !== 0; start += 1) {
      expect(start).toBeLessThanOrEqual(whole.questions.length);
      // One more answer each time.
      const { exitCode, questions, stderr } = await tajo([], { env: KEYS, terminal: true, interruptAt: 1 });
      code = exitCode;
      reached.push(questions.length);
      if (code === 0) break;
      expect(stderr).toContain('Stopped. What was answered is kept');
      expect(existsSync(file)).toBe(false);
      const kept = readFileSync(join(harness.folder, 'init.json'), 'utf8');
      expect(kept).not.toContain('canary');
      expect(statSync(join(harness.folder, 'init.json')).mode & 0o777).toBe(0o600);
    }

    expect(whole.exitCode).toBe(0);
    expect(reached.length).toBe(whole.questions.length);
    expect(readFileSync(file, 'utf8')).toBe(expected);
  });

  it('a key that is refused is asked for again, and is nowhere on the screen or the disk', async () => {
    api.connector.trials = [
      { vendor: 'gorgias', ok: true, refusal: null },
      { vendor: 'brevo', ok: false, refusal: { code: 'auth.brevo_refused', message: 'Brevo refused the API key' } },
    ];
    const running = tajo([], {
      env: { ...KEYS, BREVO_API_KEY: '' },
      terminal: true,
      typed: { 'Brevo API key': 'canary-typed' },
    });
    await eventually(() => api.connector.asked.trials.length > 1);
    api.connector.trials = [];
    const { exitCode, stdout, stderr, questions } = await running;

    expect(exitCode).toBe(0);
    expect(questions.filter((question) => question.includes('Brevo API key')).length).toBeGreaterThan(1);
    expect(stdout).toContain('Brevo refused the API key.');
    expect(stdout + stderr).not.toContain('canary');
    expect(api.connector.asked.installs.at(-1)).toMatchObject({ brevoApiKey: 'canary-typed' });
  });

  it('when Gorgias refuses, the e-mail is asked for again too, for it may be that', async () => {
    const message = 'Gorgias refused the e-mail or API key';
    api.connector.trials = [
      { vendor: 'gorgias', ok: false, refusal: { code: 'auth.gorgias_refused', message } },
      { vendor: 'brevo', ok: true, refusal: null },
    ];
    const running = tajo([], {
      env: { ...KEYS, GORGIAS_API_KEY: '' },
      terminal: true,
      typed: { 'Gorgias API key': 'canary-typed', 'Which e-mail address': 'right@yourstore.com' },
    });
    await eventually(() => api.connector.asked.trials.length > 1);
    api.connector.trials = [];
    const { exitCode } = await running;

    expect(exitCode).toBe(0);
    expect(api.connector.asked.installs.at(-1)).toMatchObject({ email: 'right@yourstore.com' });
  });

  it.each([
    ['another account', { env: { ...KEYS, GORGIAS_DOMAIN: 'second.gorgias.com' } }],
    ['another file', { file: 'other.yaml' }],
  ])('answers that were kept are none for %s', async (_of, started) => {
    await tajo(['--contacts-list', '7'], { env: KEYS, terminal: true, interruptAt: 0 });
    const isOther = 'file' in started;
    const path = isOther ? join(harness.folder, started.file) : file;
    const { exitCode, stdout } = await tajo(['--yes'], { env: KEYS, ...started, file: path });

    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('Going on where it was stopped');
    expect(readFileSync(path, 'utf8')).toContain('all_support_contacts: 100');
  });

  it('the lists are named before they are written, those of an earlier start too', async () => {
    await tajo(['--contacts-list', '7'], { env: KEYS, terminal: true, interruptAt: 0 });
    const { stdout } = await tajo(['--yes'], { env: KEYS });

    expect(stdout).toContain('Going on where it was stopped');
    expect(stdout).toContain('everybody: Newsletter (7)');
    expect(stdout).toContain('dissatisfied: Dissatisfied customers (is made in Brevo)');
    expect(stdout).toContain('Segments:  Wholesale on wholesale (40)');
  });

  it('when the first sync is stopped, says that it stops with the connector that was started for it', async () => {
    const { exitCode, stdout, stderr } = await tajo(['--yes', '--sync'], { env: KEYS, ours: true });

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('the connector that was started here ends now: `npm start` goes on with it');
    expect(stdout).not.toContain('the run goes on');
  });

  it('when it is stopped, says so before the connector that was started for it ends', async () => {
    const { exitCode, stderrAtEnd } = await tajo([], { env: KEYS, terminal: true, ours: true, interruptAt: 0 });

    expect(exitCode).toBe(1);
    expect(stderrAtEnd).toContain('Stopped. What was answered is kept');
  });

  it('when it is stopped at the question about the first sync, says that the file is written, and how to go on', async () => {
    const asked = await tajo([], { env: KEYS, terminal: true, ours: true, typed: { 'first sync': '\x03' } });

    expect(asked.questions.at(-1)).toContain('Run the first sync now?');
    expect({ exitCode: asked.exitCode, stderr: asked.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(asked.stdout).toContain('Stopped. The settings are written, and no sync was begun.');
    expect(asked.stdout.slice(asked.stdout.indexOf('Stopped.'))).toContain(
      'runs the first sync and keeps Brevo up to date',
    );
    expect(existsSync(join(harness.folder, 'init.json'))).toBe(false);
  });
});
