import { createServer } from 'node:net';
import { ConnectorError } from '../../domain/errors/connector-error';

const LOOPBACK = '127.0.0.1';
const PORTS_TRIED = 200;

/**
 * The first port from `wanted` upwards on which nothing listens on loopback; 0 asks the system for any.
 * It is free now, not reserved: whoever binds it must be ready to lose the race.
 * @throws ConnectorError `temporal.unavailable` when 200 ports in a row are taken.
 */
export async function findFreePort(wanted: number, except: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED; port++) {
    const bound = except.includes(port) ? null : await tryToBind(port);
    if (bound !== null) return bound;
  }
  throw new ConnectorError('temporal.unavailable', `No free port between ${wanted} and ${wanted + PORTS_TRIED - 1}.`);
}

function tryToBind(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
