import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { type Figure, printFigures, say } from './figures';
import { actions } from './scenarios/actions';
import { imports } from './scenarios/imports';
import { deploy } from './scenarios/deploy';
import { feed } from './scenarios/feed';
import { lanes } from './scenarios/lanes';
import { limits, type LimitedRun, runLimited } from './scenarios/limits';
import { live } from './scenarios/live';
import { programs } from './scenarios/programs';
import { rehearsal } from './scenarios/rehearsal';
import { scale } from './scenarios/scale';
import { shop } from './scenarios/shop';
import { unthrottled } from './scenarios/unthrottled';
import { waiting } from './scenarios/waiting';

/** `npm run bench`, or `npm run bench -- limits scale`: what a full sync costs, and what live traffic meets. Exit code 1 when a target is not met. */
async function main(wanted: readonly string[]): Promise<void> {
  let limited: LimitedRun | null = null;
  // Both look at the same run.
  const limitedRun = async (): Promise<LimitedRun> => (limited ??= await runLimited());
  const scenarios: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
    limits: async () => limits(await limitedRun()),
    actions: async () => actions(await limitedRun()),
    unthrottled,
    scale,
    imports,
    live,
    lanes,
    feed,
    programs,
    rehearsal,
    shop,
    waiting,
    deploy,
  };
  const unknown = wanted.find((name) => !Object.hasOwn(scenarios, name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${Object.keys(scenarios).join(', ')}`);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  say(`${String(cpus().length)} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`);
  const results: (readonly [string, readonly Figure[]])[] = [];
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    say(`${name} …`);
    results.push([name, await scenario()]);
  }
  for (const [name, figures] of results) printFigures(name, figures);
  const missed = results.flatMap(([, figures]) => figures).filter(({ target }) => target?.met === false);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
  process.exit(2);
});
