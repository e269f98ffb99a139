import { readFileSync } from 'node:fs';

/** One code block of a page whose headings are numbered. */
export interface Example {
  /** `2 bash 1`: the section, the language, and which one of that language in its section. */
  readonly name: string;
  readonly text: string;
}

const PAGE = 'docs/examples.md';

/** Every block of the page of examples, in its order. */
export const examples = (): readonly Example[] => fencedIn(readFileSync(PAGE, 'utf8'));

/** The text of one of them. */
export function exampleOf(name: string): string {
  const found = examples().find((example) => example.name === name);
  if (found === undefined) throw new Error(`${PAGE} has no block ${name}`);
  return found.text;
}

function fencedIn(markdown: string): readonly Example[] {
  const blocks = [...markdown.matchAll(/^## (\d+)\.|^```(\w*)\n([^]*?)^```$/gm)];
  const counted = new Map<string, number>();
  let section = '0';
  return blocks.flatMap(([, heading, language, text]) => {
    section = heading ?? section;
    if (text === undefined) return [];
    const kind = `${section} ${language ?? ''}`;
    const place = (counted.get(kind) ?? 0) + 1;
    counted.set(kind, place);
    return [{ name: `${kind} ${String(place)}`, text }];
  });
}

/** What a specification gives as examples in some of its sections: blocks, and commands and bodies within its sentences. */
export function examplesOfSpecification(markdown: string, sections: readonly number[]): readonly string[] {
  const wanted = markdown
    .split(/^(?=## \d+\.)/m)
    .filter((section) => sections.includes(Number(/^## (\d+)/.exec(section)?.[1])));
  return wanted.flatMap((section) => {
    const fenced = fencedIn(section).map(({ text }) => text);
    const inline = [...section.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    return [...fenced, ...inline.filter((code) => /^(temporal .* --|\{")/.test(code))];
  });
}
