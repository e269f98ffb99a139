import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './compose-file';

/** What the commands that `.ci/run` calls print and answer. */
interface Answers {
  readonly install?: string;
  readonly build?: string;
  readonly check?: string;
  readonly temporal?: string;
  readonly test?: string;
}

const GOOD = {
  install: 'exit 0',
  build: 'exit 0',
  check: 'echo "check: 6 passed, 0 failed"',
  temporal: 'echo "$0"',
  test: 'echo "40 passed, 0 failed"; echo "Ran all test suites."',
};

describe('.ci/run', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
    mkdirSync(join(folder, '.ci'));
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(ROOT, '.ci/run'), join(folder, '.ci/run'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (name: string, text: string): void => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  };

  const run = (answers: Answers): { status: number | null; lastLine: string | undefined } => {
    const { install, build, check, temporal, test } = { ...GOOD, ...answers };
    program(
      'npm',
      `case "$*" in ci) ${install} ;; "run build:sdk") ${build} ;; "run check") ${check} ;; test) ${test} ;; *) exit 9 ;; esac`,
    );
    program('apt-get', 'exit 0');
    program('node', `[ "$1" = --version ] && exit 0\n${temporal}`);
    const { status, stdout } = spawnSync(join(folder, '.ci/run'), {
      env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
      encoding: 'utf8',
    });
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
  };

  it('when everything is well, ends with all checks and tests counted', () => {
    expect(run({})).toEqual({ status: 0, lastLine: '46 passed, 0 failed' });
  });

  it.each<[string, Answers, string]>([
    ['a check fails', { check: 'echo "check: 5 passed, 1 failed"; exit 1' }, '45 passed, 1 failed'],
    ['the checks crash without a word', { check: 'exit 3' }, '40 passed, 1 failed'],
    ['a test fails', { test: 'echo "39 passed, 1 failed"; exit 1' }, '45 passed, 1 failed'],
    ['all tests pass but their runner does not', { test: 'echo "40 passed, 0 failed"; exit 1' }, '46 passed, 1 failed'],
    ['the installation fails', { install: 'exit 1' }, '0 passed, 1 failed'],
    ['the SDK cannot be built', { build: 'exit 1' }, '0 passed, 1 failed'],
    ['there is no Temporal CLI', { temporal: 'exit 1' }, '6 passed, 1 failed'],
  ])('when %s, fails and says so in the last line', (_, answers, lastLine) => {
    expect(run(answers)).toEqual({ status: 1, lastLine });
  });
});

describe('the workflows of GitHub', () => {
  const folder = join(ROOT, '.github/workflows');

  it.each(readdirSync(folder))('in %s every action is pinned by commit, with its version beside it', (file) => {
    const uses = readFileSync(join(folder, file), 'utf8').match(/uses: .+/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});
