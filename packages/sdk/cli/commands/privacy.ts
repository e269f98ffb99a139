import { Argument, type Command } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import { confirm } from '../confirm';
import { answer, type CliContext } from '../context';
import { globalFlags, readPersonEmail } from '../flags';
import { allowedLines, erasingSentence, receiptLines } from '../output/privacy';
import { watchUntilDone } from '../watch-until-done';
import { withAccount, type AccountFlag } from './connector-command';

interface EraseFlags extends AccountFlag {
  readonly brevo?: boolean;
  readonly yes?: boolean;
}

export function addPrivacy(parent: Command, context: CliContext): void {
  const privacy = parent
    .command('privacy')
    .description('export or erase what is kept of a person')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ tajo privacy export jane@customer.example > jane.json');
  personCommand(privacy, 'export', 'write all that is kept of a person as JSON').action(
    async (email: string, { account }: AccountFlag) => {
      const { client, io } = context;
      const found = await client.privacy.export(email, { account });
      if (found.customers.length === 0 && Object.keys(found.tables).length === 0)
        io.stderr.write('Nothing is kept of this address.\n');
      // For a person as for a program: it is JSON that the person is given.
      io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    },
  );
  personCommand(privacy, 'erase', 'delete all that is kept of a person, and see to it that no sync brings them back')
    .option('--brevo', 'delete the contact in Brevo too, with its consent and its timeline')
    .option('--yes', 'do not ask; needed where no terminal is')
    .action((email: string, flags: EraseFlags, command: Command) =>
      erase(context, { ...flags, email }, globalFlags(command).json),
    );
  personCommand(privacy, 'allow', 'let the next sync bring an erased person back').action(
    async (email: string, { account }: AccountFlag, command: Command) => {
      const allowed = await context.client.privacy.allow(email, { account });
      answer(context, globalFlags(command).json, allowed, () => allowedLines(allowed, context.paint));
    },
  );
}

function personCommand(parent: Command, name: string, summary: string): Command {
  return withAccount(
    parent
      .command(name)
      .description(summary)
      .addArgument(new Argument('<e-mail>', 'address of the person').argParser(readPersonEmail))
      .addHelpText('after', `\nExample:\n  $ tajo privacy ${name} jane@customer.example`),
  );
}

async function erase(
  context: CliContext,
  flags: EraseFlags & { readonly email: string },
  json: boolean,
): Promise<void> {
  const { email, account, brevo } = flags;
  if (flags.yes !== true) await ask(context, flags);
  const receipt = await watchUntilDone(context, { ...WATCHED, account, json }, (watch) =>
    context.client.privacy.erase(email, { account, brevo, ...watch }),
  );
  if (receipt !== null) answer(context, json, receipt, () => receiptLines(receipt, context.paint));
}

async function ask({ io }: CliContext, { email, brevo }: EraseFlags & { readonly email: string }): Promise<void> {
  if (io.stdin.isTTY !== true)
    throw new UsageError('Erasing asks first, and nobody can be asked here.', 'Add --yes to go on without a question.');
  const inBrevo =
    brevo === true
      ? 'Brevo deletes the contact too, and forgets whether it had unsubscribed.'
      : 'Brevo is not asked: a contact that it has stays; --brevo deletes it there too.';
  await confirm(io, `This deletes all that is kept of ${email}, and nothing brings it back. ${inBrevo}`, email);
}

const WATCHED = {
  sentence: erasingSentence,
  detached: 'No longer waiting; the erasure goes on. The same command again gives its receipt.',
};
