import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConnectorError } from '../domain/errors/connector-error';
import { configInvalid, type ConfigProblem } from './file/problems';
import { parseConfig } from './parse-config';
import { parsePolicy, type PolicyData } from './policy-file';
import { type Variables } from './file/substitution';
import { type ConnectorConfig } from './types';
import { MAX_BYTES, TOO_LARGE } from './file/yaml-syntax';

export interface LoadedConfig {
  readonly config: ConnectorConfig;
  readonly warnings: readonly ConfigProblem[];
}

/**
 * Reads a `tajo.yaml`. The configuration is frozen; warnings are settings that are allowed but probably not meant.
 * @throws ConnectorError `config.unreadable` (no such file, no permission, a folder) or `config.invalid` (all faults at once)
 */
export function loadConfig(path: string, { env }: { readonly env: Variables }): LoadedConfig {
  const fileName = basename(path);
  return parseConfig(readText(path, fileName, START_FROM), fileName, env);
}

/** Whoever has no file yet is told where to begin. */
const START_FROM = ' `tajo init` writes one, and tajo.example.yaml shows every setting.';

const NAME_IT = 'Name a file that is there, with its folder where it is not in this one.';
const MAKE_IT = 'Name the file that is meant, or have one made: `tajo init`.';

/**
 * Reads the file of a policy that is to be rehearsed.
 * @throws ConnectorError as {@link loadConfig}
 */
export function loadPolicy(
  path: string,
  options: { readonly env: Variables; readonly account: string | undefined },
): PolicyData {
  const fileName = basename(path);
  return parsePolicy(readText(path, fileName), fileName, options);
}

function readText(path: string, fileName: string, ifMissing?: string): string {
  const bytes = readBytes(path, fileName, ifMissing);
  // Every second byte of UTF-16 is a zero; without its mark at the beginning it is UTF-8 all the same, and nothing that anybody meant.
  const text = bytes.includes(0) ? null : decoded(bytes);
  if (text !== null) return text;
  const sentence = 'The file is not UTF-8 text; save it as UTF-8.';
  throw configInvalid(fileName, [{ path: '', line: 1, column: 1, sentence }]);
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readBytes(path: string, fileName: string, ifMissing: string | undefined): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile()) throw unreadable(path, 'it is not a file');
    // Looked at before reading: a wrong path may point at gigabytes.
    if (stat.size > MAX_BYTES) throw configInvalid(fileName, [{ path: '', line: 1, column: 1, sentence: TOO_LARGE }]);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause;
    const isMissing = codeOf(cause) === 'ENOENT';
    const nextStep = isMissing ? (ifMissing === undefined ? NAME_IT : MAKE_IT) : undefined;
    throw unreadable(path, reasonOf(cause), { cause, nextStep, hint: isMissing ? ifMissing : '' });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unreadable(
  path: string,
  reason: string,
  { cause, nextStep, hint = '' }: { cause?: unknown; nextStep?: string | undefined; hint?: string | undefined } = {},
): ConnectorError {
  const message = `The configuration ${path} cannot be read: ${reason}.${hint}`;
  return new ConnectorError('config.unreadable', message, { cause, ...(nextStep !== undefined && { nextStep }) });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
};

/** Words for a system error code; also used for files that hold a secret. */
export function reasonOf(thrown: unknown): string {
  const code = codeOf(thrown);
  return REASONS[code] ?? `the system says ${code === '' ? 'no' : code}`;
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
