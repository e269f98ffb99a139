import { join } from 'node:path';
import { filesBelow, ROOT } from './tree';

type Pattern = string | readonly string[];

/** What a rule of `.dependency-cruiser.cjs` has that matters between two of our own files. */
interface Rule {
  readonly from: { readonly path?: Pattern; readonly pathNot?: Pattern; readonly orphan?: boolean };
  readonly to: {
    readonly path?: Pattern;
    readonly pathNot?: Pattern;
    readonly circular?: boolean;
    readonly couldNotResolve?: boolean;
    readonly dependencyTypes?: readonly string[];
    readonly dependencyTypesNot?: readonly string[];
  };
}

type Verdict = 'everything' | 'types' | 'nothing';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the tool wants its configuration as CommonJS
const { forbidden } = require(join(ROOT, '.dependency-cruiser.cjs')) as { readonly forbidden: readonly Rule[] };

/** So few files of a room are named one by one; entries are closed to everybody and make no room smaller. */
const FEW_FILES = 2;

/** Rules about circles, orphans and packages say nothing about which room may import which. */
const RULES = forbidden.filter(({ from, to }) => {
  return (
    from.orphan !== true && to.circular !== true && to.couldNotResolve !== true && to.dependencyTypes === undefined
  );
});

/** What a file of `room` may import from `targets`, in the words of the table: whole rooms, single files, types. */
export function importsOf(room: string, targets: readonly string[]): string {
  const whole: string[] = [];
  const types: string[] = [];
  for (const target of targets) {
    if (target === room || room.startsWith(`${target}/`)) continue;
    const files = filesBelow(target).filter((file) => file.endsWith('.ts') && !isOfAnother(file, target, targets));
    const verdicts = files.map((file) => verdictOn(`${room}/any.ts`, file));
    const free = files.filter((_, index) => verdicts[index] === 'everything');
    const isRoom = free.length === files.length || free.length > FEW_FILES;
    whole.push(...(isRoom ? [nameOf(target)] : free.map(nameOf)));
    if (verdicts.includes('types')) types.push(nameOf(target));
  }
  const parts = [whole.join(', '), types.length === 0 ? '' : `types of ${types.join(', ')}`].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? 'nothing of ours' : parts.join('; ');
}

/** `packages/sdk/contract` is a target of its own inside `packages/sdk`. */
function isOfAnother(file: string, target: string, targets: readonly string[]): boolean {
  return targets.some((other) => other.startsWith(`${target}/`) && file.startsWith(`${other}/`));
}

function verdictOn(from: string, to: string): Verdict {
  const broken = RULES.filter((rule) => applies(rule, from, to));
  if (broken.length === 0) return 'everything';
  return broken.every((rule) => rule.to.dependencyTypesNot !== undefined) ? 'types' : 'nothing';
}

function applies({ from, to }: Rule, source: string, target: string): boolean {
  const groups = new RegExp(oneOf(from.path) ?? '').exec(source);
  if (groups === null || matches(from.pathNot, source)) return false;
  const fill = (pattern: Pattern | undefined) => oneOf(pattern)?.replace(/\$1/g, groups[1] ?? '');
  return new RegExp(fill(to.path) ?? '').test(target) && !matches(fill(to.pathNot), target);
}

const matches = (pattern: Pattern | undefined, path: string) => {
  const text = oneOf(pattern);
  return text !== undefined && new RegExp(text).test(path);
};

const oneOf = (pattern: Pattern | undefined) => (typeof pattern === 'string' ? pattern : pattern?.join('|'));

const nameOf = (path: string) => `\`${path.replace(/^(src\/activities|src|packages)\//, '')}\``;
