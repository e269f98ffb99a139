import { type AccountView, accountViews } from './file/account-sections';
import { type CheckedConfig, checkTree, refused } from './file/check-tree';
import { configInvalid, inFileOrder, type ConfigProblem } from './file/problems';
import { dotted, GORGIAS, type SettingPath, withoutAccount } from './settings/setting-path';
import { findGroup } from './settings/setting-index';
import { keepLines } from './file/setting-lines';
import { type Variables } from './file/substitution';
import { type ConnectorConfig } from './types';
import { parseYaml } from './file/yaml-syntax';
import { readTree } from './file/yaml-tree';

/**
 * Text of a `tajo.yaml` -> the configuration and what is worth a second look.
 * @throws ConnectorError `config.invalid` with all faults, one line each, `file:line:column sentence`
 */
export function parseConfig(
  text: string,
  fileName: string,
  env: Variables,
): { readonly config: ConnectorConfig; readonly warnings: readonly ConfigProblem[] } {
  const { config, problems, warnings } = checkConfig(text, env, fileName);
  if (config === null) throw configInvalid(fileName, problems);
  return { config, warnings };
}

/** The same without throwing. A part with a fault is set aside and the rest is looked at, so that all faults are told at once. */
export function checkConfig(text: string, env: Variables, file = 'tajo.yaml'): CheckedConfig {
  const { document, lines, problems } = parseYaml(text.replace(/^\uFEFF/, ''));
  if (document === null || problems.length > 0) return refused(problems);
  if (document.contents === null) return refused([empty()]);
  const tree = readTree(document.contents, { lines, variables: env, mayBeEmpty, within: [] });
  const common = checkTree(tree, env);
  const accounts = accountViews(tree).map((view) => ({ view, ...checkAccount(view, env, common) }));
  const all = inFileOrder([common, ...accounts].flatMap((part) => part.problems));
  if (all.length > 0 || common.config === null) return refused(all);
  const own = accounts.flatMap(({ account, config, view }) =>
    config === null ? [] : [[account, keepLines(config, file, view.tree)] as const],
  );
  const config = Object.freeze({ ...common.config, accounts: Object.freeze(Object.fromEntries(own)) });
  return {
    config: keepLines(config, file, tree),
    problems: [],
    warnings: inFileOrder([common, ...accounts].flatMap((part) => part.warnings)),
  };
}

/** What is wrong with the file as it stands for one account, beyond what is wrong for all of them. */
function checkAccount(
  { account, tree, relocate }: AccountView,
  env: Variables,
  common: CheckedConfig,
): CheckedConfig & { readonly account: string } {
  const { config, problems, warnings } = checkTree(tree, env);
  const own = (found: readonly ConfigProblem[], known: readonly ConfigProblem[]): readonly ConfigProblem[] =>
    found.filter((problem) => !known.some((other) => isSame(problem, other))).map(relocate);
  return {
    account,
    config: config === null ? null : Object.freeze({ ...config, domain: `${account}.gorgias.com` }),
    problems: own(problems, common.problems),
    // An account has no domain of its own.
    warnings: own(warnings, common.warnings).filter(({ path }) => path !== dotted([...GORGIAS, 'domain'])),
  };
}

function isSame(one: ConfigProblem, other: ConfigProblem): boolean {
  return one.line === other.line && one.column === other.column && one.sentence === other.sentence;
}

function empty(): ConfigProblem {
  const sentence = 'The file is empty; start from tajo.example.yaml.';
  return { path: '', line: 1, column: 1, sentence };
}

/** `lists:` with everything below it commented out is not a fault; `domain:` without a value is one. */
function mayBeEmpty(path: SettingPath): boolean {
  const known = findGroup(withoutAccount(path));
  return path.length > GORGIAS.length && known !== undefined && !known.path.includes('*');
}
