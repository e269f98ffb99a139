import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

export function addPause(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(parent, 'pause', 'stop asking the vendors until resumed', 'tajo connectors pause gorgias'),
  ).action(async (_connector: string, flags: AccountFlag, command: Command) => {
    const state = await context.client.connectors.pause('gorgias', flags);
    answer(context, globalFlags(command).json, state, () => [
      `${state.account} ${state.changed ? 'is paused' : 'was paused before'}. Nothing is lost; go on with: tajo connectors resume gorgias`,
    ]);
  });
}
