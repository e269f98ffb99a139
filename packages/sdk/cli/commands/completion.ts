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

/** Where each shell looks for it. */
const PLACES: Readonly<Record<Shell, string>> = {
  bash: '~/.local/share/bash-completion/completions/tajo',
  zsh: '"${fpath[1]}/_tajo"',
  fish: '~/.config/fish/completions/tajo.fish',
};

function lineFor(shell: string, place: string): string {
  return `tajo completion ${shell} > ${place}`;
}

/** A new machine may lack it. */
function folderFor(place: string): string {
  return place.startsWith('~') ? `mkdir -p ${place.slice(0, place.lastIndexOf('/'))} && ` : '';
}

/** That of the reader's own shell, when it is known to be one of these. */
function placeLines(used: string | null): string[] {
  const name = used?.split('/').at(-1) ?? '';
  const own = Object.entries(PLACES).filter(([shell]) => shell === name);
  const shown = own.length > 0 ? own : Object.entries(PLACES);
  return [
    own.length > 0 ? `Your shell is ${name}. Type this once, then open a new terminal:` : 'For each shell, once:',
    ...shown.map(([shell, place]) => `  ${folderFor(place)}${lineFor(shell, place)}`),
  ];
}

export function addCompletion(program: Command, context: CliContext): void {
  program
    .command('completion')
    .description('print what makes your shell complete commands and flags')
    .addArgument(
      new Argument('[shell]', 'which shell; without one, tells where to put it').choices(Object.keys(SCRIPTS)),
    )
    .addHelpText(
      'after',
      ['', 'Example:', ...Object.entries(PLACES).map(([shell, place]) => `  $ ${lineFor(shell, place)}`)].join('\n'),
    )
    .action((shell: Shell | undefined, _flags: object, command: Command) => {
      if (shell === undefined) {
        const places = { shells: PLACES };
        answer(context, globalFlags(command).json, places, () => placeLines(context.settings.shell));
        return;
      }
      const script = SCRIPTS[shell](listCommands(program));
      answer(context, globalFlags(command).json, { shell, script }, () => [script.trimEnd()]);
    });
}
