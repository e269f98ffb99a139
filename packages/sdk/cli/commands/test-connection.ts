import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { plainText } from '../output/plain-text';
import { sayIfSlow, SLOW_TO_ASK_MS } from '../say-if-slow';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

export function addTest(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(parent, 'test', 'try what is needed of Gorgias and Brevo', 'tajo connectors test gorgias'),
  ).action(async (_connector: string, flags: AccountFlag, command: Command) => {
    const result = await sayIfSlow(context, context.client.connectors.test('gorgias', flags), {
      afterMs: SLOW_TO_ASK_MS,
    });
    if (!result.ok) context.fail();
    answer(context, globalFlags(command).json, result, () =>
      result.checks.map(
        ({ ok, sentence }) => `${ok ? context.paint.good('✓') : context.paint.bad('✗')} ${plainText(sentence)}`,
      ),
    );
  });
}
