import type { Command } from 'commander';

export interface ListedFlag {
  /** `--type` */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export interface ListedCommand {
  /** `['connectors', 'sync']`; empty for `tajo` itself. */
  readonly path: readonly string[];
  readonly description: string;
  /** Sub-commands and choices of arguments. */
  readonly words: readonly string[];
  readonly flags: readonly ListedFlag[];
}

/** Every command of the tree, the deepest first, with what may stand behind it. */
export function listCommands(program: Command): readonly ListedCommand[] {
  const globals = flagsOf(program);
  const walk = (command: Command, path: readonly string[]): readonly ListedCommand[] => [
    ...command.commands.flatMap((child) =>
      [child.name(), ...child.aliases()].flatMap((name) => walk(child, [...path, name])),
    ),
    {
      path,
      description: command.description(),
      words: [
        ...command.commands.flatMap((child) => [child.name(), ...child.aliases()]),
        ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
      ],
      flags: path.length === 0 ? globals : [...flagsOf(command), ...globals],
    },
  ];
  return walk(program, []);
}

const HELP: ListedFlag = {
  name: '--help',
  description: 'show the flags and an example',
  takesValue: false,
  choices: [],
};

function flagsOf(command: Command): readonly ListedFlag[] {
  const own = command.options.map((option) => ({
    name: option.long ?? option.flags,
    description: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  }));
  return command.parent === null ? [...own, HELP] : own;
}
