import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedCliPath } from '../../../src/dev/temporal-server/cli-cache';
import { CLI_VERSION } from '../../../src/dev/temporal-server/cli-version';
import { readWriter } from '../../../src/dev/temporal-server/database-writer';
import { findTemporal, type FindTemporalOptions } from '../../../src/dev/temporal-server/find-temporal';
import { startTemporal } from '../../../src/dev/temporal-server/start-temporal';
import { cli } from '../../support/embedded-temporal';

/** Another minor version than ours, and another patch of ours. */
const NEWER = '1.99.0';
const PATCHED = `${CLI_VERSION}1`;

describe('a database that was written by another Temporal CLI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-writer-'));
  const databaseFile = join(folder, 'temporal.db');
  const lines: string[] = [];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const program = (path: string, version: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.31.2, UI 2.50.1)"\n`, { mode: 0o755 });
    return path;
  };
  const onPath = (version: string): string => program(join(folder, 'bin', version), version);
  const cached = (version: string): string => program(cachedCliPath(join(folder, 'cache'), version), version);
  const find = async (temporal: string, options: Partial<FindTemporalOptions>): Promise<string> => {
    const none = join(folder, 'none');
    const found = await findTemporal({
      ...{ address: null, cliPath: null, cacheDir: join(folder, 'cache'), toolsDir: folder },
      onProgress: (line) => lines.push(line),
      sources: { temporal, go: none, downloadOrigin: 'http://127.0.0.1:9' },
      ...options,
    });
    return found.kind === 'cli' ? found.path : found.address;
  };
  const by = (version: string) => ({ writer: { databaseFile, version } });

  it('when the one on PATH is of another minor version, is gone on with by the one that wrote it, and that is said', async () => {
    const ours = cached(CLI_VERSION);

    expect(await find(onPath(NEWER), by(CLI_VERSION))).toBe(ours);
    expect(lines.at(-1)).toBe(
      `The Temporal CLI on PATH is version ${NEWER}, but the state here was written by ${CLI_VERSION}.`,
    );
    expect(await find(onPath(PATCHED), by(CLI_VERSION))).toBe(onPath(PATCHED));
    expect(await find(onPath(NEWER), by(NEWER))).toBe(onPath(NEWER));
    expect(await find(onPath(NEWER), { writer: null })).toBe(onPath(NEWER));
  });

  it('when nobody has the one that wrote it, is left alone with one sentence that says which and what else to do', async () => {
    const found = find(onPath(CLI_VERSION), by('1.6.0'));
    const sentence = `The Temporal CLI of this connector is version ${CLI_VERSION}, but ${databaseFile} was written by 1.6.0: name a Temporal CLI 1.6 in TEMPORAL_CLI_PATH, or move that file away`;
    await expect(found).rejects.toMatchObject({
      code: 'temporal.unavailable',
      message: expect.stringContaining(sentence) as string,
    });

    const old = cached('1.6.0');
    expect(await find(onPath(CLI_VERSION), by('1.6.0'))).toBe(old);
  });

  it('when another one is named, is not given to it', async () => {
    const found = find(onPath(CLI_VERSION), { cliPath: onPath(NEWER), ...by(CLI_VERSION) });
    await expect(found).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining(`is version ${NEWER}; ${databaseFile} was written by ${CLI_VERSION}`) as string,
      details: { field: 'TEMPORAL_CLI_PATH' },
    });
  });

  it('is known by what stands beside it since the server came up on it; without a database there is no writer', async () => {
    const home = join(folder, 'home');
    expect(await readWriter(home)).toBeNull();
    const options = { home, port: 0, uiPort: 0, searchAttributes: {}, log: () => undefined };
    const server = await startTemporal({ ...options, cliPath: await cli() });
    await server.stop();

    const writer = await readWriter(home);
    expect(writer?.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readFileSync(join(home, 'temporal.version'), 'utf8').trim()).toBe(writer?.version);
    rmSync(join(home, 'temporal.db'));
    expect(await readWriter(home)).toBeNull();
  });
});
