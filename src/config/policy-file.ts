import { ConnectorError } from '../domain/errors/connector-error';
import type { CampaignPolicy } from '../domain/rehearsal/rehearsal-types';
import { configOf } from './config-of';
import { checkTree } from './file/check-tree';
import { describePolicy } from './file/describe-config';
import { configInvalid, type ConfigProblem, inFileOrder } from './file/problems';
import type { Variables } from './file/substitution';
import { parseYaml } from './file/yaml-syntax';
import { placeKey, readTree, type YamlTree } from './file/yaml-tree';
import { checkConfig } from './parse-config';
import { formatDuration } from './settings/duration';
import { GORGIAS, type SettingPath } from './settings/setting-path';
import type { ConnectorConfig } from './types';

/** The sections of `connectors.gorgias` that decide about campaigns, in the words of `tajo.yaml`. What is missing stays as it is today. */
export type PolicyData = Readonly<Record<string, unknown>>;

const POLICY_SECTIONS = ['csat', 'campaigns', 'frequency_cap', 'hold'] as const;

/** A policy has no domain; the rules of the whole file want one. */
const ANY_DOMAIN = { GORGIAS_DOMAIN: 'any.gorgias.com' };

export function policyOf({ csat, campaigns, frequencyCap, holdMs }: ConnectorConfig): CampaignPolicy {
  return { csat, campaigns, limits: { frequencyCap, holdMs } };
}

/**
 * The text of a policy file: a whole `tajo.yaml`, of which the policy's sections count, or these sections alone.
 * @throws ConnectorError `config.invalid` with all faults, one line each, `file:line:column sentence`
 */
export function parsePolicy(
  text: string,
  fileName: string,
  { env, account }: { readonly env: Variables; readonly account: string | undefined },
): PolicyData {
  const tree = treeOf(text.replace(/^\uFEFF/, ''), env);
  if (tree.root === undefined && tree.problems.length > 0) throw configInvalid(fileName, tree.problems);
  if (isMapping(tree.root) && 'connectors' in tree.root) return parseWhole(text, fileName, { env, account });
  if (!isMapping(tree.root)) throw configInvalid(fileName, [noPolicy(tree)]);
  const { config, problems: faults } = checkSections(tree);
  if (config === null) throw configInvalid(fileName, faults);
  return asWritten(describePolicy(config), tree.root);
}

function parseWhole(
  text: string,
  fileName: string,
  { env, account }: { readonly env: Variables; readonly account: string | undefined },
): PolicyData {
  const { config, problems } = checkConfig(text, { ...ANY_DOMAIN, ...env });
  if (config === null) throw configInvalid(fileName, problems);
  const own = account === undefined ? config : configOf(config, account);
  // A whole file says everything: without a cap there is none.
  return { frequency_cap: null, ...describePolicy(own) };
}

/**
 * The policy that these sections make of today's.
 * @throws ConnectorError as {@link checkPolicy}
 */
export function readPolicy(data: PolicyData, today: CampaignPolicy): CampaignPolicy {
  const { frequency_cap: cap } = data;
  // Crossing scores are found with those of today.
  const written = checkPolicy(
    'csat' in data ? { ...data, csat: { ...csatOf(today), ...sectionOf(data, 'csat') } } : data,
  );
  const limits = { ...written.limits };
  return {
    csat: 'csat' in data ? written.csat : today.csat,
    campaigns: 'campaigns' in data ? written.campaigns : today.campaigns,
    limits: {
      frequencyCap:
        'frequency_cap' in data
          ? limits.frequencyCap && capOf(limits.frequencyCap, cap, today)
          : today.limits.frequencyCap,
      holdMs: 'hold' in data ? limits.holdMs : today.limits.holdMs,
    },
  };
}

type Cap = NonNullable<CampaignPolicy['limits']['frequencyCap']>;

/** What the section does not say stays as it is today. */
function capOf(
  { perCustomer, withinMs }: Cap,
  section: unknown,
  { limits: { frequencyCap: today } }: CampaignPolicy,
): Cap {
  const says = (key: string): boolean => today === null || (isMapping(section) && key in section);
  return {
    perCustomer: says('per_customer') ? perCustomer : (today?.perCustomer ?? perCustomer),
    withinMs: says('within') ? withinMs : (today?.withinMs ?? withinMs),
  };
}

function csatOf({
  csat: { waitMs, satisfiedFrom, dissatisfiedTo },
}: CampaignPolicy): Readonly<Record<string, unknown>> {
  return { wait: formatDuration(waitMs), satisfied_from: satisfiedFrom, dissatisfied_to: dissatisfiedTo };
}

function sectionOf(data: PolicyData, name: string): Readonly<Record<string, unknown>> {
  const section = data[name];
  return isMapping(section) ? section : {};
}

/**
 * What the sections say, with the defaults of the file for the others.
 * @throws ConnectorError `input.invalid` with every fault as a sentence that names the field
 */
export function checkPolicy(data: PolicyData): CampaignPolicy {
  const { frequency_cap: cap, ...others } = data;
  const sections = cap === null || cap === undefined ? others : data;
  // JSON is YAML, and read like the file its faults are told in the same words. No variable is known: whoever asks has put them in.
  const { config, problems } = checkSections(treeOf(JSON.stringify(sections), {}));
  if (config !== null) return policyOf(config);
  const field = `policy${(problems[0]?.path ?? '').replace(GORGIAS.join('.'), '')}`;
  const sentences = problems.map(({ sentence }) => sentence);
  throw new ConnectorError('input.invalid', `The policy has a fault: ${sentences.join(' ')}`, { details: { field } });
}

function treeOf(text: string, variables: Variables): YamlTree {
  const { document, lines, problems } = parseYaml(text);
  if (document === null || problems.length > 0) return { root: undefined, places: new Map(), problems, broken: [] };
  return readTree(document.contents, { lines, variables, mayBeEmpty: () => false, within: GORGIAS });
}

/** The sections as if they stood in a whole file. */
function checkSections(tree: YamlTree): {
  readonly config: ConnectorConfig | null;
  readonly problems: readonly ConfigProblem[];
} {
  const root = isMapping(tree.root) ? tree.root : {};
  const strangers = Object.keys(root).filter((key) => !POLICY_SECTIONS.some((section) => section === key));
  const known = only(root, POLICY_SECTIONS);
  const inside = (path: SettingPath): SettingPath => [...GORGIAS, ...path];
  const whole: YamlTree = {
    ...tree,
    root: { connectors: { gorgias: known } },
    places: new Map([...tree.places].map(([key, place]) => [placeKey(inside(pathOf(key))), place])),
    broken: tree.broken.map(inside),
  };
  const { config, problems } = checkTree(whole, ANY_DOMAIN);
  const all = [...problems, ...strangers.map((key) => stranger(tree, key))];
  return { config: all.length === 0 ? config : null, problems: inFileOrder(all) };
}

function stranger(tree: YamlTree, key: string): ConfigProblem {
  const { line, column } = tree.places.get(placeKey([key]))?.key ?? { line: 1, column: 1 };
  const sentence = `${key.slice(0, 60)} is no part of a policy: write some of ${POLICY_SECTIONS.join(', ')}, or a whole tajo.yaml.`;
  return { path: [...GORGIAS, key].join('.'), line, column, sentence };
}

function noPolicy(tree: YamlTree): ConfigProblem {
  const { line, column } = tree.places.get(placeKey([]))?.value ?? { line: 1, column: 1 };
  const sentence = `There is no policy here: write some of ${POLICY_SECTIONS.join(', ')}, or a whole tajo.yaml.`;
  return { path: '', line, column, sentence };
}

function pathOf(key: string): SettingPath {
  const path: unknown = JSON.parse(key);
  return Array.isArray(path) ? path.map(String) : [];
}

/** Of what the checked sections say only what the file says: their defaults are no wish of whoever wrote it. */
function asWritten(sections: Readonly<Record<string, unknown>>, root: Readonly<Record<string, unknown>>): PolicyData {
  return Object.fromEntries(
    Object.entries(only(sections, Object.keys(root))).map(([key, section]) => {
      const written = root[key];
      const isOwn = key !== 'campaigns' && isMapping(section) && isMapping(written);
      return [key, isOwn ? only(section, Object.keys(written)) : section];
    }),
  );
}

function only(sections: Readonly<Record<string, unknown>>, keys: readonly string[]): PolicyData {
  return Object.fromEntries(Object.entries(sections).filter(([key]) => keys.includes(key)));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
