import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedCliPath, userCacheDir } from '../../../src/dev/temporal-server/cli-cache';
import { CLI_VERSION } from '../../../src/dev/temporal-server/cli-version';
import {
  findTemporal,
  type FindTemporalOptions,
  type FoundTemporal,
} from '../../../src/dev/temporal-server/find-temporal';

const NOWHERE = 'http://127.0.0.1:9';
const cliScript = (version: string): string =>
  `#!/bin/sh\necho "temporal version ${version} (Server 1.31.2, UI 2.50.1)"\n`;

describe('where the Temporal server comes from', () => {
  let folder: string;
  let lines: string[];
  const servers: Server[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'find-temporal-'));
    lines = [];
  });

  afterEach(() => {
    servers.splice(0).forEach((server) => server.close());
    rmSync(folder, { recursive: true, force: true });
  });

  const program = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  };

  const cacheCli = (version = CLI_VERSION): string => {
    const path = cachedCliPath(join(folder, 'cache'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, cliScript(version), { mode: 0o755 });
    return path;
  };

  const find = (
    options: Partial<FindTemporalOptions> = {},
    sources: Partial<NonNullable<FindTemporalOptions['sources']>> = {},
  ): Promise<FoundTemporal> =>
    findTemporal({
      address: null,
      cliPath: null,
      cacheDir: join(folder, 'cache'),
      toolsDir: folder,
      onProgress: (line) => lines.push(line),
      sources: { temporal: join(folder, 'none'), go: join(folder, 'none'), downloadOrigin: NOWHERE, ...sources },
      ...options,
    });

  /** A `go` that writes a CLI where `-o` says, slowly enough for a second start to arrive meanwhile. */
  const fakeGo = (built: string): string =>
    program(
      'go',
      `#!/bin/sh
[ "$1" = version ] && exit 0
echo x >> ${folder}/builds
[ "$CGO_ENABLED" = 0 ] || exit 3
while [ "$1" != -o ]; do shift; done
sleep 0.5
printf '%s' '${built}' > "$2"
`,
    );

  const serveArchive = async (contents: string): Promise<string> => {
    program('archive/temporal', contents);
    execFileSync('tar', ['-czf', join(folder, 'cli.tar.gz'), '-C', join(folder, 'archive'), 'temporal']);
    const server = createServer((request, response) => {
      if (request.url === '/archive') response.end(readFileSync(join(folder, 'cli.tar.gz')));
      else if (request.url?.startsWith(`/cli/v${CLI_VERSION}?`) === true)
        response.end(JSON.stringify({ archiveUrl: `${origin}/archive`, fileToExtract: 'temporal' }));
      else response.writeHead(404).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    return origin;
  };

  it('takes the address before anything else', async () => {
    cacheCli();

    const found = await find({ address: 'temporal.example:7233', cliPath: '/no/such/file' });

    expect(found).toEqual({ kind: 'address', address: 'temporal.example:7233' });
  });

  it('takes the named CLI before the one on PATH and the cached one', async () => {
    cacheCli();
    const named = program('named', cliScript('1.5.1'));

    const found = await find({ cliPath: named }, { temporal: program('temporal', cliScript('1.9.0')) });

    expect(found).toEqual({ kind: 'cli', path: named });
  });

  it.each([
    ['is missing', null],
    ['is too old', cliScript('1.4.1')],
    ['is another program', '#!/bin/sh\necho hello\n'],
  ])('when the named CLI %s, says so instead of silently using another one', async (_, text) => {
    cacheCli();
    const named = text === null ? join(folder, 'absent') : program('named', text);

    await expect(find({ cliPath: named })).rejects.toMatchObject({
      code: 'config.invalid',
      details: { field: 'TEMPORAL_CLI_PATH' },
    });
  });

  it('when the CLI on PATH is too old, says so and goes on to the cached one', async () => {
    const cached = cacheCli();

    const found = await find({}, { temporal: program('temporal', cliScript('1.4.99')) });

    expect(found).toEqual({ kind: 'cli', path: cached });
    expect(lines.join()).toContain('1.4.99');
  });

  it('when the CLI on PATH is 1.10, understands that this is newer than 1.5', async () => {
    const onPath = program('temporal', cliScript('1.10.0'));

    await expect(find({}, { temporal: onPath })).resolves.toEqual({ kind: 'cli', path: onPath });
  });

  it('when there is no CLI, downloads it into the cache once', async () => {
    const downloadOrigin = await serveArchive(cliScript(CLI_VERSION));

    const found = await find({}, { downloadOrigin });
    servers.splice(0).forEach((server) => server.close());
    const again = await find({}, { downloadOrigin });

    expect(found).toEqual({ kind: 'cli', path: cachedCliPath(join(folder, 'cache')) });
    expect(again).toEqual(found);
  });

  it('when the download does not run here, falls through to the build and keeps nothing of it', async () => {
    const downloadOrigin = await serveArchive('not a program');

    const found = await find({}, { downloadOrigin, go: fakeGo(cliScript(CLI_VERSION)) });

    expect(found.kind).toBe('cli');
    expect(readdirSync(dirname(cachedCliPath(join(folder, 'cache'))))).toEqual(['temporal']);
  });

  it('when two starts find no CLI at the same time, only one builds and both use it', async () => {
    const go = fakeGo(cliScript(CLI_VERSION));

    const [first, second] = await Promise.all([find({}, { go }), find({}, { go })]);

    expect(first).toEqual(second);
    expect(readFileSync(join(folder, 'builds'), 'utf8')).toBe('x\n');
    expect(lines.some((line) => line.includes('Another process'))).toBe(true);
    expect(lines.some((line) => line.startsWith('Built the Temporal CLI'))).toBe(true);
  });

  it('when a start died while it built, its lock does not stop the next one', async () => {
    const lock = `${cachedCliPath(join(folder, 'cache'))}.lock`;
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, '');
    const aMinuteAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, aMinuteAgo, aMinuteAgo);

    const found = await find({}, { go: fakeGo(cliScript(CLI_VERSION)) });

    expect(found.kind).toBe('cli');
    expect(existsSync(lock)).toBe(false);
  });

  it('when offline and without Go, fails within seconds and says why each source failed and what to do', async () => {
    const startedAt = Date.now();

    const failure: unknown = await find().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'temporal.unavailable' });
    expect(String(failure)).toMatch(/download: .*; build: Go is not installed\). Install Go/);
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });

  it('when the build fails, the error carries the compiler’s last words and the cache stays empty', async () => {
    const go = program('go', '#!/bin/sh\n[ "$1" = version ] && exit 0\necho "undefined: Foo" >&2\nexit 1\n');

    await expect(find({}, { go })).rejects.toThrow(/build: the Go build failed: undefined: Foo/);
    expect(readdirSync(dirname(cachedCliPath(join(folder, 'cache'))))).toEqual([]);
  });

  it('when the cached program is broken, it is replaced', async () => {
    cacheCli('0.0.1');

    const found = await find({}, { go: fakeGo(cliScript(CLI_VERSION)) });

    expect(readFileSync(found.kind === 'cli' ? found.path : '', 'utf8')).toBe(cliScript(CLI_VERSION));
  });
});

describe('the cache folder', () => {
  it('follows XDG_CACHE_HOME when it is set', () => {
    expect(userCacheDir('/var/cache/me')).toBe('/var/cache/me/tajo');
    expect(userCacheDir(null)).toMatch(/\/\.cache\/tajo$/);
  });

  it('is keyed by the version that tools/temporal pins', () => {
    const goMod = readFileSync(join(__dirname, '../../../tools/temporal/go.mod'), 'utf8');

    expect(goMod).toContain(`github.com/temporalio/cli v${CLI_VERSION}`);
    expect(cachedCliPath('/c')).toBe(`/c/temporal/${CLI_VERSION}/temporal`);
  });
});
