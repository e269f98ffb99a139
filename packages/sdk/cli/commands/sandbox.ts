import type { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from '../../../../src/domain/errors/failure';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { formatTime } from '../output/figures';
import { labelled, WIDTH, wrap } from '../output/wrap';
import { plainText } from '../output/plain-text';

const contactSchema = z.object({
  email: z.string().nullable(),
  id: z.number(),
  blocklisted: z.boolean(),
  attributes: z.record(z.string(), z.unknown()),
  lists: z.array(z.object({ id: z.number(), name: z.string() })),
  left: z.array(z.number()),
  events: z.array(z.object({ at: z.string(), name: z.string(), ticketId: z.number().nullable() })),
  mails: z.array(z.object({ at: z.string(), templateId: z.number().nullable() })),
});
type HeldContact = z.output<typeof contactSchema>;

const keysSchema = z.object({ email: z.string(), apiKey: z.string(), brevoApiKey: z.string() });

/** What stands in for the real accounts when `npm start` has none. */
export function addSandbox(program: Command, context: CliContext): void {
  const sandbox = program
    .command('sandbox')
    .description('look into the sandbox that stands in for Gorgias and Brevo')
    .helpCommand('help [command]', 'show the flags and an example of a command')
    .addHelpText('after', '\nExample:\n  $ tajo sandbox contact jane@shopper.example.com');
  sandbox
    .command('contact')
    .description('what the sandbox Brevo holds of a person: attributes, lists, events, mails')
    .argument('<who>', 'an e-mail, or the number of a ticket')
    .addHelpText('after', '\nExample:\n  $ tajo sandbox contact 95000003')
    .action(async (who: string, _flags: unknown, command: Command) => {
      const held = await ask(context, 'contact', { who }).then((found) => contactSchema.nullable().parse(found));
      if (held === null)
        throw new UsageError(
          'The sandbox Brevo has no such contact.',
          'Name an e-mail of its Gorgias, or a ticket; whoever has no e-mail is no contact.',
        );
      answer(context, globalFlags(command).json, held, () => contactLines(held));
    });
  sandbox
    .command('keys')
    .description('the keys that the sandbox takes, and the line that goes back to them after rotate-key')
    .addHelpText('after', '\nExample:\n  $ tajo sandbox keys')
    .action(async (_flags: unknown, command: Command) => {
      const keys = keysSchema.parse(await ask(context, 'keys', {}));
      answer(context, globalFlags(command).json, keys, () => keyLines(keys));
    });
}

/** Made up, and good for nothing else: the line may be pasted as it stands. */
function keyLines({ email, apiKey, brevoApiKey }: z.output<typeof keysSchema>): string[] {
  return [
    ...wrap('The sandbox takes these keys, which open nothing else. Go back to them with:', WIDTH),
    '  tajo connectors rotate-key gorgias \\',
    `    --email ${email} \\`,
    `    --gorgias-api-key ${apiKey} --brevo-api-key ${brevoApiKey}`,
    ...wrap('The next start of the sandbox goes back to them by itself.', WIDTH),
  ];
}

async function ask({ settings }: CliContext, what: 'contact' | 'keys', body: object): Promise<unknown> {
  const { sandbox, home } = settings;
  if (sandbox === null)
    throw new UsageError(
      `No sandbox runs on ${home}: real accounts are connected, or nothing was started there.`,
      'Start one without credentials: npm start',
    );
  const response = await fetch(`${sandbox}/__sandbox/${what}`, { method: 'POST', body: JSON.stringify(body) }).catch(
    () => null,
  );
  if (response?.ok !== true)
    throw new UsageError(
      'The sandbox does not answer: the connector that it came with has ended.',
      'Start it: npm start',
    );
  return response.json();
}

const LABEL = 12;

function contactLines({ id, email, blocklisted, attributes, lists, left, events, mails }: HeldContact): string[] {
  const none = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['none'] : lines);
  const block = (label: string, lines: readonly string[]): string[] =>
    none(lines).flatMap((line, index) => labelled(index === 0 ? label : '', plainText(line), LABEL));
  return [
    ...block('Contact', [`${email ?? 'no e-mail'}, ${String(id)}${blocklisted ? ', blocklisted: gets no mail' : ''}`]),
    ...block(
      'Attributes',
      Object.entries(attributes).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    ),
    ...block(
      'Lists',
      lists.map((list) => `${String(list.id)} ${list.name}`),
    ),
    ...(left.length === 0
      ? []
      : block(
          'Left',
          left.map((list) => `list ${String(list)}`),
        )),
    ...block(
      'Events',
      events.map(({ at, name, ticketId }) => `${formatTime(at)}  ${name}${ofTicket(ticketId)}`),
    ),
    ...block(
      'Mails',
      mails.map(({ at, templateId }) => `${formatTime(at)}  template ${String(templateId)}`),
    ),
  ];
}

function ofTicket(ticketId: number | null): string {
  return ticketId === null ? '' : ` (ticket ${String(ticketId)})`;
}
