import type { ClientSettings } from '../client/client-settings';
import type { LoadedConfig } from '../../../src/config/load-config';
import type { TajoClient } from '../client/client';
import type { CliIo } from './io';
import type { Paint } from './paint';

/** What every command works with. */
export interface CliContext {
  readonly io: CliIo;
  readonly settings: ClientSettings;
  readonly client: TajoClient;
  readonly paint: Paint;
  /** Throws `config.invalid` or `config.unreadable`. */
  readonly loadConfig: (file: string) => LoadedConfig;
  readonly now: () => number;
  /** Sets the exit code of a command that ran to its end and found something wrong. */
  readonly fail: () => void;
}

/** One answer: for a program with `--json`, for a person without. */
export function answer(context: CliContext, json: boolean, value: unknown, lines: () => readonly string[]): void {
  const text = json ? JSON.stringify(value) : lines().join('\n');
  context.io.stdout.write(`${text}\n`);
}
