import { PROJECT_ROOT } from '../config/project-root';
import { join } from 'node:path';
import type { Startup } from '../config/startup';
import { userCacheDir } from './temporal-server/cli-cache';
import { readWriter } from './temporal-server/database-writer';
import { findTemporal } from './temporal-server/find-temporal';
import { startTemporal } from './temporal-server/start-temporal';
import type { DeploymentSettings } from '../temporal/deployment/versioned-worker';
import { SEARCH_ATTRIBUTES } from '../temporal/search-attributes';
import { chosenAddress, embeddedNamespace, namedAddress } from '../temporal/settings';

export interface LocalTemporal {
  /** Null: the server of `TEMPORAL_ADDRESS`, reached by the standard settings. */
  readonly embeddedAddress: string | null;
  readonly address: string;
  /** Of a server elsewhere: `TAJO_UI_ORIGIN`. */
  readonly uiUrl: string | null;
  readonly deployment: DeploymentSettings;
  /** Resolves when an embedded server ends, asked or not. */
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

const TOOLS_DIR = join(PROJECT_ROOT, 'tools', 'temporal');

/**
 * Uses the server that the environment names, by its address or by a profile, or finds, fetches or builds one and starts it (design D13). A
 * profile that nobody chose for this process is another program's: the sandbox must not end up on somebody's cluster.
 */
export async function openTemporal(
  { environment, xdgCacheHome }: Startup,
  say: (line: string) => void,
): Promise<LocalTemporal> {
  const named = namedAddress();
  const address = chosenAddress(environment);
  if (address === null && named !== null) {
    say(
      `Note: temporal.toml names a server at ${named}; this start brings up its own. TEMPORAL_PROFILE=default uses it.`,
    );
  }
  const found = await findTemporal({
    address,
    cliPath: environment.temporalCliPath,
    writer: await readWriter(environment.tajoHome),
    cacheDir: userCacheDir(xdgCacheHome),
    toolsDir: TOOLS_DIR,
    onProgress: say,
  });
  if (found.kind === 'address') {
    const never = new Promise<void>(() => undefined);
    return {
      embeddedAddress: null,
      address: found.address,
      uiUrl: environment.uiUrl,
      deployment: { mode: environment.deployment },
      exited: never,
      stop: () => Promise.resolve(),
    };
  }
  const server = await startTemporal({
    cliPath: found.path,
    home: environment.tajoHome,
    namespace: embeddedNamespace(),
    searchAttributes: SEARCH_ATTRIBUTES,
    log: say,
  });
  // Nobody else works on a server that came up with us and ends with us.
  return { ...server, embeddedAddress: server.address, deployment: { mode: 'alone' } };
}
