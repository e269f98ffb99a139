import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { listCommands } from '../../packages/sdk/cli/completion/list-commands';
import { createProgram } from '../../packages/sdk/cli/program';
import { runCli } from '../../packages/sdk/cli/run';
import { readClientSettings } from '../../packages/sdk/client/client-settings';
import { CONTEXT, ioInto } from './bare-context';
import { buildCli, type BuiltCli, type Finished } from './built-cli';
import { typed } from './typed';

const SECRET = 'canary-secret-5d1f';
const INSTALL = ['connectors', 'install', 'gorgias'];
const DOMAIN = ['--domain', 'yourstore.gorgias.com'];
const EMAIL = ['--email', 'you@yourstore.com'];
const KEY = ['--api-key', SECRET];
const SYNC = ['connectors', 'sync', 'gorgias'];

/** What is typed, and the words that must name the fault or the fix. */
const CASES: [string[], string[], Record<string, string>?][] = [
  [['connectors'], ['Usage: tajo connectors']],
  [['conectors'], ['connectors']],
  [['connectors', 'synk', 'gorgias'], ['sync']],
  [['connectors', 'sync', 'zendesk'], ['gorgias']],
  [
    ['connectors', 'sync', 'gorgias', 'now'],
    ['too many arguments', '--help'],
  ],
  [['connectors', 'list', 'gorgias'], ['too many arguments']],
  [
    [...SYNC, '--batchsize', '30'],
    ['--batchsize', '--batch-size'],
  ],
  [
    [...SYNC, '--batch-size'],
    ['--batch-size', 'missing'],
  ],
  [
    [...SYNC, '--batch-size', '0'],
    ['--batch-size', '1 to 100'],
  ],
  [
    [...SYNC, '--batch-size', '101'],
    ['--batch-size', '1 to 100'],
  ],
  [
    [...SYNC, '--batch-size', '1e2'],
    ['--batch-size', '1 to 100'],
  ],
  [
    [...SYNC, '--batch-size', ''],
    ['--batch-size', '1 to 100'],
  ],
  [
    [...SYNC, '--type', 'partial'],
    ['--type', 'full, incremental'],
  ],
  [
    [...SYNC, '--resources', 'orders'],
    ['--resources', 'satisfaction_surveys'],
  ],
  [
    [...SYNC, '--resources', ','],
    ['--resources', 'customers'],
  ],
  [
    [...SYNC, '--since', 'yesterday'],
    ['--since', '2024-01-01'],
  ],
  [
    [...SYNC, '--since', '2024-02-31'],
    ['--since', '2024-01-01'],
  ],
  [
    [...SYNC, '--since', '2999-01-01'],
    ['--since', 'future'],
  ],
  [[...SYNC, '--dry-run=maybe'], ['--dry-run']],
  [[...INSTALL, ...EMAIL, ...KEY], ['--domain']],
  [
    [...INSTALL, ...DOMAIN, ...KEY],
    ['--email', 'Basic Auth', 'GORGIAS_EMAIL'],
  ],
  [
    [...INSTALL, ...DOMAIN, '--email', 'nobody', ...KEY],
    ['--email', 'e-mail address'],
  ],
  [
    [...INSTALL, '--domain', 'evil.com/x?', ...EMAIL, ...KEY],
    ['--domain', 'yourstore.gorgias.com'],
  ],
  [[...INSTALL, '--domain', 'YourStore.gorgias.com', ...EMAIL, ...KEY], ['lower case']],
  [[...INSTALL, '--domain', 'https://yourstore.gorgias.com', ...EMAIL, ...KEY], ['yourstore.gorgias.com']],
  [
    [...INSTALL, ...DOMAIN, ...EMAIL],
    ['--api-key', 'GORGIAS_API_KEY', '--api-key-file'],
  ],
  [
    [...INSTALL, ...DOMAIN, ...EMAIL, ...KEY],
    ['--brevo-api-key', 'BREVO_API_KEY'],
  ],
  [[...INSTALL, ...DOMAIN, ...EMAIL, ...KEY, '--api-key-file', 'x'], ['exclude each other']],
  [
    [...INSTALL, ...DOMAIN, ...EMAIL, '--api-key-file', 'missing.txt'],
    ['--api-key-file', 'cannot be read'],
  ],
  [[...INSTALL, ...DOMAIN, ...EMAIL, '--api-key', '-'], ['--api-key is empty']],
  [[...INSTALL, ...DOMAIN, ...EMAIL, '--api-key', '-', '--brevo-api-key', '-'], ['standard input']],
  [
    [...INSTALL, ...DOMAIN, ...EMAIL, '--api-key', `${SECRET} ${SECRET}`],
    ['--api-key', 'without spaces'],
  ],
  [
    [...INSTALL, ...EMAIL, '--api-key', ...DOMAIN],
    ['--api-key has no value', 'GORGIAS_API_KEY'],
  ],
  [
    [...INSTALL, `--apikey=${SECRET}`, ...DOMAIN],
    ['no option', '--apikey'],
  ],
  [
    ['connectors', 'quarantine', 'gorgias', '--limit', '0'],
    ['--limit', '1 to 1000'],
  ],
  [
    ['connectors', 'quarantine', 'gorgias', 'retry'],
    ['--cause', 'quarantine gorgias'],
  ],
  [['connectors', 'quarantine', 'gorgias', '--dry-run'], ['retry']],
  [['connectors', 'quarantine', 'gorgias', 'delete'], ['list, retry']],
  [
    ['errors', 'gorgias.nonsense'],
    ['gorgias.nonsense', 'tajo errors'],
  ],
  [['completion', 'tcsh'], ['bash, zsh, fish']],
  [
    ['connectors', 'status', 'gorgias', '--account'],
    ['--account', 'missing'],
  ],
  [['connectors', 'list'], ['TAJO_URL'], { TAJO_URL: 'localhost:8080', TAJO_API_KEY: SECRET }],
  [['connectors', 'list'], ['TAJO_URL'], { TAJO_URL: 'http://:x', TAJO_API_KEY: SECRET }],
  [['config'], ['Usage: tajo config']],
  [
    ['config', 'check'],
    ['tajo.yaml', 'no such file'],
  ],
  [['config', 'check', 'folder'], ['not a file']],
  [
    ['config', 'check', 'broken.yaml'],
    ['broken.yaml:3:', 'customers'],
  ],
  [['config', 'check', 'a', 'b'], ['too many arguments']],
  [['preflight'], ['TAJO_ENCRYPTION_KEY', 'run the same again']],
  [['preflight'], ['TEMPORAL_ADDRESS'], { TEMPORAL_ADDRESS: 'nowhere' }],
];

/** They read files and the environment; what stops at its own words needs no process of its own. */
const OF_A_PROCESS = new Set<string | undefined>(['config', 'preflight']);

describe('wrong usage', () => {
  let cli: BuiltCli;
  let finished: Finished[];
  beforeAll(async () => {
    cli = buildCli();
    mkdirSync(join(cli.folder, 'folder'));
    writeFileSync(join(cli.folder, 'broken.yaml'), 'connectors:\n  gorgias:\n    sync: { custmers: true }\n');
    finished = await inTurns(CASES, 3, ([args, , env]) =>
      env !== undefined || OF_A_PROCESS.has(args[0])
        ? cli.run(args, env === undefined ? {} : { env })
        : typed({}, args),
    );
  });
  afterAll(() => cli.remove());

  it.each(CASES.map(([args, words], index) => [args.join(' '), words, index] as const))(
    'when `tajo %s` is typed, the exit code is 2 and a sentence names the fault and the fix',
    (_line, words, index) => {
      const { exitCode, stdout, stderr } = finished[index]!;

      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      for (const word of words) expect(stderr).toContain(word);
      expect(stderr).not.toMatch(/^\s+at .*[:(]/m);
      expect(stderr).not.toContain(SECRET);
    },
  );

  it('when the answer is for a program, the error is one line of JSON', async () => {
    const { exitCode, stderr } = await cli.run([...SYNC, '--batch-size', '0', '--json']);

    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'usage',
        message: expect.stringContaining('--batch-size'),
        field: null,
        nextStep: expect.stringContaining('--help'),
      },
    });
  });
});

it.each(listCommands(createProgram(CONTEXT)).map(({ path }) => [path.join(' '), path] as const))(
  'when `tajo %s --help` is typed, the flags and an example within 80 columns are shown and the exit code is 0',
  async (_line, path) => {
    let shown = '';
    const stream = Object.assign(new PassThrough(), { columns: 80 }).on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });

    const exitCode = await runCli([...path, '--help'], { ...CONTEXT, io: ioInto(stream) });

    expect(exitCode).toBe(0);
    expect(shown).toMatch(/Example:\n {2}\$ tajo /);
    expect(shown).toContain('--json');
    const [described = ''] = shown.split('\nExample:');
    for (const line of described.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  },
);

it.each([
  ['on a terminal', true, {}, true],
  ['on a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['on a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['into a pipe', false, {}, false],
])('when it is written %s, it is coloured: %p', async (_place, isTTY, env, coloured) => {
  const stream = Object.assign(new PassThrough(), { isTTY });
  await runCli(['errors', 'bug'], { ...CONTEXT, io: ioInto(stream), settings: readClientSettings({ env }) });

  expect(String(stream.read()).includes('\u001b[')).toBe(coloured);
});

/** The machine may be small: never more than `width` at once. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += width) {
    results.push(...(await Promise.all(items.slice(start, start + width).map(work))));
  }
  return results;
}
