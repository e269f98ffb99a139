import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** What the next release may do to a table that is in use. */
const MIGRATION = `-- additive: a column and an index that only the next release knows.
alter table ticket_states add column next_release text;
create index ticket_states_next_release on ticket_states (next_release) where next_release is not null;
`;

/** Makes the release after the one that is built here: a changed ticket workflow and one more migration. Answers the folder of its programs. */
export async function makeNextRelease(folder: string): Promise<string> {
  cpSync(resolve('dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'tajo.example.yaml'])
    symlinkSync(resolve(name), join(folder, name));
  const migrations = join(folder, 'dist/src/store/migrations');
  const number = readdirSync(migrations).length + 1;
  writeFileSync(join(migrations, `${String(number).padStart(3, '0')}_next_release.sql`), MIGRATION);
  const { code } = await bundleWorkflowCode({
    workflowsPath: resolve('test/workflows/builds/newer.ts'),
    failureConverterPath: resolve('src/temporal/failure-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  writeFileSync(join(folder, 'dist/src/workflow-bundle.js'), code);
  return join(folder, 'dist/src');
}
