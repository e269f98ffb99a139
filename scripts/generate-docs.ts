import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorsPage } from '../packages/sdk/cli/errors/errors-page';
import { renderSettingsPage } from '../src/config/settings/settings-page';

/** The pages of docs/ that are made from the code. Without arguments they are written; with `--check` they are compared. */
const PAGES = [
  { name: 'docs/configuration.md', text: renderSettingsPage() },
  { name: 'docs/errors.md', text: renderErrorsPage() },
];

for (const { name, text } of PAGES) {
  const path = join(__dirname, '..', name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name} is not what the code says; run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}
