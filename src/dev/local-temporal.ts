import { PROJECT_ROOT } from '../config/project-root';
import { join } from 'node:path';
import type { Environment } from '../config/types';
import { userCacheDir } from './temporal-server/cli-cache';
import { findTemporal } from './temporal-server/find-temporal';
import { startTemporal } from './temporal-server/start-temporal';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes';

export interface LocalTemporal {
  /** Null: the server of `TEMPORAL_ADDRESS`, reached by the standard settings. */
  readonly embeddedAddress: string | null;
  readonly address: string;
  readonly uiUrl: string | null;
  /** Resolves when an embedded server ends, asked or not. */
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

const TOOLS_DIR = join(PROJECT_ROOT, 'tools', 'temporal');

/** Uses the server of the environment, or finds, fetches or builds one and starts it (design D13). */
export async function openTemporal(
  environment: Environment,
  xdgCacheHome: string | null,
  say: (line: string) => void,
): Promise<LocalTemporal> {
  const found = await findTemporal({
    address: environment.temporalAddress,
    cliPath: environment.temporalCliPath,
    cacheDir: userCacheDir(xdgCacheHome),
    toolsDir: TOOLS_DIR,
    onProgress: say,
  });
  if (found.kind === 'address') {
    const never = new Promise<void>(() => undefined);
    return { embeddedAddress: null, address: found.address, uiUrl: null, exited: never, stop: () => Promise.resolve() };
  }
  const server = await startTemporal({
    cliPath: found.path,
    home: environment.tajoHome,
    searchAttributes: SEARCH_ATTRIBUTES,
    log: say,
  });
  return { ...server, embeddedAddress: server.address };
}
