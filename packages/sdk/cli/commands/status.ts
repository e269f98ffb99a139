import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { follow } from '../follow';
import { globalFlags } from '../flags';
import { statusLines } from '../output/status';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface StatusFlags extends AccountFlag {
  readonly follow?: boolean;
}

export function addStatus(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'status',
      'show what is known, what is set aside and what is going on',
      'tajo connectors status gorgias --follow',
    ),
  )
    .option('--follow', 'watch a run that is under way to its end first')
    .action(async (_connector: string, flags: StatusFlags, command: Command) => {
      const { json } = globalFlags(command);
      if (flags.follow === true) {
        const ended = await follow(context, { account: flags.account, json }, ({ signal, onProgress }) =>
          context.client.connectors.follow('gorgias', { account: flags.account, signal, onProgress }),
        );
        if (ended === 'detached') return;
      }
      const status = await context.client.connectors.status('gorgias', { account: flags.account });
      answer(context, json, status, () => statusLines(status, { paint: context.paint, now: context.now() }));
    });
}
