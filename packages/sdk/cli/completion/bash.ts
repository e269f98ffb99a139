import type { ListedCommand, ListedFlag } from './list-commands';

/** A function that looks up what was typed so far, the deepest command first. Files are offered where a value is free. */
export function bashCompletion(commands: readonly ListedCommand[]): string {
  return `${completer(commands)}
complete -o default -F _tajo tajo
`;
}

/** zsh runs the same function through its own bridge. */
export function zshCompletion(commands: readonly ListedCommand[]): string {
  return `#compdef tajo
autoload -U +X bashcompinit && bashcompinit
${completer(commands)}
complete -o default -F _tajo tajo
`;
}

function completer(commands: readonly ListedCommand[]): string {
  return `_tajo() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" line=tajo words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in -*) ;; *) line="$line \${COMP_WORDS[i]}" ;; esac
  done
  COMPREPLY=()
  case "$line " in
${commands.map(branch).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}`;
}

function branch({ path, words, flags }: ListedCommand): string {
  const valued = flags.filter(({ takesValue }) => takesValue);
  const values = valued.length === 0 ? [] : ['      case "$prev" in', ...valued.map(valueBranch), '      esac'];
  return [
    `    '${['tajo', ...path].join(' ')} '*)`,
    ...values,
    `      words='${[...words, ...flags.map(({ name }) => name)].join(' ')}'`,
    '      ;;',
  ].join('\n');
}

/** Without an answer the shell falls back to files. */
function valueBranch({ name, choices }: ListedFlag): string {
  const answer = choices.length === 0 ? 'return' : `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur")); return`;
  return `        ${name}) ${answer} ;;`;
}
