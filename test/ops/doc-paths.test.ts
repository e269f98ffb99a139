import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, ROOT } from '../../scripts/docs/tree';

/** A path from the root, as pages and comments write it; `…/*.ts`, `test/live/` and `src/api.ts` too. */
const PATH = /(?<![\w./@-])(?:src|packages|test|docs|scripts|bench|deploy|tools)\/[\w./*-]*[\w*]/g;

/** A link to a file of ours, without its place in the page. */
const LINK = /\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)/g;

const pages = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...filesBelow('docs').filter((file) => file.endsWith('.md')),
];

/** A migration that was applied once is never changed, not even its comments: the page that it names may have got a number since. */
const sources = ['src', 'packages', 'test', 'scripts', 'bench'].flatMap(filesBelow).filter((file) => {
  return /\.(ts|mjs|cjs)$/.test(file) && !/^test\/ops\/(doc-paths|layers)/.test(file);
});

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([whole, group]) => group ?? whole);

/** The comments of a file, for paths in code are imports and planted faults. */
const commentsOf = (text: string) => found(text, /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*$/gm).join('\n');

/** What is built lies in dist/ with the ending .js. */
function exists(path: string): boolean {
  const [beforeStar = path] = path.split('*');
  const whole = beforeStar === path ? path : dirname(`${beforeStar}x`);
  return existsSync(join(ROOT, whole)) || existsSync(join(ROOT, whole.replace(/\.js$/, '.ts')));
}

describe('what the pages name', () => {
  it('finds the pages, and paths on them', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/architecture.md', 'docs/guarantees.md']));
    expect(found(textOf('docs/guarantees.md'), PATH).length).toBeGreaterThan(50);
  });

  it.each(pages)('in %s every path leads somewhere', (page) => {
    expect(found(textOf(page), PATH).filter((path) => !exists(path))).toEqual([]);
  });

  it.each(pages)('in %s every link to a file leads somewhere', (page) => {
    const dead = found(textOf(page), LINK).filter((link) => !existsSync(join(ROOT, dirname(page), link)));
    expect(dead).toEqual([]);
  });

  it('when a link names a heading of one of our pages, the page has that heading', () => {
    const dead = pages.flatMap((page) => {
      return [...textOf(page).matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)]
        .filter(([, file, heading]) => !headingsOf(file === '' ? page : join(dirname(page), file!)).has(heading!))
        .map(([link]) => `${page}: ${link}`);
    });
    expect(dead).toEqual([]);
  });

  it('in comments, too, every path leads somewhere', () => {
    const dead = sources.flatMap((file) => {
      return found(commentsOf(textOf(file)), PATH)
        .filter((path) => !exists(path))
        .map((path) => `${file}: ${path}`);
    });
    expect(dead).toEqual([]);
  });
});

/** As GitHub makes an anchor of a heading. */
function headingsOf(page: string): ReadonlySet<string> {
  const headings = found(textOf(page), /^#+ (.+)$/gm);
  return new Set(
    headings.map((heading) => {
      return heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
    }),
  );
}
