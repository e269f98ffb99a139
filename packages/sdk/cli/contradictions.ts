import type { Command } from 'commander';
import { UsageError } from '../../../src/domain/errors/failure';

/** Flags of which a line can mean one; beside these each `--x` and its `--no-x`, and each key and its file. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['--sample', '--all'],
  ['--create', '--remove'],
  ['--csv', '--json'],
  ['--fate', '--state'],
  ['--purge', '--keep-data'],
];

/** The value that stands for standard input, which can be read once. */
const STANDARD_INPUT = '-';

/**
 * Has every command of `program` refuse, before it begins anything, a line that says two things at once: of two such flags the one that wins
 * would be chosen by nobody.
 */
export function refuseContradictions(program: Command): void {
  /** The flags of the line, with their values as they are typed. */
  const given = new Map<string, unknown>();
  for (const command of allOf(program))
    for (const option of command.options)
      command.on(`option:${option.name()}`, (value: unknown) => given.set(`--${option.name()}`, value));
  program.hook('preAction', () => requireOneMeaning(given));
}

function allOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}

/** @throws UsageError that names both */
function requireOneMeaning(given: ReadonlyMap<string, unknown>): void {
  const flags = [...given.keys()];
  const pairs = [
    ...EXCLUSIVE,
    ...flags.map((flag) => [flag, flag.replace('--', '--no-')] as const),
    ...flags.map((flag) => [flag, `${flag}-file`] as const),
  ];
  const pair = pairs.find(([one, other]) => given.has(one) && given.has(other));
  if (pair !== undefined) throw new UsageError(`${pair.join(' and ')} exclude each other.`, 'Give one of them.');
  const piped = flags.filter((flag) => given.get(flag) === STANDARD_INPUT && flag.endsWith('-key'));
  if (piped.length > 1)
    throw new UsageError(`${piped.join(' and ')} cannot both come from standard input.`, 'Give one of them by a file.');
}
