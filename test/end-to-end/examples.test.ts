import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { campaigns } from './examples-campaigns';
import { configWith, wholeConfig } from './examples-config';
import { exampleOf, examples, examplesOfSpecification } from './examples-document';
import { type Close, type ExamplesHarness, openExamplesHarness } from './examples-harness';
import { errorShape, requests } from './examples-http';
import { commandLines, configFile, policyFile } from './examples-shell';
import { fullSync, ticketAndIncrementalSync } from './examples-temporal';
import { IMPORT, LEFT_TO_THE_READER, sdkPrograms } from './sdk-program';

/** Each block of the page and what runs it; one that is not here has no test and fails. */
const RUNNERS: Readonly<Record<string, (harness: ExamplesHarness, text: string) => Promise<void>>> = {
  '2 bash 1': commandLines,
  '2 bash 2': commandLines,
  '3 yaml 1': configFile,
  '3 yaml 2': (harness) => configFile(harness, configWith('3 yaml 2')),
  '4 ts 1': sdkPrograms,
  '5 yaml 1': campaigns,
  '5 yaml 2': policyFile,
  '5 bash 1': commandLines,
  '10 bash 1': fullSync,
  '10 bash 2': ticketAndIncrementalSync,
  '12 bash 1': commandLines,
  '12 http 1': requests,
  '12 http 2': requests,
  '12 http 3': requests,
  '12 http 4': requests,
  '12 json 1': errorShape,
  '16 bash 1': commandLines,
  '17 bash 1': commandLines,
  '18 bash 1': commandLines,
};

/** A connector that runs with all settings of the page, beside a project in which only the package is installed. */
describe('the examples of docs/examples.md', () => {
  const closing: Close[] = [];
  let harness: ExamplesHarness | null = null;
  const atHome = (): ExamplesHarness => {
    if (harness === null) throw new Error('the connector did not come up');
    return harness;
  };
  beforeAll(async () => {
    harness = await openExamplesHarness(closing, wholeConfig());
  });
  afterAll(async () => {
    const failures: unknown[] = [];
    for (const close of closing.reverse()) await close().catch((thrown: unknown) => failures.push(thrown));
    expect(failures).toEqual([]);
  });

  test.each(examples().map(({ name, text }) => [name, text] as const))('run as they stand: %s', async (name, text) => {
    const run = RUNNERS[name];
    if (run === undefined) throw new Error('this example is run by nobody');
    await run(atHome(), text);
  });

  it('are all there, and the program of the README is made of their lines', () => {
    expect(examples().map(({ name }) => name)).toEqual(Object.keys(RUNNERS));
    const [, program = ''] = /^```ts\n([^]*?)^```$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
    // The specification's program leaves out that a score may be null, which strict TypeScript wants to be said.
    const lines = program.replace('(event.satisfaction_score ?? 0)', 'event.satisfaction_score').trimEnd().split('\n');
    expect(lines[0]).toBe(IMPORT);
    expect(exampleOf('4 ts 1').split('\n')).toEqual(expect.arrayContaining(lines));
  });

  it('find each of the package’s types, when the program is written in TypeScript, in either kind of module', () => {
    const { folder } = atHome();
    symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'));
    const body = `${LEFT_TO_THE_READER}${exampleOf('4 ts 1').replace(IMPORT, '')}`;
    const planted = `const wrong: string = (await tajo.connectors.status('gorgias')).customersCount;`;
    const checked = `${IMPORT}\nasync function main(): Promise<void> {${body}${planted}}\nvoid main();`;
    for (const name of ['typed.mts', 'typed.cts']) writeFileSync(join(folder, name), checked);

    // The planted fault alone: a type that is not found would be any, and let it pass.
    expect(typeFaults(folder, ['typed.mts', 'typed.cts'])).toEqual(
      Array<string>(2).fill("error TS2322: Type 'number' is not assignable to type 'string'."),
    );
  });
});

function typeFaults(cwd: string, files: readonly string[]): readonly string[] | null {
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--strictNullChecks', 'false', '--module', 'node20', '--types', 'node'];
  try {
    execFileSync(process.execPath, [tsc, ...options, '--skipLibCheck', '--target', 'es2023', ...files], {
      ...{ cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    });
    return [];
  } catch (thrown) {
    return String((thrown as { stdout?: string }).stdout).match(/error TS\d+: .*/g);
  }
}

/** SHA-256 (its first 16 digits) of each example of the specification, which does not lie beside every clone. */
const SPECIFIED = [
  '9c98b6dd65e59b2d', // 2: the command line
  'd12c09b90cd48d4f', // 3: tajo.yaml
  '591e2f5ae9ae29ec', // 4: the program
  '3bf1f0d090ee5cce', // 5: campaigns
  'f96da47c01424dcc', // 10: temporal workflow start
  '2769678e19b43757', // 12: the body of a webhook
  '59cdc85bb988f512', // 12: an error
];
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

test('docs/examples.md has each example of the specification, letter by letter', () => {
  const digests = examples().flatMap(({ text }) => [text, ...text.split('\n')].map(digest));

  expect(SPECIFIED.filter((wanted) => !digests.includes(wanted))).toEqual([]);
});

const SPECIFICATION = '../shared/spec.md';
(existsSync(SPECIFICATION) ? describe : describe.skip)('where the specification lies beside the repository', () => {
  it('each of its examples stands in docs/examples.md, letter by letter', () => {
    const page = readFileSync('docs/examples.md', 'utf8');
    const wanted = examplesOfSpecification(readFileSync(SPECIFICATION, 'utf8'), [2, 3, 4, 5, 10, 12]);

    expect(wanted.map(digest)).toEqual(SPECIFIED);
    expect(wanted.filter((text) => !page.includes(text))).toEqual([]);
  });
});
