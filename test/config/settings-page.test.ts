import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '../../src/config/parse-config';
import { findGroup, findSetting, GROUPS, SETTINGS } from '../../src/config/settings/setting-index';
import { renderSettingsPage } from '../../src/config/settings/settings-page';
import { fileOf } from './spec-file';

const ROOT = join(__dirname, '../..');

test('docs/configuration.md is what the settings say', () => {
  // When this fails, run `npm run docs`.
  expect(readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')).toBe(renderSettingsPage());
});

test('the example shows every setting, as a setting or in a comment', () => {
  const example = readFileSync(join(ROOT, 'tajo.example.yaml'), 'utf8');
  const optional = ['rule.executed', 'macro.applied'];

  const missing = SETTINGS.map(({ path }) => path.at(-1) ?? '').filter(
    (key) => key !== '*' && !optional.includes(key) && !new RegExp(`\\b${key.replace('.', '\\.')}\\b`).test(example),
  );
  expect(missing).toEqual([]);
});

test('every setting has a sentence, an example that it accepts, and a default that it accepts', () => {
  for (const { path, sentence, example, fallback } of SETTINGS) {
    expect(sentence).toMatch(/\.$|…$/);
    for (const written of [example, fallback]) {
      if (written === null) continue;
      const key = path.at(-1) ?? '';
      const within = path.slice(2, -1).reduceRight((inner, name) => `{ ${name}: ${inner} }`, `{ ${key}: ${written} }`);
      const { problems: faults } = checkConfig(
        fileOf(within.slice(2, -2), path.at(-1) === 'domain' ? '' : undefined),
        {},
      );
      // Parts of a campaign alone lack the others; nothing may be wrong with the value itself.
      expect(faults.map((fault) => fault.sentence).filter((documented) => documented.includes('but is'))).toEqual([]);
    }
  }
});

test('every setting is found by the path that a file has it under', () => {
  for (const { path } of SETTINGS) expect(findSetting(path.map((part) => (part === '*' ? 'any' : part)))).toBeDefined();
  for (const { path } of GROUPS) expect(findGroup(path)).toBeDefined();
  expect(SETTINGS.length).toBeGreaterThan(40);
});
