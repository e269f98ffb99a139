import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './compose-file';

/** What npx does with a checkout in which nothing is installed: it runs `prepare`, and then what `bin` names. */
describe('`npx tajo` in a checkout before `npm ci`', () => {
  let checkout: string;
  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
    mkdirSync(join(checkout, 'scripts'));
    for (const file of ['package.json', 'scripts/tajo.mjs', 'scripts/prepare.mjs', 'scripts/build.mjs'])
      cpSync(join(ROOT, file), join(checkout, file));
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  const { bin, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly bin: { readonly tajo: string };
    readonly scripts: { readonly prepare: string };
  };
  const run = (root: string, line: string) => {
    const { status, stdout, stderr } = spawnSync(line, { shell: true, cwd: root, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('says what to do first, and prepares nothing without failing', () => {
    expect(run(checkout, `./${bin.tajo} --version`)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('Run `npm ci` in it'),
    });
    expect(run(checkout, scripts.prepare)).toMatchObject({ status: 0, stderr: '' });
  });

  it('is the command afterwards', () => {
    expect(run(ROOT, `./${bin.tajo} --version`)).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\./),
      stderr: '',
    });
  });
});
