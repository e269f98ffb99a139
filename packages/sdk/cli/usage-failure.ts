import { CommanderError, type Command } from 'commander';
import { mayBeMeant } from '../../../src/config/file/nearest';
import { type Failure, usageFailure } from '../../../src/domain/errors/failure';

const SEE_HELP = 'Run the same command with --help to see its flags and an example.';

/** A line that was typed, and the commands that there are. */
export interface TypedLine {
  readonly program: Command;
  readonly args: readonly string[];
}

/** What commander found wrong with a line, in sentences; the line tells where a command or a flag stands that was looked for elsewhere. */
export function usageFailureOf(thrown: CommanderError, line?: TypedLine): Failure {
  const unknown = /unknown command '([^']*)'/.exec(thrown.message)?.[1];
  const place = unknown === undefined || line === undefined ? null : placeOf(unknown, line);
  if (place !== null) return usageFailure(`'${unknown ?? ''}' is no command here.`, `It is \`${place}\`.`);
  return usageFailure(sentenceOf(line === undefined ? thrown.message : withLonger(thrown.message, line)), SEE_HELP);
}

const CONNECTOR = 'gorgias';

/** The commands that are guessed with their group, or as a flag of other programs. */
function placeOf(name: string, { program, args }: TypedLine): string | null {
  if (name === 'version') return 'tajo --version';
  if (name === CONNECTOR) return inOrder(program, args);
  for (const group of program.commands) {
    const command = group.commands.find((one) => one.name() === name || one.aliases().includes(name));
    if (command !== undefined) return `tajo ${group.name()} ${command.name()}`;
    if (group.name() === name) return `tajo ${name}`;
  }
  return null;
}

/** The connector stands behind what is to be done with it. */
function inOrder(program: Command, args: readonly string[]): string {
  const connectors = program.commands.find((group) => group.name() === 'connectors')?.commands ?? [];
  const meant = connectors.find((command) => args.includes(command.name()));
  return `tajo connectors ${meant?.name() ?? 'status'} ${CONNECTOR}`;
}

/** `--api-key` where it is `--gorgias-api-key`, or the other way round: too far from each other for commander's own guess. */
function withLonger(message: string, { program, args }: TypedLine): string {
  const unknown = /unknown option '(--[\w-]+)/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const flags = commandIn(args, program).command.options.flatMap(({ long }) => long ?? []);
  const isLonger = (one: string, other: string): boolean => one !== other && one.endsWith(other.slice(1));
  const meant = flags.filter((flag) => isLonger(flag, unknown) || isLonger(unknown, flag));
  // Of the same name without its value it says nothing new.
  if (meant.length === 0) return message.replace(/(=[^\n]*)\n[^]*$/, '$1');
  const which = meant.length === 1 ? '' : 'one of ';
  return `${message.split('\n')[0] ?? ''}\n(Did you mean ${which}${meant.join(', ')}?)`;
}

/** `tajo help connectors sinc`: commander shows the help of the group and says nothing. @throws CommanderError */
export function requireKnownHelp(args: readonly string[], program: Command): void {
  const words = args.filter((word) => !word.startsWith('-'));
  const at = words.indexOf('help');
  if (at < 0 || at > 1) return;
  let command: Command | undefined = program;
  for (const name of words.filter((_word, index) => index !== at)) {
    command = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
    if (command === undefined)
      throw new CommanderError(1, 'commander.unknownCommand', `error: unknown command '${name}'`);
    if (command.commands.length === 0) return;
  }
}

/** The line that shows the help of the command that is meant, whatever else is wrong with this one; null: no help is asked for. */
export function helpAsked(args: readonly string[], program: Command): string[] | null {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  if (!own.includes('--help') && !own.includes('-h')) return null;
  return [...commandIn(own, program).path, '--help'];
}

/** The command that a line is about, as far as its words name one. */
function commandIn(
  args: readonly string[],
  program: Command,
): { readonly command: Command; readonly path: readonly string[] } {
  const path: string[] = [];
  let command: Command = program;
  for (const word of args) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) continue;
    path.push(word);
    command = next;
  }
  return { command, path };
}

/** What may stand for the `<when>` of a flag; others say it in their help. */
const EXAMPLES: Readonly<Record<string, string>> = { when: '30d', date: '2024-01-01' };

function withExample(message: string, flag: string, value: string): string {
  const example = EXAMPLES[value];
  return example === undefined ? message : `${message}; write for example: ${flag} ${example}`;
}

/** All that may stand there, and the one that was meant if there is one. */
function withNearest(sentence: string, given: string, choices: string): string {
  const meant = mayBeMeant(given, choices.split(', '));
  return meant === undefined ? sentence : `${sentence}: the nearest is ${meant}`;
}

/** `--apikey=SECRET` is an unknown flag, and commander would repeat it with its value. */
function sentenceOf(message: string): string {
  const sentence = message
    .replace(/^error: /, '')
    .replace(
      /^unknown option '(--?[\w-]+)=[^]*?((?:\n\(Did you mean [^\n]*\))?)$/,
      "there is no option '$1' here that takes a value$2",
    )
    .replace(/^unknown option '-[vV]'[^]*$/, "unknown option; the version is shown by '--version'")
    .replace(/^option '(?:-\w, )?(--[\w-]+) <(\w+)>' argument missing$/, withExample)
    .replace(/^[^]*argument '([^']*)' is invalid\. Allowed choices are ([^.]*)/, withNearest)
    .replace(/^command-argument value '([^]*)' is invalid for argument '([^']*)'\./, "'$1' is no $2.")
    .replace(/(--?[\w-]+)=[^\n]*?'/g, "$1'")
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return /[.)?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
