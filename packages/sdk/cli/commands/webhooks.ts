import { type Command, InvalidArgumentError } from 'commander';
import { webhookUrlSchema } from '../../contract/webhooks';
import { answer, type CliContext } from '../context';
import { UsageError } from '../../../../src/domain/errors/failure';
import { globalFlags } from '../flags';
import { guideLines, setupLines, type ShownGuide } from '../output/webhooks';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface WebhooksFlags extends AccountFlag {
  readonly url?: string;
  readonly create?: boolean;
  readonly showSecret?: boolean;
}

export function addWebhooks(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'webhooks',
      'show what to enter in Gorgias so that it sends webhooks, or make it so',
      'tajo connectors webhooks gorgias --url https://connector.yourstore.com --create',
    ),
  )
    .option('--url <url>', 'address at which Gorgias reaches the connector', readUrl)
    .option('--create', 'make the HTTP integrations in Gorgias, or bring them up to date')
    .option('--show-secret', 'print the secret, too')
    .action(async (_connector: string, flags: WebhooksFlags, command: Command) => {
      const { json } = globalFlags(command);
      if (flags.create === true) await create(context, flags, json);
      else await show(context, flags, json);
    });
}

async function show(context: CliContext, flags: WebhooksFlags, json: boolean): Promise<void> {
  const { client, settings, paint } = context;
  const guide = await client.connectors.webhooks('gorgias', { account: flags.account });
  const base = (flags.url ?? settings.url).replace(/\/+$/, '');
  const address = base.endsWith(guide.path) ? base : base + guide.path;
  const secret = flags.showSecret === true ? requireSecret(settings.webhookSecret) : null;
  const shown: ShownGuide = { ...guide, address, ...(secret !== null && { secret }) };
  answer(context, json, shown, () => guideLines(shown, flags.url === undefined, paint));
}

async function create(context: CliContext, flags: WebhooksFlags, json: boolean): Promise<void> {
  const { url, account } = flags;
  if (url === undefined)
    throw new UsageError(
      '--create needs the address at which Gorgias reaches the connector.',
      'Give it by --url, like --url https://connector.yourstore.com.',
    );
  const setup = await context.client.connectors.setUpWebhooks('gorgias', { url, account });
  answer(context, json, setup, () => setupLines(setup, context.paint));
}

function requireSecret(secret: string | null): string {
  if (secret !== null) return secret;
  throw new UsageError(
    'The secret is not known here: GORGIAS_WEBHOOK_SECRET is not set.',
    'Look where the connector runs: it reads GORGIAS_WEBHOOK_SECRET there.',
  );
}

function readUrl(text: string): string {
  const parsed = webhookUrlSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
}
