import { type Agent, request } from 'node:http';

export interface Knock {
  readonly path?: string;
  readonly method?: string;
  /** Null: none. */
  readonly secret?: string | readonly string[] | null;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Address of this machine to come from; limits are counted by address. */
  readonly from?: string;
  readonly agent?: Agent;
}

export interface KnockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export const SECRET = 'canary-webhook-secret-1f0c9d8e7b6a5948';

/** One webhook over real HTTP. Resolves with 0 when the connection was cut instead of answered. */
export function knock(url: string, over: Knock = {}): Promise<KnockAnswer> {
  const { path = '/webhooks/gorgias/yourstore', method = 'POST', secret = SECRET, body, from, agent } = over;
  return new Promise((resolve) => {
    const cut = (): void => resolve({ status: 0, headers: {}, text: '' });
    try {
      const sent = request(
        new URL(path, url),
        { method, ...(from !== undefined && { localAddress: from }), ...(agent !== undefined && { agent }) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', cut);
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sent.once('error', cut);
      sent.setHeader('content-type', 'application/json');
      if (secret !== null) sent.setHeader('x-webhook-secret', secret);
      for (const [name, value] of Object.entries(over.headers ?? {})) sent.setHeader(name, value);
      sent.end(body ?? '{"ticket_id":123}');
    } catch {
      cut();
    }
  });
}
