import { Argument, type Command, InvalidArgumentError } from 'commander';

/** A sub-command of `tajo connectors`; the connector need not be named as long as there is one. `example` is shown by `--help`. */
export function connectorCommand(parent: Command, name: string, summary: string, example: string): Command {
  return parent
    .command(name)
    .description(summary)
    .addArgument(new Argument('[connector]', 'which connector').choices(['gorgias']).default('gorgias'))
    .addHelpText('after', `\nExample:\n  $ ${example}`);
}

/** What commander does for `choices`, where more than the connector may stand. @throws InvalidArgumentError */
export function readConnector(text: string): string {
  if (text === 'gorgias') return text;
  throw new InvalidArgumentError('Allowed choices are gorgias.');
}

/** For commands about one account. */
export function withAccount(command: Command): Command {
  return command.option('--account <subdomain>', 'which account, when several are installed');
}

export interface AccountFlag {
  readonly account?: string;
}
