import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import type { PauseState } from '../../contract/accounts';
import { nextStepOf } from '../../client/errors';
import { resumeSentence } from '../../contract/state-words';
import { globalFlags } from '../flags';
import { WIDTH, wrap } from '../output/wrap';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

export function addResume(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(parent, 'resume', 'go on where the sync was paused', 'tajo connectors resume gorgias'),
  ).action(async (_connector: string, flags: AccountFlag, command: Command) => {
    const state = await context.client.connectors.resume('gorgias', flags);
    answer(context, globalFlags(command).json, state, () => [
      ...wrap(resumeSentence(state), WIDTH),
      ...(state.changed && state.state !== 'off' ? ['Follow it with: tajo connectors status gorgias --follow'] : []),
      ...obstacleLines(state),
    ]);
  });
}

/** Whoever has not mended it yet learns that trying again alone will not do. */
function obstacleLines({ state, stateReason }: PauseState): string[] {
  if (state === 'off') return wrap(stateReason ?? nextStepOf('account.off') ?? '', WIDTH);
  return state === 'refused' ? wrap(`It was refused last: ${stateReason ?? 'a key is wrong.'}`, WIDTH) : [];
}
