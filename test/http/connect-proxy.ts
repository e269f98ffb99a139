import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** What it was asked to connect to: `api.brevo.com:443`. */
  readonly asked: string[];
  close(): void;
}

/** A proxy that opens tunnels, to ports of this machine instead of where they were to lead. `password`: of the user `tajo`. */
export async function startConnectProxy(options: {
  readonly leadsTo: (target: string) => number;
  readonly password?: string;
}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const wanted =
    options.password === undefined ? null : `Basic ${Buffer.from(`tajo:${options.password}`).toString('base64')}`;
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client) => {
    const target = request.url ?? '';
    asked.push(target);
    client.on('error', () => undefined);
    if (wanted !== null && request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const there = connect(options.leadsTo(target), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    there.on('error', () => client.destroy());
    client.on('close', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
