import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorsPage } from '../packages/sdk/cli/errors/errors-page';
import { renderSettingsPage } from '../src/config/settings/settings-page';
import { decisionProblems, renderDecisionIndex } from './docs/decisions';
import { dependencyProblems } from './docs/dependencies';
import { renderRoomTables, roomProblems } from './docs/room-table';
import { ROOT } from './docs/tree';

const ARCHITECTURE = 'docs/architecture.md';
const FROM = '<!-- rooms: made by `npm run docs` -->\n';
const TO = '<!-- end of rooms -->';

/** The pages of docs/ that are made from the code. Without arguments they are written; with `--check` they are compared. */
const PAGES = [
  { name: 'docs/configuration.md', text: renderSettingsPage() },
  { name: 'docs/errors.md', text: renderErrorsPage() },
  { name: 'docs/decisions/README.md', text: renderDecisionIndex() },
  { name: ARCHITECTURE, text: withRooms(readFileSync(join(ROOT, ARCHITECTURE), 'utf8')) },
];

for (const { name, text } of PAGES) {
  const path = join(ROOT, name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) fail(`${name} is not what the code says; run \`npm run docs\`.`);
}
// What no machine can write: it is said either way.
for (const problem of [...roomProblems(), ...decisionProblems(), ...dependencyProblems()]) fail(problem);

/** Only the tables are made; the rest of the page is written by hand. */
function withRooms(page: string): string {
  const [before, rest] = page.split(FROM);
  const after = rest?.split(TO)[1];
  if (before === undefined || after === undefined) throw new Error(`${ARCHITECTURE} has lost the marks of its tables`);
  return `${before}${FROM}\n${renderRoomTables()}\n${TO}${after}`;
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
