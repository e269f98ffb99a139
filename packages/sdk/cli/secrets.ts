import { accessSync, constants, readFileSync } from 'node:fs';
import { secretSchema } from '../contract/requests';
import { UsageError } from '../../../src/domain/errors/failure';
import type { CliIo } from './io';
import { canAsk, Interrupted, type Prompts, terminalPrompts } from './prompts';

/** Where one secret may come from, in this order. `value` of `-` means standard input. */
export interface SecretSources {
  /** `--api-key`, for messages. */
  readonly flag: string;
  readonly value: string | undefined;
  readonly file: string | undefined;
  readonly fromEnvironment: string | null;
  /** `GORGIAS_API_KEY` */
  readonly variable: string;
}

const MAX_SECRET_BYTES = 64 * 1024;

/** The secret itself; throws {@link UsageError}, which never contains it. */
export async function readSecret(io: CliIo, sources: SecretSources): Promise<string> {
  const { flag, variable } = sources;
  const ways = waysToGive(flag, variable);
  const secret = await fromSource(io, sources, ways);
  requireKey(secret, flag, ways);
  return secret;
}

/** What of a key can be known wrong without reading anything that can be read once. @throws UsageError as {@link readSecret} does */
export function requireSource({ flag, variable, value, file }: Omit<SecretSources, 'fromEnvironment'>): void {
  if (value !== undefined && value !== '-') requireKey(value, flag, waysToGive(flag, variable));
  if (value !== undefined || file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw unreadable(flag);
  }
}

function requireKey(secret: string, flag: string, ways: string): void {
  if (secret === '') throw new UsageError(`${flag} is empty.`, ways);
  const checked = secretSchema.safeParse(secret);
  if (!checked.success) throw new UsageError(`${flag} ${checked.error.issues[0]?.message ?? 'is not a key'}.`, ways);
}

async function fromSource(io: CliIo, sources: SecretSources, ways: string): Promise<string> {
  const { flag, value, file, fromEnvironment, variable } = sources;
  if (value === '-') {
    const asked = await unlessNobody(io, (prompts) => prompts.secret(`${labelOf(flag)}?`));
    return asked ?? firstLine(await readInput(io));
  }
  if (value !== undefined) return value;
  if (file !== undefined) return firstLine(readSecretFile(flag, file));
  if (fromEnvironment !== null) return fromEnvironment;
  throw new UsageError(`The key is missing: neither ${flag} nor ${variable} is set.`, ways);
}

/** What a person answers, of which nothing is shown that is a secret; null: nobody can be asked. @throws UsageError after Ctrl-C */
export async function unlessNobody<Answer>(
  io: CliIo,
  ask: (prompts: Prompts) => Promise<Answer>,
): Promise<Answer | null> {
  if (!canAsk(io)) return null;
  try {
    return await ask(await terminalPrompts(io));
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    throw new UsageError('Nothing was changed.', 'The question was left without an answer.');
  }
}

/** `--gorgias-api-key` → `Gorgias API key` */
function labelOf(flag: string): string {
  const words = flag.replace('--', '').replaceAll('-', ' ').replace('api', 'API');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function readSecretFile(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, MAX_SECRET_BYTES);
  } catch {
    throw unreadable(flag);
  }
}

function unreadable(flag: string): UsageError {
  return new UsageError(
    `${flag}-file names a file that cannot be read.`,
    'Check that the file exists and may be read.',
  );
}

async function readInput(io: CliIo): Promise<string> {
  let text = '';
  for await (const chunk of io.stdin) {
    text += chunk.toString();
    if (text.length > MAX_SECRET_BYTES || text.includes('\n')) break;
  }
  return text;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim();
}

/** `--api-key $UNSET --domain …`: the shell leaves nothing, and commander would take the next flag for the key. */
export function refuseFlagAsValue(flag: string, variable: string): (value: string) => string {
  return (value) => {
    if (value.startsWith('--')) throw new UsageError(`${flag} has no value.`, waysToGive(flag, variable));
    return value;
  };
}

function waysToGive(flag: string, variable: string): string {
  return `Give it by ${flag} KEY, ${flag}-file FILE, ${flag} - (standard input) or ${variable}.`;
}
