import { accessSync, chmodSync, constants, existsSync, mkdtempSync } from 'node:fs';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { configOf } from '../../../../src/config/config-of';
import { describeConfig } from '../../../../src/config/file/describe-config';
import { problemAt } from '../../../../src/config/file/setting-lines';
import type { ConnectorConfig } from '../../../../src/config/types';
import { UsageError } from '../../../../src/domain/errors/failure';
import type { TajoClient } from '../../client/client';
import type { CliContext } from '../context';
import type { Choices } from './choices';
import { withListsImagined } from './make-lists';
import { type ExistingSettings, settingsText } from './settings-text';

type Loading = Pick<CliContext, 'loadConfig'>;

/** The file as it was found, which the answers are about. */
interface Target {
  readonly file: string;
  /** Null: there is none. */
  readonly existing: ExistingSettings | null;
}

/**
 * @throws UsageError where no file could be written: before anybody answers a question
 * @throws ConnectorError `config.invalid`: a file with a fault is told by its lines
 */
export function openTarget({ loadConfig }: Loading, file: string): Target {
  try {
    accessSync(dirname(realOf(file)), constants.W_OK);
  } catch {
    throw new UsageError(`${file} cannot be written: its folder is not there, or not yours to write in.`, NAME_ANOTHER);
  }
  const text = textOf(file);
  return { file, existing: text === null ? null : { text, config: loadConfig(file).config } };
}

const NAME_ANOTHER = 'Name another file: tajo init other.yaml';

/**
 * Tries what will be written, before anything is made in Brevo for it.
 * @throws ConnectorError `config.invalid` where what was chosen contradicts what the file says already
 */
export function trySettings(loading: Loading, target: Target, choices: Choices): void {
  requireUnchanged(target);
  inDraft(loading, target, { choices: withListsImagined(choices), use: () => undefined });
}

/** Writes the file, once it reads as a valid one: whoever is killed meanwhile leaves the file of before. @throws as {@link trySettings} */
export function writeSettings(loading: Loading, target: Target, choices: Choices): ConnectorConfig {
  inDraft(loading, target, {
    choices,
    use: (draft) => {
      requireUnchanged(target);
      renameSync(draft, realOf(target.file));
    },
  });
  return loading.loadConfig(target.file).config;
}

function inDraft(
  { loadConfig }: Loading,
  { file, existing }: Target,
  { choices, use }: { readonly choices: Choices; readonly use: (draft: string) => void },
): void {
  const real = realOf(file);
  const folder = mkdtempSync(join(dirname(real), '.tajo-init-'));
  try {
    // Of the file's own name, which faults are told by.
    const draft = join(folder, basename(file));
    writeFileSync(draft, settingsText(choices, existing));
    if (existing !== null) chmodSync(draft, statSync(real).mode & 0o777);
    loadConfig(draft);
    use(draft);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Questions take minutes, in which somebody may edit the file. */
function requireUnchanged({ file, existing }: Target): void {
  if (textOf(file) === (existing?.text ?? null)) return;
  throw new UsageError(
    `${file} was changed while the questions were answered, and stays as it is.`,
    'Run tajo init again: what was answered is kept.',
  );
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Through a symbolic link, which stays one. */
function realOf(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

/** What of the file does not fit the vendors as they are now, and what is probably not meant; each by its line. */
export async function comparedWithVendors(
  client: TajoClient,
  file: string,
  { config, account }: { readonly config: ConnectorConfig; readonly account: string },
): Promise<{ readonly misfits: readonly string[]; readonly doubts: readonly string[] }> {
  const check = { account, settings: describeConfig(config) };
  const { faults, warnings } = await client.connectors.checkSettings('gorgias', check);
  const placed = ({ setting, sentence }: (typeof faults)[number]): string => {
    const { line, column, sentence: whole } = problemAt(configOf(config, account), setting, sentence);
    return `${basename(file)}:${String(line)}:${String(column)} ${whole}`;
  };
  return { misfits: faults.map(placed), doubts: warnings.map(placed) };
}
