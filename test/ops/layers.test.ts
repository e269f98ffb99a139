import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './compose-file';

const reportSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** File, what it contains, and the rule that must catch it; null: the rules must let it through. */
const PLANTED: readonly (readonly [file: string, text: string, rule: string | null])[] = [
  ['src/domain/clock.ts', `import { hostname } from 'node:os';\nexport const a = hostname;`, 'domain-is-pure'],
  ['src/domain/checks.ts', `import { z } from 'zod';\nexport const a = z;`, 'domain-is-pure'],
  ['src/domain/contact/phone.ts', `import p from 'libphonenumber-js';\nexport const a = p;`, null],
  ['src/workflows/messages.ts', `import { sleep } from '@temporalio/workflow';\nexport const a = sleep;`, null],
  ['src/workflows/parse.ts', `import { z } from 'zod';\nexport const a = z;`, 'workflows-can-be-replayed'],
  ['src/workflows/store.ts', `import { a } from '../store/facts';\nexport const b = a;`, 'workflows-can-be-replayed'],
  [
    'src/workflows/run.ts',
    `import { a } from '../activities/read';\nexport const b = a;`,
    'workflows-know-activities-by-type',
  ],
  ['src/workflows/typed.ts', `import { type A } from '../activities/read';\nexport type B = A;`, null],
  ['src/activities/read.ts', `export const a = 1;\nexport type A = number;`, null],
  [
    'src/activities/start.ts',
    `import { b } from '../workflows/run';\nexport const c = b;`,
    'messages-are-the-whole-border',
  ],
  ['src/gorgias/peek.ts', `import { b } from '../brevo/client';\nexport const c = b;`, 'vendors-stay-apart'],
  ['src/gorgias/save.ts', `import { a } from '../store/facts';\nexport const c = a;`, 'vendors-stay-apart'],
  ['src/gorgias/client.ts', `import { a } from '../http/request';\nexport const c = a;`, null],
  ['src/brevo/client.ts', `export const b = 1;`, null],
  [
    'src/brevo/retry.ts',
    `import { sleep } from '@temporalio/workflow';\nexport const c = sleep;`,
    'temporal-stays-outside',
  ],
  ['src/store/facts.ts', `export const a = 1;`, null],
  ['src/store/fetch.ts', `import { c } from '../gorgias/client';\nexport const d = c;`, 'store-knows-no-vendor'],
  [
    'packages/sandbox/fake.ts',
    `import { c } from '../../src/gorgias/client';\nexport const d = c;`,
    'sandbox-shares-nothing',
  ],
  [
    'src/activities/fake.ts',
    `import { d } from '../../packages/sandbox/fake';\nexport const e = d;`,
    'sandbox-is-for-demo-and-tests',
  ],
  ['src/config/load.ts', `import { a } from '../store/facts';\nexport const b = a;`, 'configuration-is-a-leaf'],
  ['src/brevo/types.ts', `export type A = number;`, null],
  ['src/config/fit.ts', `import { type A } from '../brevo/types';\nexport type B = A;`, null],
  [
    'src/crypto/fit.ts',
    `import { type A } from '../brevo/types';\nexport type B = A;`,
    'leaves-import-nothing-of-ours',
  ],
  ['src/webhooks/keep.ts', `import { a } from '../store/facts';\nexport const b = a;`, 'leaves-import-nothing-of-ours'],
  ['src/api/server.ts', `export const a = 1;`, null],
  [
    'src/activities/answer.ts',
    `import { a } from '../api/server';\nexport const b = a;`,
    'activities-stand-below-the-ways-in',
  ],
  ['src/api/start.ts', `import { a } from '../temporal/connect';\nexport const b = a;`, 'api-asks-by-one-port'],
  ['src/temporal/connect.ts', `export const a = 1;`, null],
  ['src/dev/home.ts', `export const a = 1;`, null],
  ['src/control/home.ts', `import { a } from '../dev/home';\nexport const b = a;`, 'dev-stands-on-top'],
  ['packages/sdk/contract/plan.ts', `export const a = 1;`, null],
  ['packages/sdk/client/calls.ts', `export const a = 1;`, null],
  ['src/api/plan.ts', `import { a } from '../../packages/sdk/contract/plan';\nexport const b = a;`, null],
  [
    'src/api/calls.ts',
    `import { a } from '../../packages/sdk/client/calls';\nexport const b = a;`,
    'server-implements-the-contract',
  ],
  [
    'src/store/plan.ts',
    `import { a } from '../../packages/sdk/contract/plan';\nexport const b = a;`,
    'only-the-api-answers-calls',
  ],
  ['src/api/list.ts', `import { c } from '../gorgias/client';\nexport const d = c;`, 'doors-never-call-a-vendor'],
  [
    'packages/sdk/tajo.ts',
    `import { b } from '../../src/brevo/client';\nexport const d = b;`,
    'doors-never-call-a-vendor',
  ],
  ['src/http/request.ts', `import { request } from 'undici';\nexport const a = request;`, null],
  ['src/gorgias/fast.ts', `import { request } from 'undici';\nexport const a = request;`, 'one-owner-of-undici'],
  [
    'src/activities/call.ts',
    `import { Client } from '@temporalio/client';\nexport const a = Client;`,
    'one-owner-of-temporal-connections',
  ],
  ['src/api/typed.ts', `import { type Client } from '@temporalio/client';\nexport type A = Client;`, null],
  ['src/worker.ts', `import { Worker } from '@temporalio/worker';\nexport const a = Worker;`, null],
  ['src/activities/restart.ts', `import { a } from '../worker';\nexport const b = a;`, 'only-entries-construct'],
  ['src/activities/test.ts', `import fc from 'fast-check';\nexport const a = fc;`, 'no-development-packages'],
  ['src/store/left.ts', `import { r } from './right';\nexport const l = (): unknown => r;`, 'no-cycles'],
  ['src/store/right.ts', `import { l } from './left';\nexport const r = (): unknown => l;`, null],
  ['src/store/lonely.ts', `export const a = 1;`, 'no-orphans'],
  ['src/store/lost.ts', `import { a } from './nowhere';\nexport const b = a;`, 'resolvable'],
];

describe('the direction of imports', () => {
  let folder: string;
  let caught: Map<string, string[]>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'layers-'));
    for (const [file, text] of PLANTED) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      copyFileSync(join(ROOT, file), join(folder, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const depcruise = join(ROOT, 'node_modules/.bin/depcruise');
    const { stdout, stderr } = spawnSync(
      depcruise,
      ['src', 'packages', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (stdout === '') throw new Error(stderr);
    const { violations } = reportSchema.parse(JSON.parse(stdout)).summary;
    caught = new Map(
      PLANTED.map(([file]) => [file, violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)]),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(PLANTED.filter(([, , rule]) => rule !== null))('when %s contains %j, reports %s', (file, _text, rule) => {
    expect(caught.get(file)).toContain(rule);
  });

  it.each(PLANTED.filter(([, , rule]) => rule === null))('lets %s through with %j', (file) => {
    expect(caught.get(file)?.filter((rule) => rule !== 'no-orphans')).toEqual([]);
  });
});
