/** A command of a block, and the lines that it says it prints. */
export interface Command {
  readonly line: string;
  readonly prints: readonly string[];
}

/** The commands of a shell block, without their remarks; a remark on a line of its own tells what the command above it prints. */
export function commandsOf(block: string): readonly Command[] {
  const commands: { line: string; prints: string[] }[] = [];
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith('# ')) commands.at(-1)?.prints.push(line.slice(2));
    else commands.push({ line: line.replace(/\s+#.*$/, ''), prints: [] });
  }
  return commands;
}

/**
 * Every way to read a synopsis. `[--a x|y]`: left out, each of its alternatives, and the last beside all others. `<a | b>`: what is filled
 * in for each. `list | pause`: each.
 */
export function readingsOf(line: string, fill: Readonly<Record<string, string>>): readonly string[] {
  return byVerb(line).flatMap((one) => byPlace(one, fill).flatMap(byOption));
}

function byVerb(line: string): readonly string[] {
  const found = /^(tajo connectors) ([a-z-]+(?: \| [a-z-]+)+)$/.exec(line);
  if (found === null) return [line];
  const [, start = '', verbs = ''] = found;
  return verbs.split(' | ').map((verb) => `${start} ${verb}`);
}

function byPlace(line: string, fill: Readonly<Record<string, string>>): readonly string[] {
  const [place, names] = /<([^>]+)>/.exec(line) ?? [];
  if (place === undefined || names === undefined) return [line];
  return names.split(' | ').map((name) => {
    const value = fill[name];
    if (value === undefined) throw new Error(`nothing is known to fill in for <${name}>`);
    return line.replace(place, value);
  });
}

function byOption(line: string): readonly string[] {
  const options = [...line.matchAll(/ \[([^\]]+)\]/g)].map(([, inside = '']) => alternativesOf(inside));
  const bare = line.replace(/ \[[^\]]+\]/g, '');
  const together = options.map((alternatives) => alternatives.at(-1)).join(' ');
  const flags = new Set([...options.flat(), together]);
  return [bare, ...[...flags].filter((one) => one !== '').map((one) => `${bare} ${one}`)];
}

/** `--type full|incremental`: `--type full` and `--type incremental`. */
function alternativesOf(inside: string): readonly string[] {
  const [flag = '', values] = inside.split(' ');
  return values === undefined ? [flag] : values.split('|').map((value) => `${flag} ${value}`);
}
