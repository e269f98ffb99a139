import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { ConnectorError, isErrorCode } from '../../../../src/domain/errors/connector-error';
import { UsageError } from '../../../../src/domain/errors/failure';
import { TajoError } from '../../client/errors';
import { commandsFor } from '../../contract/pasted-commands';
import { wrap, WIDTH } from '../output/wrap';
import { globalFlags, readDomain, readEmail } from '../flags';
import { readSecret, refuseFlagAsValue } from '../secrets';
import { sayIfSlow } from '../say-if-slow';
import { connectorCommand } from './connector-command';

interface InstallFlags {
  readonly domain: string;
  readonly email?: string;
  readonly apiKey?: string;
  readonly apiKeyFile?: string;
  readonly brevoApiKey?: string;
  readonly brevoApiKeyFile?: string;
  readonly force?: boolean;
}

const GORGIAS = secretFlag('--api-key', 'GORGIAS_API_KEY');
const BREVO = secretFlag('--brevo-api-key', 'BREVO_API_KEY');

function secretFlag(
  flag: string,
  variable: string,
): { flag: string; variable: string; read: (value: string) => string } {
  return { flag, variable, read: refuseFlagAsValue(flag, variable) };
}

export function addInstall(parent: Command, context: CliContext): void {
  connectorCommand(
    parent,
    'install',
    'connect a Gorgias account to Brevo, or replace its keys',
    'tajo connectors install gorgias --domain yourstore.gorgias.com --email you@yourstore.com --api-key $GORGIAS_API_KEY',
  )
    .alias('connect')
    .requiredOption('--domain <domain>', 'your Gorgias address, yourstore.gorgias.com', readDomain)
    .option('--email <e-mail>', 'of the Gorgias user who owns the key (or GORGIAS_EMAIL)', readEmail)
    .option('--api-key <key>', 'Gorgias API key; - reads it from standard input (or GORGIAS_API_KEY)', GORGIAS.read)
    .option('--api-key-file <file>', 'file that holds the Gorgias API key')
    .option('--brevo-api-key <key>', 'Brevo API key; - reads it from standard input (or BREVO_API_KEY)', BREVO.read)
    .option('--brevo-api-key-file <file>', 'file that holds the Brevo API key')
    .option('--force', 'keep the keys also when a vendor refuses them')
    .action((_connector: string, flags: InstallFlags, command: Command) => install(context, flags, command));
}

async function install(context: CliContext, flags: InstallFlags, command: Command): Promise<void> {
  const { client, io, settings } = context;
  const email = flags.email ?? requireEmail(settings.gorgiasEmail);
  const apiKey = await readSecret(io, {
    ...GORGIAS,
    value: flags.apiKey,
    file: flags.apiKeyFile,
    fromEnvironment: settings.gorgiasApiKey,
  });
  const brevoApiKey = await readSecret(io, {
    ...BREVO,
    value: flags.brevoApiKey,
    file: flags.brevoApiKeyFile,
    fromEnvironment: settings.brevoApiKey,
  });
  const { domain, force } = flags;
  const installed = await sayIfSlow(
    context,
    client.connectors.install('gorgias', { domain, email, apiKey, brevoApiKey, force }).catch((thrown: unknown) => {
      throw sameCommandAgain(thrown);
    }),
  );
  const { json } = globalFlags(command);
  const named = json ? (line: string) => line : await commandNaming(context, installed.account);
  answer(context, json, installed, () => [
    `${context.paint.good('✓')} ${installed.domain} is installed; its keys ${force === true || installed.state === 'off' ? 'were not tried; they' : 'work, and'} are stored encrypted.`,
    ...(installed.state === 'connected' ? wrap(named(BY_SCHEDULE), WIDTH - 2).map((line) => `  ${line}`) : []),
    `  Next: ${named('tajo connectors test gorgias')}`,
  ]);
}

const BY_SCHEDULE =
  'From now on what changes in Gorgias is read by the schedule, every minute unless the settings say otherwise, and written to Brevo. All that does not change is brought by a full sync: `tajo connectors sync gorgias`.';

/** What makes each command in a line about this account, where there are others. */
async function commandNaming({ client }: CliContext, account: string): Promise<(line: string) => string> {
  const { connectors } = await client.connectors.list();
  return (line) => (connectors.length > 1 ? commandsFor(account, line) : line);
}

/** What mends a refused key by itself is for one that is stored: whoever installs has none yet, or gives another one with the same command. */
function sameCommandAgain(thrown: unknown): unknown {
  if (!(thrown instanceof TajoError) || !thrown.code.startsWith('auth.') || !isErrorCode(thrown.code)) return thrown;
  const nextStep = (thrown.nextStep ?? '').replace(/, then run .*$/, ', then run the same command again.');
  return new ConnectorError(thrown.code, thrown.message, { nextStep });
}

function requireEmail(fromEnvironment: string | null): string {
  if (fromEnvironment !== null) return fromEnvironment;
  throw new UsageError(
    '--email is missing: Gorgias uses Basic Auth, which needs the e-mail address of the user that owns the API key.',
    'Give it by --email you@yourstore.com or set GORGIAS_EMAIL.',
  );
}
