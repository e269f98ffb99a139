import { Argument, type Command } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import { search } from '../../contract/search';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { foundLines } from '../output/search';
import { withoutTicketLink } from '../ticket-link';
import { withAccount, type AccountFlag } from './connector-command';

export function addSearch(parent: Command, context: CliContext): void {
  const command = parent
    .command('search')
    .description('find tickets and people by number, or by how an address or a name begins')
    .addArgument(
      new Argument('<text...>', 'number of a ticket or customer, or how an address, a name or a last name begins'),
    )
    .addHelpText('after', '\nExample:\n  $ tajo search 123\n  $ tajo search jane@\n  $ tajo search Jane Do');
  withAccount(command).action(async (words: readonly string[], { account }: AccountFlag, self: Command) => {
    const found = await context.client.connectors.search('gorgias', textOf(words), { account });
    answer(context, globalFlags(self).json, found, () => foundLines(found, context.paint));
  });
}

/** A name of several words needs no quotes. */
function textOf(words: readonly string[]): string {
  const text = withoutTicketLink(words.join(' ').trim());
  const { success, error } = search.body.shape.text.safeParse(text);
  if (success) return text;
  throw new UsageError(
    `'${text.slice(0, 100)}' is too little or too much to search for.`,
    `It ${error.issues[0]?.message ?? 'is not valid'}.`,
  );
}
