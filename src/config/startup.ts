import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ConnectorError } from '../domain/errors/connector-error';
import { allAtOnce, attempt } from './all-at-once';
import { readEnvironment } from './environment/environment';
import { type ConfigProblem } from './file/problems';
import { loadConfig } from './load-config';
import { type ConnectorConfig, type Environment } from './types';
import { PROJECT_ROOT } from './project-root';

export interface Startup {
  readonly environment: Environment;
  readonly config: ConnectorConfig;
  readonly warnings: readonly ConfigProblem[];
  /** The user's cache folder by the XDG convention; null: `~/.cache`. */
  readonly xdgCacheHome: string | null;
}

/** The example that the package ships: used when the folder has no `tajo.yaml`. */
const SHIPPED_EXAMPLE = join(PROJECT_ROOT, 'tajo.example.yaml');

/**
 * Everything that a process is started with: the environment and the configuration file (the given one, else `tajo.yaml` in the working
 * folder, else the shipped example).
 * @throws ConnectorError `config.invalid`, `config.unreadable`, with the faults of both at once
 */
export function readStartup(configFile: string | null, cwd: string = process.cwd()): Startup {
  const path = configFile === null ? defaultFile(cwd) : resolve(cwd, configFile);
  const xdgCacheHome = process.env['XDG_CACHE_HOME'] ?? null;
  const faults: ConnectorError[] = [];
  const environment = attempt(faults, () => readEnvironment(process.env, cwd));
  const loaded = attempt(faults, () => loadConfig(path, { env: process.env }));
  if (environment === null || loaded === null) throw allAtOnce(faults);
  // What the shipped example says is nobody's to mend.
  const warnings = path === SHIPPED_EXAMPLE ? [] : loaded.warnings;
  return { environment, xdgCacheHome, config: loaded.config, warnings };
}

function defaultFile(cwd: string): string {
  const own = join(cwd, 'tajo.yaml');
  return existsSync(own) ? own : SHIPPED_EXAMPLE;
}
