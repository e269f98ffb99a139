import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { liveLines } from '../output/live';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

export function addLive(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'live',
      'show what goes on: requests by lane over the last hour, tickets that wait, what is on its way; quick in any shop',
      'tajo connectors live gorgias',
    ),
  ).action(async (_connector: string, flags: AccountFlag, command: Command) => {
    const live = await context.client.connectors.live('gorgias', flags);
    answer(context, globalFlags(command).json, live, () =>
      liveLines(live, { paint: context.paint, now: context.now() }),
    );
  });
}
