import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectorError } from '../domain/errors/connector-error';

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Null: every address of this machine, of IPv6 as well where it has that. */
  readonly host: string | null;
  /** When the port is busy take the next free one, up to 20 further. */
  readonly orNext?: boolean;
  /** What the port is set by; default `PORT`. */
  readonly setting?: string;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Stops listening, lets answers under way finish, and cuts what is left after `deadlineMs` (5 s). */
  close(deadlineMs?: number): Promise<void>;
}

const PORTS_TO_TRY = 20;

/**
 * Serves `app` with limits against slow and greedy clients: Node's own defaults wait 300 s for a request and 60 s for its headers.
 * Keep-alive outlasts the 60 s of common balancers, so that they never write into a connection that we just closed.
 * Throws `config.invalid` when the port is taken.
 */
export async function listen(app: RequestListener, options: ListenOptions): Promise<RunningServer> {
  const last =
    options.orNext === true && options.port !== 0 ? Math.min(options.port + PORTS_TO_TRY, 65_535) : options.port;
  for (let port = options.port; port <= last; port++) {
    const server = limitedServer(app);
    if (await tryListen(server, port, options.host)) return running(server, options.host);
  }
  const { port, host, setting = 'PORT' } = options;
  const sentence = `Port ${port}${onHost(host)} is taken; set ${setting} to another.`;
  throw new ConnectorError('config.invalid', sentence, { details: { field: setting } });
}

function limitedServer(app: RequestListener): Server {
  const server = createServer(
    {
      requestTimeout: 10_000,
      headersTimeout: 8_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
      // Node looks only every 30 s by default, so a limit of 8 s would be one of 38.
      connectionsCheckingInterval: 1_000,
    },
    app,
  );
  server.maxConnections = 1000;
  return server;
}

/** False when somebody else has the port; any other fault is thrown. */
function tryListen(server: Server, port: number, host: string | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          new ConnectorError(
            'config.invalid',
            `Nothing can be served on port ${port}${onHost(host)} (${error.code ?? ''}).`,
          ),
        );
    });
    server.listen({ port, ...(host !== null && { host }) }, () => resolve(true));
  });
}

function onHost(host: string | null): string {
  return host === null ? '' : ` on ${host}`;
}

function running(server: Server, host: string | null): RunningServer {
  const { port } = addressOf(server);
  const reachable = host ?? '127.0.0.1';
  return {
    port,
    url: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`,
    close: (deadlineMs = 5000) => closeServer(server, deadlineMs),
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new ConnectorError('bug', 'The server has no port.');
  return address;
}

function closeServer(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
