import { accountOf } from '../../../../src/domain/account/gorgias-domain';
import { ConnectorError, isErrorCode } from '../../../../src/domain/errors/connector-error';
import { UsageError } from '../../../../src/domain/errors/failure';
import { domainSchema, emailSchema } from '../../contract/requests';
import type { TajoClient } from '../../client/client';
import { TajoError } from '../../client/errors';
import type { Connector } from '../../client/types';
import type { CliContext } from '../context';
import { wrap } from '../output/wrap';
import { readSecret } from '../secrets';
import { BREVO_KEY, GORGIAS_KEY, type InitFlags } from './flags';
import type { Interview, TextQuestion } from './interview';
import { DOMAIN } from './kept-answers';

export interface Connecting {
  readonly context: CliContext;
  readonly client: TajoClient;
  readonly interview: Interview;
  readonly flags: InitFlags;
  /** The file that is there; null: there is none. */
  readonly existing: OwnedFile | null;
}

/** Settings, and whose they are. */
export interface OwnedFile {
  readonly file: string;
  readonly domain: string;
}

/** What is said before anybody is asked; null: nothing is. */
export function givenDomain(context: CliContext, flags: InitFlags): string | null {
  return flags.domain ?? context.settings.gorgiasDomain;
}

/** One account's settings are not turned into those of another one: whose lists and campaigns they name would be lost. */
export function requireOwnFile({ file, domain }: OwnedFile, given: string): void {
  const others = othersFile({ file, domain }, given);
  if (others !== undefined) throw new UsageError(others, `tajo init ${accountOf(given.toLowerCase())}.yaml`);
}

function othersFile({ file, domain }: OwnedFile, given: string): string | undefined {
  const isOwn = accountOf(given.toLowerCase()) === accountOf(domain);
  return isOwn ? undefined : `${file} is for ${accountOf(domain)}; name another file for ${given}.`;
}

/**
 * The account that the settings are for. Its keys are tried by the connector, which keeps them sealed: from then on an interrupted start needs
 * them no more. Refused ones are asked for again, where somebody can be.
 */
export async function connectAccount(connecting: Connecting): Promise<Connector> {
  const { client, context, flags } = connecting;
  const { connectors: installed } = await client.connectors.list();
  if (installed.some(({ sandbox }) => sandbox)) throw new UsageError(SANDBOX, STOP_IT);
  const domain = await askDomain(connecting, installed);
  const known = installed.find(({ account }) => account === accountOf(domain));
  if (known !== undefined && !areGiven(context, flags) && known.state !== 'refused') return known;
  return installKeys(connecting, domain);
}

const SANDBOX = 'A sandbox stands in for Gorgias and Brevo here, and there is nothing to set up for it.';
const STOP_IT = 'Stop `npm start` with Ctrl-C, then run `tajo init` again: it asks for your own keys.';

function askDomain(
  { interview, context, flags, existing }: Connecting,
  installed: readonly Connector[],
): Promise<string> {
  const only = installed.length === 1 ? installed[0]?.domain : undefined;
  return interview.text({
    id: DOMAIN,
    flag: '--domain',
    message: 'What is the address of your Gorgias?',
    fallback: existing?.domain ?? only ?? '',
    given: givenDomain(context, flags) ?? undefined,
    check: (text) =>
      wrong(domainSchema.safeParse(text)) ?? (existing === null ? undefined : othersFile(existing, text)),
  });
}

function emailQuestion({ context, flags }: Connecting): TextQuestion {
  return {
    id: 'email',
    flag: '--email',
    fallback: '',
    message: 'Which e-mail address has the Gorgias user who owns the API key?',
    given: flags.email ?? context.settings.gorgiasEmail ?? undefined,
    check: (text) => wrong(emailSchema.safeParse(text)),
  };
}

function wrong(
  parsed: { success: true } | { success: false; error: { issues: readonly { message: string }[] } },
): string | undefined {
  return parsed.success ? undefined : `It ${parsed.error.issues[0]?.message ?? 'is not valid'}.`;
}

function areGiven({ settings }: CliContext, flags: InitFlags): boolean {
  const { apiKey, apiKeyFile, brevoApiKey, brevoApiKeyFile } = flags;
  return (
    [apiKey, apiKeyFile, brevoApiKey, brevoApiKeyFile].some((flag) => flag !== undefined) ||
    (settings.gorgiasApiKey !== null && settings.brevoApiKey !== null)
  );
}

async function installKeys(connecting: Connecting, domain: string): Promise<Connector> {
  const { client, interview } = connecting;
  let email = await interview.text(emailQuestion(connecting));
  let apiKey = await gorgiasKey(connecting);
  let brevoApiKey = await brevoKey(connecting);
  for (;;) {
    try {
      return await client.connectors.install('gorgias', { domain, email, apiKey, brevoApiKey });
    } catch (thrown) {
      if (!(thrown instanceof TajoError)) throw thrown;
      if (interview.prompts === null || !thrown.code.startsWith('auth.')) throw notInstalled(thrown);
      interview.prompts.warn(refusal(thrown));
      if (thrown.code.startsWith('auth.brevo')) brevoApiKey = await interview.prompts.secret(BREVO_QUESTION);
      else {
        // Gorgias does not say which of the two it is.
        email = await interview.again(emailQuestion(connecting), email);
        apiKey = await interview.prompts.secret(GORGIAS_QUESTION);
      }
    }
  }
}

/** Of the API's sentences the first: the others are about keys that were kept before. */
function sentenceOf({ message }: TajoError): string {
  return message.split('. Nothing was changed')[0] ?? message;
}

/** There are no keys of before, and nobody tries again by himself. */
function notInstalled(thrown: TajoError): Error {
  if (!isErrorCode(thrown.code) || sentenceOf(thrown) === thrown.message) return thrown;
  return new ConnectorError(thrown.code, `${sentenceOf(thrown)}. Nothing was stored.`, {
    nextStep: 'Mend that, then run `tajo init` again: what was answered is kept, but for the keys.',
  });
}

function refusal(thrown: TajoError): string {
  const { nextStep = '' } = thrown;
  return wrap(`${sentenceOf(thrown)}. ${nextStep.replace(/, then run .*$/, '.')}`, WIDTH).join('\n');
}

/** Beside the line that clack draws. */
const WIDTH = 76;

const GORGIAS_QUESTION = 'Gorgias API key (Settings > REST API)?';
const BREVO_QUESTION = 'Brevo API key (SMTP & API > API keys)?';

function gorgiasKey({ context, interview, flags }: Connecting): Promise<string> {
  const given = { value: flags.apiKey, file: flags.apiKeyFile, fromEnvironment: context.settings.gorgiasApiKey };
  return isMissing(given) && interview.prompts !== null
    ? interview.prompts.secret(GORGIAS_QUESTION)
    : readSecret(context.io, { ...GORGIAS_KEY, ...given });
}

function brevoKey({ context, interview, flags }: Connecting): Promise<string> {
  const given = {
    value: flags.brevoApiKey,
    file: flags.brevoApiKeyFile,
    fromEnvironment: context.settings.brevoApiKey,
  };
  return isMissing(given) && interview.prompts !== null
    ? interview.prompts.secret(BREVO_QUESTION)
    : readSecret(context.io, { ...BREVO_KEY, ...given });
}

function isMissing(given: {
  value: string | undefined;
  file: string | undefined;
  fromEnvironment: string | null;
}): boolean {
  return given.value === undefined && given.file === undefined && given.fromEnvironment === null;
}
