import { Argument, type Command } from 'commander';
import { bashCompletion, zshCompletion } from '../completion/bash';
import { fishCompletion } from '../completion/fish';
import { listCommands, type ListedCommand } from '../completion/list-commands';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  string,
  (commands: readonly ListedCommand[]) => string
>;
type Shell = keyof typeof SCRIPTS;

export function addCompletion(program: Command, context: CliContext): void {
  program
    .command('completion')
    .description('print what makes your shell complete commands and flags')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      [
        '',
        'Example:',
        '  $ tajo completion bash > ~/.local/share/bash-completion/completions/tajo',
        '  $ tajo completion zsh > "${fpath[1]}/_tajo"',
        '  $ tajo completion fish > ~/.config/fish/completions/tajo.fish',
      ].join('\n'),
    )
    .action((shell: Shell, _flags: object, command: Command) => {
      const script = SCRIPTS[shell](listCommands(program));
      answer(context, globalFlags(command).json, { shell, script }, () => [script.trimEnd()]);
    });
}
