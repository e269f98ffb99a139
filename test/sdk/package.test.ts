import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPacked, type ProgramRun, runProgram, runToEnd } from '../end-to-end/packed-project';

const OF_THE_ENVIRONMENT = 'declare const process: { readonly env: Readonly<Record<string, string | undefined>> };';

const manifestOf = (folder: string): { version: string; dependencies: Record<string, string> } =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** `@tajo/sdk` as somebody has it who has just installed it in an empty folder. */
describe('the packed SDK', () => {
  let home: string;
  let project: string;
  let installed: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tajo-package-'));
    project = join(home, 'project');
    installPacked(project);
    installed = join(project, 'node_modules/@tajo/sdk');
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const tajo = (...args: readonly string[]): Promise<ProgramRun> =>
    runToEnd('npx', ['--offline', 'tajo', ...args], { cwd: project, env: { PATH: process.env['PATH'] ?? '' } });

  it('brings at most six packages and less than 12 MB', () => {
    const modules = join(project, 'node_modules');
    const bytes = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(modules, name)))
      .reduce((sum, { blocks }) => sum + blocks * 512, 0);
    const packages = readdirSync(modules).filter((name) => !name.startsWith('.'));

    expect(packages.sort()).toEqual(['@tajo', ...Object.keys(manifestOf(installed).dependencies)].sort());
    expect(packages.length).toBeLessThanOrEqual(6);
    expect(bytes).toBeLessThan(12e6);
  });

  it('holds the two programs, their types, the licences and the page about it, and says nothing of where it was made', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(installed, name)).isFile(),
    );
    const telling = files.filter((name) =>
      [resolve('.'), '/work/', 'src/', '../packages'].some((place) =>
        readFileSync(join(installed, name), 'utf8').includes(place),
      ),
    );

    expect(files.sort()).toEqual(
      ['LICENSE', 'README.md', 'package.json']
        .concat(
          ['LICENSES.txt', 'index.d.mts', 'index.d.ts', 'index.js', 'index.mjs', 'tajo.js'].map((one) => `dist/${one}`),
        )
        .sort(),
    );
    expect(telling).toEqual([]);
  });

  it('has the versions of the house', () => {
    const { version, dependencies } = manifestOf(installed);

    expect(version).toBe(manifestOf('.').version);
    expect(manifestOf('.').dependencies).toMatchObject(dependencies);
  });

  it('is one and the same in an ES module and in CommonJS, and loads nothing of the command line', async () => {
    const text = `
      import { createRequire } from 'node:module';
      import { TajoClient, TajoError } from '@tajo/sdk';
      const required = createRequire(import.meta.url)('@tajo/sdk');
      const thrown = await new required.TajoClient({ url: 'http://127.0.0.1:9', apiKey: 'k' }).connectors.list().catch((error) => error);
      console.log(JSON.stringify([typeof TajoClient, thrown instanceof TajoError, thrown.code]));`;

    expect(await runProgram(project, { file: 'both.mjs', text, env: {} })).toEqual({
      code: 0,
      stdout: '["function",true,"client.unreachable"]\n',
      stderr: '',
    });
    const library = readFileSync(join(installed, 'dist/index.js'), 'utf8');
    const required = [...library.matchAll(/\brequire\("(?!node:)([^"]+)"\)/g)].map(([, name]) => name);
    expect([...new Set(required)]).toEqual(['undici']);
    expect(library).not.toContain('class CommanderError');
  });

  it('brings the command line', async () => {
    writeFileSync(join(project, 'good.yaml'), readFileSync('tajo.example.yaml'));
    writeFileSync(join(project, 'bad.yaml'), 'connectors:\n  gorgias:\n    domian: yourstore.gorgias.com\n');

    expect(await tajo('--version')).toMatchObject({ code: 0, stdout: `${manifestOf(installed).version}\n` });
    expect((await tajo('--help')).stdout).toContain('tajo connectors sync gorgias');
    expect(await tajo('config', 'check', 'good.yaml')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is valid'),
    });
    expect(await tajo('config', 'check', 'bad.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('domain'),
    });
  });

  it('says on an older Node what to install, before anything else of it is run', () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.1.0' } });`;
    const { status, stderr } = spawnSync(
      'node',
      ['-e', `${older} require(${JSON.stringify(join(installed, 'dist/tajo.js'))})`],
      { cwd: project, encoding: 'utf8' },
    );
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Node 18.1.0 is too old: install Node/),
    });
  });

  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])(
    'has types, and a README, that a strict project can compile with nothing else installed: module %s, resolution %s',
    (module, moduleResolution) => {
      const folder = join(project, `strict-${module}`);
      mkdirSync(folder);
      const lines = `import { TajoClient, TajoError, type ConnectorStatus } from '@tajo/sdk';
      export async function read(): Promise<string> {
        const status: ConnectorStatus = await new TajoClient({ apiKey: 'k' }).connectors.status('gorgias');
        return status.customersCount;
      }
      // Names of campaigns can be typed, and then a misspelt one does not compile.
      const typed = new TajoClient<'upsell' | 'win-back'>();
      void typed.campaigns.trigger('upsell', { email: null });
      void typed.campaigns.trigger('anything', { email: null, adHoc: true });
      // @ts-expect-error
      void typed.campaigns.trigger('upsel', { email: null });
      export const codeOf = (thrown: unknown): string | null => (thrown instanceof TajoError ? thrown.code : null);`;
      for (const name of ['one.mts', 'two.cts', 'three.ts']) writeFileSync(join(folder, name), lines);
      const readme = readFileSync(join(installed, 'README.md'), 'utf8');
      writeFileSync(
        join(folder, 'readme.mts'),
        [...readme.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, text]) => text).join('\n'),
      );
      const programs = [...readFileSync('README.md', 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm)].map(
        ([, text]) => text,
      );
      expect(programs).toHaveLength(1);
      writeFileSync(join(folder, 'house.mts'), [OF_THE_ENVIRONMENT, ...programs].join('\n'));
      const compilerOptions = {
        module,
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...compilerOptions, target: 'es2022', skipLibCheck: false, types: [] } }),
      );

      // The planted fault alone: a type that is not found would be any, and let it pass.
      expect(compile(folder)).toEqual(Array(3).fill("error TS2322: Type 'number' is not assignable to type 'string'."));
    },
  );
});

function compile(cwd: string): readonly string[] | null {
  try {
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc')], { cwd, stdio: 'pipe' });
    return [];
  } catch (thrown) {
    return String((thrown as { stdout: Buffer }).stdout).match(/error TS\d+: .*/g);
  }
}
