import { hostProblem } from './domain/supported-host';

// Imported before everything else by what can be started: on a machine without what it needs the other imports end in a stack trace.
const { platform, arch, versions, report } = process;
const problem = hostProblem({ node: versions.node, platform, arch, hasGlibc: platform === 'linux' && hasGlibc() });
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** Node says with which one it runs in its diagnostic report, and nowhere else. */
function hasGlibc(): boolean {
  const said: object = report.getReport();
  const header: unknown = 'header' in said ? said.header : null;
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}
