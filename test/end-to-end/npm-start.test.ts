import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDev } from '../support/dev-process';

const homes: string[] = [];
const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'tajo stärt #?%20-'));
  homes.push(home);
  return home;
};

afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

describe('npm start', () => {
  it('after being killed in the middle of its first start, brings everything up, stops everything on Ctrl-C, and goes on where it stopped', async () => {
    const home = newHome();
    for (const ms of [300, 600, 1_000]) {
      const killed = startDev(['--json'], { TAJO_HOME: home, PORT: '18080' });
      await sleep(ms);
      killed.child.kill('SIGKILL');
      await killed.exited;
    }
    const first = startDev(['--json'], { TAJO_HOME: home, PORT: '18080' });
    const ready = await first.ready();
    const answers = await Promise.all(
      [`${ready.api}/healthz`, `${ready.api}/readyz`, ready.ui].map(async (url) => (await fetch(url)).status),
    );
    first.child.kill('SIGINT');

    expect(answers).toEqual([200, 200, 200]);
    expect(await first.exited).toBe(0);
    await expect(fetch(`${ready.api}/healthz`)).rejects.toThrow();
    await expect(fetch(ready.ui)).rejects.toThrow();

    const second = startDev(['--once', '--json'], { TAJO_HOME: home, PORT: '18080' });
    expect(await second.exited).toBe(0);

    const last = JSON.parse(second.stdout().trim().split('\n').at(-1)!);
    expect(last).toMatchObject({ finished: true, totals: { held: 0 } });
    expect(Number(last.totals.published) + Number(last.totals.unchanged)).toBeGreaterThan(300);
  });

  it('keeps its secrets to its owner, tells tajo where it is, takes the next port, and leaves another on its folder alone', async () => {
    const home = newHome();
    const busy = createServer().listen(18_090, '127.0.0.1');
    const connector = startDev(['--json'], { TAJO_HOME: home, PORT: '18090' });
    const { api } = await connector.ready().finally(() => busy.close());
    const announced = JSON.parse(readFileSync(join(home, 'connector.json'), 'utf8'));
    const modes = ['connector.json', 'api.key', 'encryption.key'].map(
      (name) => statSync(join(home, name)).mode & 0o777,
    );
    const second = startDev(['--json'], { TAJO_HOME: home, PORT: '18110' });
    const code = await second.exited;
    const alive = (await fetch(`${api}/healthz`)).status;
    connector.child.kill('SIGINT');
    await connector.exited;

    expect(api).toBe('http://127.0.0.1:18091');
    expect(announced.url).toBe(api);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    expect(connector.stdout() + connector.stderr()).not.toContain(announced.apiKey);
    expect(code).toBe(1);
    expect(second.stderr()).toMatch(/another (process|connector)|in use|DATABASE_URL/i);
    expect(alive).toBe(200);
  });

  it('with settings that only the vendors can judge wrong, ends with all of them and their lines, and exit code 2', async () => {
    const home = newHome();
    const file = join(home, 'shop.yaml');
    writeFileSync(
      file,
      `connectors:
  gorgias:
    domain: yourstore.gorgias.com
    lists: { all_support_contacts: 999 }
    field_mapping:
      email: email
      vip_staus: VIP_STATUS
    campaigns:
      thanks: { when: satisfied, send: { template_id: 31 } }
`,
    );

    const ended = startDev(['--once', '--config', file], { TAJO_HOME: home });

    expect(await ended.exited).toBe(2);
    const said = ended.stderr();
    expect(said).toContain('shop.yaml:7:7 field_mapping.vip_staus: ');
    expect(said).toContain('shop.yaml:4:14 lists.all_support_contacts: Brevo has no list 999');
    expect(said).toContain('shop.yaml:9:42 campaigns.thanks.send.template_id: Template 31 is not active');
    expect(said + ended.stdout()).not.toMatch(/unexpectedly|goes on where/);
    // The way into the console stands first, and nowhere else.
    const [, link = 'none'] =
      /\nReady\..*\n  Console, signed in \(once, for ten minutes\):\n  http:\S+\/#sign-in=([\w-]{43})\n/.exec(
        ended.stdout(),
      ) ?? [];
    expect(link).toHaveLength(43);
    expect(said).not.toContain(link);
  });

  describe('with a mistake', () => {
    const config = (text: string): string => {
      const file = join(newHome(), 'tajo.yaml');
      writeFileSync(file, text);
      return file;
    };
    const account = {
      GORGIAS_EMAIL: 'a@example.com',
      GORGIAS_API_KEY: 'secret-key-4711',
      BREVO_API_KEY: 'secret-key-4712',
    };

    it.each<[string, readonly string[], Record<string, string>, RegExp]>([
      ['an unknown flag', ['--onec'], {}, /--onec/],
      ['a flag without its value', ['--config'], {}, /--config/],
      ['a word too many', ['full'], {}, /full/],
      [
        'a configuration that is not there',
        ['--config', '/nowhere/tajo.yaml'],
        {},
        /\/nowhere\/tajo\.yaml cannot be read/,
      ],
      ['a configuration that is a folder', ['--config', tmpdir()], {}, /cannot be read/],
      [
        'an unknown setting',
        ['--config', config('connectors:\n  gorgias:\n    domian: x.gorgias.com\n')],
        {},
        /domian.*domain/s,
      ],
      ['half an account', [], { GORGIAS_EMAIL: 'a@example.com' }, /GORGIAS_API_KEY and BREVO_API_KEY/],
      ['a crafted domain', [], { ...account, GORGIAS_DOMAIN: 'evil.com/?' }, /GORGIAS_DOMAIN/],
      ['a plain http address', [], { ...account, GORGIAS_BASE_URL: 'http://gorgias.example.com' }, /GORGIAS_BASE_URL/],
      ['a wrong port', [], { PORT: '80a' }, /PORT/],
      ['a key that is none', [], { TAJO_ENCRYPTION_KEY: 'short' }, /TAJO_ENCRYPTION_KEY/],
      ['a Temporal CLI that is none', [], { TEMPORAL_CLI_PATH: '/bin/true' }, /TEMPORAL_CLI_PATH/],
    ])(
      'such as %s ends with a sentence and exit code 2, without a stack and without a secret',
      async (_case, args, env, sentence) => {
        const ended = startDev(args, { TAJO_HOME: newHome(), ...env });

        expect(await ended.exited).toBe(2);
        expect(ended.stderr()).toMatch(sentence);
        expect(ended.stderr()).not.toMatch(/^\s+at /m);
        expect(ended.stderr() + ended.stdout()).not.toContain('secret-key');
      },
    );
  });
});
