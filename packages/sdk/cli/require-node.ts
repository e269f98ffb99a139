import { nodeProblem } from '../../../src/domain/supported-host';

// Imported before everything else: on an older Node the other imports end in a stack trace.
const problem = nodeProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
