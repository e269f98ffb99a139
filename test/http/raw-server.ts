import { createServer, type Server, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';

export interface RawServer {
  readonly origin: string;
  /** Everything that arrived, as text. */
  readonly received: () => string;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** A TCP server on loopback that answers the first bytes of each connection as the test says; nothing of HTTP in it. */
export async function startRawServer(onRequest: (socket: Socket, text: string) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let received = '';
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received += chunk.toString();
      onRequest(socket, chunk.toString());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    received: () => received,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
