import { request as forward, createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address before several sandboxes, as the vendors' own hosts are: whom a request is for stands in its credentials alone. */
export interface Crossroads {
  readonly url: string;
  /** Requests whose credentials belong to nobody. */
  readonly strangers: () => number;
  close(): Promise<void>;
}

export async function openCrossroads(
  header: 'authorization' | 'api-key',
  ways: ReadonlyMap<string, string>,
): Promise<Crossroads> {
  let strangers = 0;
  const server = createServer((incoming, outgoing) => {
    const origin = ways.get(one(incoming.headers[header]));
    if (origin === undefined) {
      strangers += 1;
      outgoing.writeHead(401).end();
      return;
    }
    const { method, headers, url = '/' } = incoming;
    const onward = forward(new URL(url, origin), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    strangers: () => strangers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function one(header: IncomingHttpHeaders[string]): string {
  return typeof header === 'string' ? header : '';
}

export function basic({ email, apiKey }: { readonly email: string; readonly apiKey: string }): string {
  return `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`;
}
