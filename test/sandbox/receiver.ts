import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';

export interface Received {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when so many requests have come. @throws when they don't come in time. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A webhook's other end. @param answer Status of the n-th request, counted from 0; `null`: no answer at all. */
export async function startReceiver(answer: (n: number) => number | null = () => 202): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    let body = '';
    message.setEncoding('utf8');
    message.on('data', (chunk: string) => (body += chunk));
    message.on('end', () => {
      const status = answer(received.length);
      const { method = '', url = '', headers } = message;
      received.push({ at: Date.now(), method, url, headers, body });
      if (status !== null) response.writeHead(status, status === 301 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    arrived: (count) =>
      eventually(
        () => received.length >= count,
        () => `only ${received.length} of ${count} requests came`,
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
