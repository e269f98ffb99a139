import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { planLines } from '../output/plan';
import { sayIfSlow, SLOW_TO_ASK_MS } from '../say-if-slow';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

export function addPlan(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'plan',
      'show what a full sync costs before anything is written',
      'tajo connectors plan gorgias',
    ),
  ).action(async (_connector: string, flags: AccountFlag, command: Command) => {
    const plan = await sayIfSlow(context, context.client.connectors.plan('gorgias', flags), {
      afterMs: SLOW_TO_ASK_MS,
    });
    answer(context, globalFlags(command).json, plan, () => planLines(plan));
  });
}
