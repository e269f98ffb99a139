import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { silenceWords } from '../../contract/state-words';
import { globalFlags } from '../flags';
import { table } from '../output/table';

export function addList(parent: Command, context: CliContext): void {
  parent
    .command('list')
    .description('show the installed accounts')
    .addHelpText('after', '\nExample:\n  $ tajo connectors list')
    .action(async (_flags: object, command: Command) => {
      const list = await context.client.connectors.list();
      answer(context, globalFlags(command).json, list, () =>
        list.connectors.length === 0
          ? ['No account is installed yet: tajo connectors install gorgias --help']
          : table(
              ['connector', 'account', 'state', 'installed'],
              list.connectors.map(({ connector, account, state, unanswered, installedAt }) => [
                connector,
                account,
                [state, silenceWords(unanswered)].filter((word) => word !== null).join(', '),
                installedAt.slice(0, 10),
              ]),
            ),
      );
    });
}
