import type { ListedCommand, ListedFlag } from './list-commands';

export function fishCompletion(commands: readonly ListedCommand[]): string {
  const described = new Map(commands.map(({ path, description }) => [path.join(' '), description]));
  return `function __tajo_at
  set -l words
  for word in (commandline -opc)[2..]
    string match -q -- '-*' $word; or set -a words $word
  end
  test "$words" = "$argv"; or string match -q -- "$argv gorgias*" "$words"
end
complete -c tajo -f
${commands.flatMap((command) => linesOf(command, described)).join('\n')}
`;
}

function linesOf({ path, words, flags }: ListedCommand, described: ReadonlyMap<string, string>): readonly string[] {
  const condition = `-n '__tajo_at ${path.join(' ')}'`;
  return [
    ...words.map((word) => {
      const description = described.get([...path, word].join(' '));
      return `complete -c tajo ${condition} -a ${word}${description === undefined ? '' : ` -d ${quoted(description)}`}`;
    }),
    ...flags.map((flag) => `complete -c tajo ${condition} ${flagOf(flag)}`),
  ];
}

function flagOf({ name, description, takesValue, choices }: ListedFlag): string {
  const value = choices.length > 0 ? ` -xa ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
  return `-l ${name.replace(/^--/, '')}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
