import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersIn, ROOT } from './tree';

const PAGE = 'docs/dependencies.md';
const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

type Manifest = { readonly name: string } & { readonly [key in (typeof SECTIONS)[number]]?: Record<string, string> };

/** What the page and the manifests do not agree on, in sentences. */
export function dependencyProblems(): readonly string[] {
  const written = writtenNames();
  const wanted = wantedNames();
  return [
    ...[...wanted].filter((name) => !written.includes(name)).map((name) => `${PAGE} has no sentence for ${name}.`),
    ...written.filter((name) => !wanted.has(name)).map((name) => `${PAGE}: nothing depends on ${name} any more.`),
    ...written
      .filter((name, index) => written.indexOf(name) !== index)
      .map((name) => `${PAGE} names ${name} more than once.`),
  ];
}

/** What any of our packages wants from a registry; our own packages want each other, too. */
function wantedNames(): ReadonlySet<string> {
  const paths = ['package.json', ...foldersIn('packages').map((folder) => `${folder}/package.json`)];
  const manifests = paths
    .filter((path) => existsSync(join(ROOT, path)))
    .map((path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Manifest);
  const ours = new Set(manifests.map(({ name }) => name));
  const names = manifests.flatMap((manifest) => SECTIONS.flatMap((section) => Object.keys(manifest[section] ?? {})));
  return new Set(names.filter((name) => !ours.has(name)));
}

/** The names in the first cells of the page's tables. */
function writtenNames(): readonly string[] {
  const rows = readFileSync(join(ROOT, PAGE), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
}
