import type { Command } from 'commander';
import type { ConnectionTest, KeysRotated } from '../../client/types';
import { answer, type CliContext } from '../context';
import { UsageError } from '../../../../src/domain/errors/failure';
import { globalFlags, readEmail } from '../flags';
import { plainText } from '../output/plain-text';
import { readSecret, refuseFlagAsValue, unlessNobody } from '../secrets';
import { sayIfSlow } from '../say-if-slow';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface RotateKeyFlags extends AccountFlag {
  readonly email?: string;
  readonly gorgiasApiKey?: string;
  readonly gorgiasApiKeyFile?: string;
  readonly brevoApiKey?: string;
  readonly brevoApiKeyFile?: string;
  readonly test: boolean;
  readonly force?: boolean;
}

const GORGIAS = { flag: '--gorgias-api-key', variable: 'GORGIAS_API_KEY' };
const BREVO = { flag: '--brevo-api-key', variable: 'BREVO_API_KEY' };

export function addRotateKey(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'rotate-key',
      'replace keys while runs go on; what is not given, or refused, stays',
      'tajo connectors rotate-key gorgias --gorgias-api-key -',
    ),
  )
    .option('--gorgias-api-key <key>', 'new Gorgias API key; - reads it from standard input', readerOf(GORGIAS))
    .option('--gorgias-api-key-file <file>', 'file that holds the new Gorgias API key')
    .option('--brevo-api-key <key>', 'new Brevo API key; - reads it from standard input', readerOf(BREVO))
    .option('--brevo-api-key-file <file>', 'file that holds the new Brevo API key')
    .option('--email <e-mail>', 'of the Gorgias user who owns the new key', readEmail)
    .option('--force', 'keep the new keys also when a vendor refuses them')
    .option('--no-test', 'do not look at everything else afterwards')
    .addHelpText(
      'after',
      '\nWithout any of these, GORGIAS_API_KEY and BREVO_API_KEY of the environment are stored; where they are not set, a terminal is asked.',
    )
    .action((_connector: string, flags: RotateKeyFlags, command: Command) => rotateKey(context, flags, command));
}

async function rotateKey(context: CliContext, flags: RotateKeyFlags, command: Command): Promise<void> {
  const { connectors } = context.client;
  const { account, force } = flags;
  const keys = await readKeys(context, flags);
  const rotated = await sayIfSlow(context, connectors.rotateKey('gorgias', { account, force, ...keys }));
  const tested = flags.test ? await connectors.test('gorgias', { account: rotated.account }) : null;
  if (tested?.ok === false) context.fail();
  answer(context, globalFlags(command).json, { ...rotated, test: tested }, () => doneLines(context, rotated, tested));
}

interface Keys {
  readonly email?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly brevoApiKey?: string | undefined;
}

/** A flag names what is replaced: a key that merely stands in the environment must not replace one that nobody spoke of. */
async function readKeys(context: CliContext, flags: RotateKeyFlags): Promise<Keys> {
  const { email, gorgiasApiKey, gorgiasApiKeyFile, brevoApiKey, brevoApiKeyFile } = flags;
  const { io } = context;
  const gorgias = gorgiasApiKey ?? gorgiasApiKeyFile;
  const brevo = brevoApiKey ?? brevoApiKeyFile;
  if (gorgias === undefined && brevo === undefined && email === undefined)
    return keysOfEnvironment(context.settings) ?? (await asked(context));
  const none = { fromEnvironment: null };
  return {
    email,
    apiKey:
      gorgias === undefined
        ? undefined
        : await readSecret(io, { ...GORGIAS, ...none, value: gorgiasApiKey, file: gorgiasApiKeyFile }),
    brevoApiKey:
      brevo === undefined
        ? undefined
        : await readSecret(io, { ...BREVO, ...none, value: brevoApiKey, file: brevoApiKeyFile }),
  };
}

function keysOfEnvironment({ gorgiasApiKey, brevoApiKey }: CliContext['settings']): Keys | null {
  if (gorgiasApiKey === null && brevoApiKey === null) return null;
  return { apiKey: gorgiasApiKey ?? undefined, brevoApiKey: brevoApiKey ?? undefined };
}

/** A person who was only told that a key is refused, and gives no flag, is asked for it. */
async function asked({ io, settings: { sandbox } }: CliContext): Promise<Keys> {
  const keys = await unlessNobody(io, async (prompts): Promise<Keys> => {
    const vendor = await prompts.choose('Which key is new?', 'Gorgias', VENDORS);
    const key = await prompts.secret(`${vendor} API key?`);
    return vendor === 'Gorgias' ? { apiKey: key } : { brevoApiKey: key };
  });
  if (keys !== null) return keys;
  throw new UsageError(
    'There is nothing to replace: no key and no e-mail is given.',
    `Give ${GORGIAS.flag} KEY, ${BREVO.flag} KEY or --email, or set ${GORGIAS.variable} or ${BREVO.variable}.${sandbox === null ? '' : SANDBOX_KEYS}`,
  );
}

const VENDORS = [
  { value: 'Gorgias', label: 'Gorgias', hint: 'Settings > REST API' },
  { value: 'Brevo', label: 'Brevo', hint: 'SMTP & API > API keys' },
];

const SANDBOX_KEYS = ' Those that the sandbox takes: tajo sandbox keys';

function readerOf({ flag, variable }: typeof GORGIAS): (value: string) => string {
  return refuseFlagAsValue(flag, variable);
}

const LABELS = { email: 'e-mail', apiKey: 'Gorgias key', brevoApiKey: 'Brevo key' };

function doneLines({ paint }: CliContext, rotated: KeysRotated, tested: ConnectionTest | null): string[] {
  const replaced = rotated.replaced.map((field) => LABELS[field]).join(' and ');
  return [
    `${paint.good('✓')} ${rotated.account}: ${replaced} replaced. Runs under way use it from now on.`,
    ...(tested?.checks ?? []).map(
      ({ ok, sentence }) => `${ok ? paint.good('✓') : paint.bad('✗')} ${plainText(sentence)}`,
    ),
    ...(tested?.ok === false ? ['  A refused key: run the same command again with the right one.'] : []),
  ];
}
