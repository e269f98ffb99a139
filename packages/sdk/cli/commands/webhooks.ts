import { type Command, InvalidArgumentError } from 'commander';
import { webhookUrlSchema } from '../../contract/webhooks';
import { TajoError } from '../../client/errors';
import type { WebhookSetup, WebhookSetupOptions } from '../../client/webhook-types';
import { confirm } from '../confirm';
import { answer, type CliContext } from '../context';
import { UsageError } from '../../../../src/domain/errors/failure';
import { isPrivateHost } from '../../../../src/domain/private-host';
import { globalFlags } from '../flags';
import { guideLines, removalLines, removalQuestion, setupLines, type ShownGuide } from '../output/webhooks';
import { sayIfSlow } from '../say-if-slow';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface WebhooksFlags extends AccountFlag {
  readonly url?: string;
  readonly create?: boolean;
  readonly move?: boolean;
  readonly remove?: boolean;
  readonly everywhere?: boolean;
  readonly yes?: boolean;
  readonly showSecret?: boolean;
}

export function addWebhooks(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'webhooks',
      'show what to enter in Gorgias so that it sends webhooks, or make it so',
      'tajo connectors webhooks gorgias --url https://connector.yourstore.com --create\n  $ tajo connectors webhooks gorgias --remove',
    ),
  )
    .option('--url <url>', 'address at which Gorgias reaches the connector', readUrl)
    .option('--create', 'make the HTTP integrations in Gorgias, or bring them up to date')
    .option('--move', 'with --create: have those that send to another address send here, without asking')
    .option('--remove', 'take the HTTP integrations in Gorgias away that send to this connector, or to --url')
    .option('--everywhere', 'with --remove: those that send to other hosts, too')
    .option('--yes', 'with --remove: do not ask; needed where no terminal is')
    .option('--show-secret', 'print the secret, too')
    .action(async (_connector: string, flags: WebhooksFlags, command: Command) => {
      requireOneThing(flags);
      const { json } = globalFlags(command);
      if (flags.remove === true) await remove(context, flags, json);
      else if (flags.create === true) await create(context, flags, json);
      else await show(context, flags, json);
    });
}

function requireOneThing({ create: makes, move, remove: removes, yes, everywhere }: WebhooksFlags): void {
  if (everywhere === true && removes !== true)
    throw new UsageError('--everywhere belongs to --remove.', 'Leave it out, or add --remove.');
  if (move === true && makes !== true)
    throw new UsageError('--move belongs to --create.', 'Leave it out, or add --create.');
  if (yes === true && removes !== true)
    throw new UsageError('--yes belongs to --remove.', 'Leave it out, or add --remove.');
}

async function remove(context: CliContext, flags: WebhooksFlags, json: boolean): Promise<void> {
  const { client, io, paint, settings } = context;
  const { account, path } = await client.connectors.webhooks('gorgias', { account: flags.account });
  const what = { account, url: doorAt(flags.url ?? settings.url, path), everywhere: flags.everywhere === true };
  if (flags.yes !== true) {
    const dryRun = client.connectors.removeWebhooks('gorgias', { ...what, dryRun: true });
    const { integrations, elsewhere } = await sayIfSlow(context, dryRun);
    const answered = { account, integrations, elsewhere };
    if (integrations.length === 0) {
      answer(context, json, answered, () => removalLines(answered, paint));
      return;
    }
    await confirm(io, removalQuestion(answered), account);
  }
  const removed = await sayIfSlow(context, client.connectors.removeWebhooks('gorgias', what));
  answer(context, json, removed, () => removalLines(removed, paint));
}

async function show(context: CliContext, flags: WebhooksFlags, json: boolean): Promise<void> {
  const { client, settings, paint } = context;
  const guide = await client.connectors.webhooks('gorgias', { account: flags.account });
  const address = doorAt(flags.url ?? settings.url, guide.path);
  const secret = flags.showSecret === true ? requireSecret(settings.webhookSecret) : null;
  const shown: ShownGuide = { ...guide, address, ...(secret !== null && { secret }) };
  answer(context, json, shown, () => guideLines(shown, isPrivateHost(new URL(address).hostname), paint));
}

/** `base` may be the address of the connector, or what somebody copied of that of the door. */
function doorAt(base: string, path: string): string {
  const doors = path.slice(0, path.lastIndexOf('/'));
  const [below = ''] = base.replace(/\/+$/, '').split(doors);
  return below.replace(/\/+$/, '') + path;
}

async function create(context: CliContext, flags: WebhooksFlags, json: boolean): Promise<void> {
  const { url, account } = flags;
  if (url === undefined)
    throw new UsageError(
      '--create needs the address at which Gorgias reaches the connector.',
      'Give it by --url, like --url https://connector.yourstore.com.',
    );
  const setup = await createOrMove(context, { url, account, move: flags.move });
  answer(context, json, setup, () => setupLines(setup, context.paint));
}

/** Who sits at a terminal is asked before anything of Gorgias' is changed. */
async function createOrMove({ client, io }: CliContext, options: WebhookSetupOptions): Promise<WebhookSetup> {
  try {
    return await sayIfSlow({ io }, client.connectors.setUpWebhooks('gorgias', options));
  } catch (thrown) {
    if (!(thrown instanceof TajoError) || thrown.field !== 'move' || io.stdin.isTTY !== true) throw thrown;
    await confirm(io, thrown.message, 'move');
    return sayIfSlow({ io }, client.connectors.setUpWebhooks('gorgias', { ...options, move: true }));
  }
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
