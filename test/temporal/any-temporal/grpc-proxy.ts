import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../support/certificates';

/** What stands before a Temporal server elsewhere: TLS, certificates or a key, and calls that are not for everybody. */
export interface GrpcProxyOptions {
  /** `127.0.0.1:7233` */
  readonly upstream: string;
  readonly tls: Certificate & {
    /** In PEM; who has no certificate of its own from it is turned away. */ readonly clientsOf?: string;
  };
  readonly apiKey?: string;
  /** Paths of calls, like `/grpc.health.v1.Health/Check`, that nobody may make. */
  readonly refused?: readonly string[];
}

export interface GrpcProxy {
  readonly address: string;
  /** Paths of the calls that were refused. */
  readonly refusals: readonly string[];
  close(): Promise<void>;
}

const PERMISSION_DENIED = '7';
const UNAUTHENTICATED = '16';

export async function startGrpcProxy(options: GrpcProxyOptions): Promise<GrpcProxy> {
  const upstream = connect(`http://${options.upstream}`);
  upstream.on('error', () => undefined);
  const server = serverOf(options);
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
  });
  const refusals: string[] = [];
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const refusal = refusalOf(options, headers);
    if (refusal === null) forward(upstream, stream, headers);
    else {
      refusals.push(String(headers[':path']));
      refuse(stream, refusal);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${String(port)}`,
    refusals,
    close: async () => {
      upstream.destroy();
      for (const session of sessions) session.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function serverOf({ tls: { cert, key, clientsOf } }: GrpcProxyOptions): Http2Server {
  return clientsOf === undefined
    ? createSecureServer({ cert, key })
    : createSecureServer({ cert, key, ca: clientsOf, requestCert: true, rejectUnauthorized: true });
}

function refusalOf({ apiKey, refused = [] }: GrpcProxyOptions, headers: IncomingHttpHeaders): string | null {
  if (apiKey !== undefined && headers['authorization'] !== `Bearer ${apiKey}`) return UNAUTHENTICATED;
  return refused.includes(String(headers[':path'])) ? PERMISSION_DENIED : null;
}

function refuse(stream: ServerHttp2Stream, status: string): void {
  stream.resume();
  const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': status };
  stream.respond({ ...headers, 'grpc-message': 'Request unauthorized.' }, { endStream: true });
}

function forward(upstream: ClientHttp2Session, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const passed = Object.entries(headers).filter(([name]) => name !== ':authority' && name !== ':scheme');
  const request = upstream.request(Object.fromEntries(passed));
  let trailers: IncomingHttpHeaders = {};
  request.on('trailers', (received) => (trailers = received));
  request.on('response', (received, flags) => {
    const isWhole = (flags & 1) === 1;
    const { ':status': status, ...rest } = received;
    stream.respond({ ':status': status, ...rest }, isWhole ? { endStream: true } : { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    if (!isWhole) request.pipe(stream);
  });
  request.on('error', () => stream.close());
  stream.on('close', () => request.close());
  stream.pipe(request);
}
