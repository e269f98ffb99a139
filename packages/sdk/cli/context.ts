import type { ClientSettings } from '../client/client-settings';
import type { LoadedConfig } from '../../../src/config/load-config';
import type { PolicyData } from '../../../src/config/policy-file';
import type { TajoClient } from '../client/client';
import type { CliIo } from './io';
import type { EnvironmentFault, LocalServer } from './server-program';
import type { Paint } from './paint';

/** What every command works with. */
export interface CliContext {
  readonly io: CliIo;
  readonly settings: ClientSettings;
  readonly client: TajoClient;
  /** Another client, of what the surroundings say now: a connector may have been started since. */
  readonly connect: () => TajoClient;
  readonly paint: Paint;
  /** Throws `config.invalid` or `config.unreadable`. */
  readonly loadConfig: (file: string) => LoadedConfig;
  /**
   * What of this process' environment would stop a start here, in one sentence or several lines; null inside: nothing. Null where no connector
   * is started: the environment is not that of one.
   */
  readonly checkEnvironment: (() => Promise<EnvironmentFault | null>) | null;
  /** Lines of the server's part of `tajo preflight`; null where no server is. */
  readonly runPreflight: () => AsyncIterable<string> | null;
  /** Starts a connector on this machine that does nothing by itself, with the given configuration or the usual one; null where no server is. */
  readonly startServer: ((config: string | null) => Promise<LocalServer>) | null;
  /** Sections of a policy file, as `tajo.yaml` spells them. Throws like {@link loadConfig}. */
  readonly loadPolicy: (file: string, account: string | undefined) => PolicyData;
  readonly now: () => number;
  /** Sets the exit code of a command that ran to its end and found something wrong. */
  readonly fail: () => void;
}

/** One answer: for a program with `--json`, for a person without. */
export function answer(context: CliContext, json: boolean, value: unknown, lines: () => readonly string[]): void {
  const text = json ? JSON.stringify(value) : lines().join('\n');
  context.io.stdout.write(`${text}\n`);
}
