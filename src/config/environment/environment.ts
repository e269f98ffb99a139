import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConnectorError } from '../../domain/errors/connector-error';
import { VARIABLES, type VariableRecord } from './environment-settings';
import { reasonOf } from '../load-config';
import { isBrevoKey } from '../file/secrets';
import { type Variables } from '../file/substitution';
import { type Environment } from '../types';

const LARGEST_SECRET_BYTES = 65_536;

type Read =
  | { readonly value: string | null }
  | { readonly value: null; readonly isEmptyFile: true }
  | { readonly problem: string };

/**
 * The settings of the environment. An empty variable counts as missing; nothing is trimmed: a space at an end is a fault, because it
 * is nearly always a copying mistake. Secrets may come from a mounted file named by `NAME_FILE` (one newline at its end is dropped).
 * @throws ConnectorError `config.invalid` with all faults, one line each; values are never repeated
 */
export function readEnvironment(env: Variables = process.env, cwd: string = process.cwd()): Environment {
  const problems: string[] = [];
  const emptyFiles: string[] = [];
  const spelled = withSmallSpellings(env);
  const read = (record: VariableRecord): string | null => {
    const found = readVariable(record, spelled, cwd);
    if ('isEmptyFile' in found) emptyFiles.push(record.name);
    if ('value' in found) return found.value;
    problems.push(found.problem);
    return null;
  };
  const secrets = read(VARIABLES.gorgiasWebhookSecrets);
  const cliPath = read(VARIABLES.temporalCliPath);
  const environment: Environment = {
    tajoApiKey: read(VARIABLES.tajoApiKey),
    tajoReadKey: read(VARIABLES.tajoReadKey),
    tajoUrl: read(VARIABLES.tajoUrl),
    tajoHome: resolve(cwd, read(VARIABLES.tajoHome) ?? VARIABLES.tajoHome.fallback),
    encryptionKey: read(VARIABLES.encryptionKey),
    port: Number(read(VARIABLES.port) ?? VARIABLES.port.fallback),
    workerAddress: read(VARIABLES.workerAddress),
    databaseUrl: read(VARIABLES.databaseUrl),
    gorgiasDomain: read(VARIABLES.gorgiasDomain),
    gorgiasEmail: read(VARIABLES.gorgiasEmail),
    gorgiasApiKey: read(VARIABLES.gorgiasApiKey),
    gorgiasWebhookSecrets: Object.freeze(secrets?.split(',') ?? []),
    brevoApiKey: read(VARIABLES.brevoApiKey),
    gorgiasBaseUrl: read(VARIABLES.gorgiasBaseUrl),
    brevoBaseUrl: read(VARIABLES.brevoBaseUrl),
    temporalAddress: read(VARIABLES.temporalAddress),
    temporalCliPath: cliPath === null ? null : resolve(cwd, cliPath),
    deployment: read(VARIABLES.deployment) === 'manual' ? 'manual' : 'automatic',
    otlpEndpoint: read(VARIABLES.otlpEndpoint),
    uiUrl: read(VARIABLES.uiUrl),
    httpsProxy: read(VARIABLES.httpsProxy),
    httpProxy: read(VARIABLES.httpProxy),
    noProxy: read(VARIABLES.noProxy),
    emptyFiles: Object.freeze(emptyFiles),
  };
  if (environment.tajoReadKey !== null && environment.tajoReadKey === environment.tajoApiKey) {
    problems.push('TAJO_READ_KEY is the same as TAJO_API_KEY: whoever may only look would have all rights.');
  }
  if (problems.length > 0) throw environmentInvalid(problems);
  return Object.freeze(environment);
}

/** @param field the variable of the first fault; the word that it begins with when missing */
export function environmentInvalid(problems: readonly string[], field?: string): ConnectorError {
  const heading =
    problems.length === 1 ? 'The environment has a fault:' : `The environment has ${problems.length} faults:`;
  const [first = ''] = problems[0]?.split(' ') ?? [];
  return new ConnectorError('config.invalid', [heading, ...problems.map((problem) => `  ${problem}`)].join('\n'), {
    details: { field: field ?? first },
  });
}

function readVariable(record: VariableRecord, env: Variables, cwd: string): Read {
  const given = valueOf(env, record.name);
  const file = record.secret ? valueOf(env, `${record.name}_FILE`) : undefined;
  if (file === undefined) return check(record, record.name, given);
  if (given !== undefined) return { problem: `${record.name} and ${record.name}_FILE are both set: keep one of them.` };
  try {
    const path = resolve(cwd, file);
    if (statSync(path).size > LARGEST_SECRET_BYTES) {
      return {
        problem: `${record.name}_FILE names a file of more than 64 KB, which is not a secret: correct the path.`,
      };
    }
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? { value: null, isEmptyFile: true } : check(record, `${record.name}_FILE`, text);
  } catch (thrown) {
    return { problem: `${record.name}_FILE names a file that cannot be read: ${reasonOf(thrown)}.` };
  }
}

/** The names of proxies are written in small letters as often, and then win, as with curl. */
function withSmallSpellings(env: Variables): Variables {
  const { httpsProxy, httpProxy, noProxy } = VARIABLES;
  const small = [httpsProxy, httpProxy, noProxy].flatMap(({ name }) => {
    const value = valueOf(env, name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...env, ...Object.fromEntries(small) };
}

function valueOf(env: Variables, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

function check(record: VariableRecord, name: string, value: string | undefined): Read {
  if (value === undefined) return { value: null };
  const complaint = complaintAbout(record, value);
  return complaint === null ? { value } : { problem: `${name} ${complaint}.` };
}

/** What is nearly always a mistake of whoever copied it, before what the variable itself asks for. */
function complaintAbout({ name, expects, isValid, example }: VariableRecord, value: string): string | null {
  if (value !== value.trim())
    return 'begins or ends with a space or a line break: remove it, nothing is trimmed silently';
  if (/^(["'])[^]*\1$/.test(value)) return 'stands in quotes, which count as a part of it: remove them';
  if (isBrevoKey(value) && name !== VARIABLES.brevoApiKey.name) {
    return `holds a key of Brevo, which belongs into ${VARIABLES.brevoApiKey.name}: write its own value here`;
  }
  if (value.startsWith('xsmtpsib-'))
    return 'holds a key for Brevo’s SMTP: take one for its API, which begins with xkeysib-';
  if (isValid(value)) return null;
  // Words for a key of one's own are no example of one.
  const isHelpful = isValid(example) && !expects.includes(example);
  return `must be ${expects}${isHelpful ? `, for example ${example}` : ''}`;
}
