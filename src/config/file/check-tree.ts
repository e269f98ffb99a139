import { checkAccounts } from './account-sections';
import { checkCampaigns } from '../rules/check-campaigns';
import { checkExclude } from '../rules/exclude-rules';
import { toConnectorConfig } from './connector-config';
import { inFileOrder, type ConfigProblem } from './problems';
import { isGorgiasDomain } from '../../domain/account/gorgias-domain';
import { type IssueProblem, toProblems } from './issue-problems';
import { checkFieldMapping } from '../rules/mapping-rules';
import { checkDomain, checkLists, checkReserve, checkScores, checkTags, type Finding } from '../rules/rules';
import { dotted, GORGIAS, overlaps, type SettingPath } from '../settings/setting-path';
import { fileSettings, type GorgiasSettings } from '../settings/settings';
import { type Variables } from './substitution';
import { suggest } from '../rules/suggestions';
import { type ConnectorConfig } from '../types';
import { emptyMapping, pathOfPlace, placeKey, type Place, type YamlTree } from './yaml-tree';

export interface CheckedConfig {
  /** Null when there are faults. */
  readonly config: ConnectorConfig | null;
  readonly problems: readonly ConfigProblem[];
  /** Allowed, but probably not meant. */
  readonly warnings: readonly ConfigProblem[];
}

/** What a file says, whole or as it stands for one account. */
export function checkTree(tree: YamlTree, env: Variables): CheckedConfig {
  const shape = checkShape(tree);
  if (shape.settings === undefined) return refused([...tree.problems, ...shape.problems]);

  const fromEnvironment = domainFrom(env);
  const domain = shape.settings.domain ?? fromEnvironment;
  const locate = (findings: readonly Finding[]): readonly ConfigProblem[] =>
    locateProblems(findings, tree.places, shape.broken);
  const all = [...tree.problems, ...shape.problems, ...locate(findTogether(shape.settings, fromEnvironment))];
  if (all.length > 0 || domain === undefined) return refused(all);
  return {
    config: toConnectorConfig(shape.settings, domain),
    problems: [],
    warnings: inFileOrder(locate(suggest(shape.settings, fromEnvironment))),
  };
}

export function refused(problems: readonly ConfigProblem[]): CheckedConfig {
  return { config: null, problems: inFileOrder(problems), warnings: [] };
}

function domainFrom(env: Variables): string | undefined {
  const domain = env['GORGIAS_DOMAIN'];
  return domain !== undefined && isGorgiasDomain(domain) ? domain : undefined;
}

/** `connectors.gorgias.campaigns.*.send.event` */
const DEEPEST_SETTING = 6;

interface Shape {
  readonly settings: GorgiasSettings | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly broken: readonly SettingPath[];
}

function checkShape(tree: YamlTree): Shape {
  const broken = [...tree.broken];
  // What is missing only because a broken value was left out has been told already.
  const isNew = (path: SettingPath): boolean => !tree.broken.some((each) => overlaps(each, path));
  const problems: ConfigProblem[] = [];
  // Leaving a value out can make what it stood in incomplete, which then has to go too: at most once for each level of the file.
  for (let round = 0; round < DEEPEST_SETTING; round += 1) {
    const parsed = fileSettings.safeParse(
      round === 0 ? tree.root : without(tree.root, new Set(broken.map(placeKey)), []),
    );
    if (parsed.success) return { settings: parsed.data.connectors.gorgias, problems, broken };
    const issues = parsed.error.issues.flatMap((issue) => toProblems(issue, tree.places));
    const meant = issues.flatMap(({ meant: path }) => (path === undefined ? [] : [placeKey(path)]));
    const found = issues.filter((issue) => isNew(issue.path) && !meant.includes(placeKey(issue.path)));
    if (round === 0) problems.push(...onceEach(found).map((issue) => issue.problem));
    broken.push(...meant.map(pathOfPlace));
    broken.push(...issues.map((issue) => (round === 0 ? issue.broken : issue.broken.slice(0, -1))));
  }
  return { settings: undefined, problems, broken };
}

/** A number that is too large is one that is no safe one, too. */
function onceEach(found: readonly IssueProblem[]): readonly IssueProblem[] {
  return [...new Map(found.map((issue) => [placeKey([...issue.path, issue.problem.sentence]), issue])).values()];
}

function without(value: unknown, broken: ReadonlySet<string>, path: SettingPath): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const rest = emptyMapping();
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = [...path, key];
    if (!broken.has(placeKey(innerPath))) rest[key] = without(inner, broken, innerPath);
  }
  return rest;
}

function findTogether(settings: GorgiasSettings, domainFromEnvironment: string | undefined): readonly Finding[] {
  return [
    ...checkDomain(settings, domainFromEnvironment),
    ...checkLists(settings),
    ...checkTags(settings),
    ...checkFieldMapping(settings),
    ...checkScores(settings),
    ...checkCampaigns(settings),
    ...checkExclude(settings),
    ...checkReserve(settings),
    ...checkAccounts(settings, settings.domain ?? domainFromEnvironment),
  ];
}

function locateProblems(
  findings: readonly Finding[],
  places: ReadonlyMap<string, Place>,
  broken: readonly SettingPath[],
): readonly ConfigProblem[] {
  return findings
    .filter(({ involves }) => !involves.some((path) => broken.some((each) => overlaps(each, path))))
    .map(({ path, involves, sentence }) => ({ path: dotted(path), ...positionOf(path, involves, places), sentence }));
}

/** At the value where there is one; else at the nearest key that is written in the file. */
function positionOf(
  path: SettingPath,
  involves: readonly SettingPath[],
  places: ReadonlyMap<string, Place>,
): { line: number; column: number } {
  const own = places.get(placeKey(path));
  if (own !== undefined) return own.value;
  const others = [...involves, path.slice(0, -1), GORGIAS].map((other) => places.get(placeKey(other))?.key);
  return others.find((position) => position !== undefined) ?? { line: 1, column: 1 };
}
