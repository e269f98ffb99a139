import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../src/dev/postgres/start-postgres';

describe('the embedded Postgres', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tajo-data-folder-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      'was written by PGlite',
      (folder) => mkdirSync(join(folder, 'pglite'), { recursive: true }),
      /was written by an earlier version.*move \S+ away/,
    ],
    [
      'was written by another Postgres',
      (folder) => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'PG_VERSION'), '15\n');
      },
      /was written by Postgres 15, and this version brings Postgres 18:.*move/,
    ],
    ['is none of Postgres', (folder) => mkdirSync(folder), /is not a data folder of Postgres: move it away/],
  ])('when the data folder %s, says in a sentence what to do and changes nothing', async (_case, make, sentence) => {
    const folder = join(home, 'postgres');
    make(folder);
    const before = readdirSync(folder);

    const failure: unknown = await startPostgres({ home }).catch((thrown: unknown) => thrown);

    expect(failure).toMatchObject({ code: 'store.unavailable', message: expect.stringMatching(sentence) });
    expect(readdirSync(folder)).toEqual(before);
  });
});
