import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../../src/temporal/search-attributes';
import { ROOT } from './compose-file';

describe('the jobs of docker-compose.yml', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    writeFileSync(join(folder, 'calls'), '');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program that notes how it was called; it fails while `failWhen` (a shell test) holds. */
  const tool = (failWhen = 'false'): string => {
    const path = join(folder, 'tool');
    writeFileSync(path, `#!/bin/sh\necho "$*" >> ${folder}/calls\nif ${failWhen}; then exit 1; fi\n`, { mode: 0o755 });
    return path;
  };
  const script = (name: string): string => join(ROOT, 'deploy/temporal', name);
  const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

  it('creates and migrates both databases with the schemas of the tool', () => {
    execFileSync(script('setup-schema.sh'), { env: { ...process.env, SQL_TOOL: tool() } });

    expect(calls()).toEqual([
      '--database temporal create-database',
      '--database temporal setup-schema --version 0.0',
      '--database temporal update-schema --schema-name postgresql/v12/temporal',
      '--database temporal_visibility create-database',
      '--database temporal_visibility setup-schema --version 0.0',
      '--database temporal_visibility update-schema --schema-name postgresql/v12/visibility',
    ]);
  });

  it('when a migration fails, stops there and fails', () => {
    const { status } = spawnSync(script('setup-schema.sh'), {
      env: { ...process.env, SQL_TOOL: tool('[ "$3" = update-schema ]') },
    });

    expect(status).not.toBe(0);
    expect(calls()).toHaveLength(3);
  });

  it('when the namespace is there, leaves it alone and only sees to the search attributes', () => {
    execFileSync(script('bootstrap.sh'), { env: { ...process.env, TEMPORAL_CLI_PATH: tool() } });

    expect(calls().filter((call) => call.includes('namespace create'))).toEqual([]);
    expect(calls().at(-1)).toContain('search-attribute create');
  });

  it('when the namespace is missing, creates it with the retention that was asked for', () => {
    const environment = { TEMPORAL_NAMESPACE: 'shop', NAMESPACE_RETENTION: '30d' };

    execFileSync(script('bootstrap.sh'), {
      env: { ...process.env, ...environment, TEMPORAL_CLI_PATH: tool('[ "$3" = describe ]') },
    });

    expect(calls()).toContain('operator namespace create --namespace shop --retention 30d');
  });

  it('registers exactly the search attributes that the connector uses, all of them keywords', () => {
    execFileSync(script('bootstrap.sh'), { env: { ...process.env, TEMPORAL_CLI_PATH: tool() } });

    const registered = [...(calls().at(-1) ?? '').matchAll(/--name (\w+)/g)].map(([, name]) => name);

    expect(registered.sort()).toEqual(Object.keys(SEARCH_ATTRIBUTES).sort());
    expect(new Set(Object.values(SEARCH_ATTRIBUTES))).toEqual(new Set(['Keyword']));
    expect(calls().at(-1)).toContain('--type Keyword');
  });
});
