import { UsageError } from '../../../../src/domain/errors/failure';
import type { TajoClient } from '../../client/client';
import { TajoError } from '../../client/errors';
import type { CliContext } from '../context';
import type { LocalServer } from '../server-program';

/** The connector that answers while settings are made. */
export interface SetUpConnector {
  readonly client: () => TajoClient;
  /** True: it was started for this, and reads the new settings by {@link restart}. */
  readonly isOurs: boolean;
  restart(config: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * One that runs already, here or where `TAJO_URL` says; else one on this machine, for as long as the questions take.
 *
 * @param beforeStart Throws where there is no use in starting one.
 */
export async function openConnector(
  context: CliContext,
  config: string | null,
  beforeStart: () => void = () => undefined,
): Promise<SetUpConnector> {
  if (await answers(context)) {
    return { client: () => context.client, isOurs: false, restart: refuse, stop: () => Promise.resolve() };
  }
  const { startServer } = context;
  if (startServer === null)
    throw new UsageError(
      'No connector answers here, and there is none in this package that could be started.',
      'Start it with `npm start` in its repository, or name where it runs by TAJO_URL and TAJO_API_KEY.',
    );
  beforeStart();
  let server: LocalServer = await startServer(config);
  let client = context.connect();
  return {
    client: () => client,
    isOurs: true,
    restart: async (file) => {
      await server.stop();
      server = await startServer(file);
      client = context.connect();
    },
    stop: () => server.stop(),
  };
}

/** @throws what a request throws where somebody has named a connector that does not answer */
async function answers({ client, settings }: CliContext): Promise<boolean> {
  // Whatever listens at the usual address is not this folder's, and without its key of no use.
  if (settings.urlFrom === 'default' && settings.apiKey === null) return false;
  try {
    await client.health();
    return true;
  } catch (thrown) {
    const isNamed = settings.urlFrom === 'TAJO_URL' || settings.urlFrom === 'program';
    if (isNamed || !(thrown instanceof TajoError)) throw thrown;
    return false;
  }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('a connector that runs already is restarted by whoever has started it'));
}
