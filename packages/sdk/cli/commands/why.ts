import { Argument, type Command, InvalidArgumentError } from 'commander';
import { emailSchema } from '../../contract/requests';
import { ticketIdSchema } from '../../contract/webhooks';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { whyLines } from '../output/why';
import { withoutTicketLink } from '../ticket-link';
import { withAccount, type AccountFlag } from './connector-command';

type Subject = { readonly ticketId: number } | { readonly email: string };

export function addWhy(parent: Command, context: CliContext): void {
  const command = parent
    .command('why')
    .description('tell why a ticket or a customer stands as it does, and what is waited for')
    .addArgument(
      new Argument('<ticket or e-mail>', 'number of a Gorgias ticket, or e-mail of a customer').argParser(readSubject),
    )
    .addHelpText('after', '\nExample:\n  $ tajo why 123\n  $ tajo why jane@customer.example');
  withAccount(command).action(async (subject: Subject, { account }: AccountFlag, self: Command) => {
    const why = await context.client.connectors.why('gorgias', { ...subject, account });
    answer(context, globalFlags(self).json, why, () => whyLines(why, context.paint));
  });
}

function readSubject(text: string): Subject {
  const ticketId = ticketIdSchema.safeParse(withoutTicketLink(text));
  if (ticketId.success) return { ticketId: ticketId.data };
  const email = emailSchema.safeParse(text);
  if (email.success) return { email: email.data };
  throw new InvalidArgumentError(
    'It must be the number of a Gorgias ticket, like 123, its link, or an e-mail address.',
  );
}
