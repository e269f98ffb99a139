import { createServer, type IncomingMessage, type Server } from 'node:http';
import { deliver } from './deliver';
import { type PlayableFaultPlan } from './fault-plan';
import { type WritableJournal } from './journal';
import { type Act, type PlayableHooks } from './hooks';
import { play, type Delivery, type VendorFaults } from './apply-fault';
import { type Handler, type Reply, type SandboxRequest } from './types';

export interface RunningServer {
  readonly port: number;
  /** Cuts open connections and resolves when the port is free. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly port: number;
  readonly handle: Handler;
  readonly journal: WritableJournal;
  readonly faults: PlayableFaultPlan;
  readonly vendor: VendorFaults;
  readonly hooks: PlayableHooks;
  /** Name of the account that a request is for. Default: none is told apart. */
  readonly accountOf?: (headers: SandboxRequest['headers']) => string | null;
}

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, handle, journal, faults, vendor, hooks } = options;
  const answer = async (message: IncomingMessage, rawBody: string): Promise<Delivery> => {
    const request = toRequest(message, rawBody, options);
    const spoiled = await actOut(hooks.take('before', request), request);
    const fault = spoiled === null ? faults.take(request) : null;
    const handled = spoiled ?? play(fault, { request, handle: guarded(handle), vendor });
    const delivery = (await actOut(hooks.take('after', request), request)) ?? handled;
    journal.settle(request.seq, {
      status: delivery.manner === 'reset' || delivery.manner === 'hang' ? 0 : (delivery.reply?.status ?? 0),
      fault: fault?.kind ?? null,
      ...(delivery.reply?.effective === undefined ? {} : { effective: delivery.reply.effective }),
    });
    return delivery;
  };
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const deliverAnswer = async (): Promise<void> => {
        const delivery = await answer(message, Buffer.concat(chunks).toString('utf8'));
        if (delivery.manner === 'whole' && delivery.waitMs > 0) {
          setTimeout(() => deliver(delivery, response), delivery.waitMs).unref();
        } else {
          deliver(delivery, response);
        }
      };
      deliverAnswer().catch((cause: unknown) => {
        if (response.headersSent) response.destroy();
        else deliver({ reply: bug(cause), manner: 'whole', waitMs: 0 }, response);
      });
    });
  });
  // Longer than any client keeps an idle connection: a sandbox must not add races of its own to a test.
  server.keepAliveTimeout = 65_000;
  return listen(server, port);
}

function guarded(handle: Handler): Handler {
  return (request) => {
    try {
      return handle(request);
    } catch (cause) {
      return bug(cause);
    }
  };
}

function bug(cause: unknown): Reply {
  return { status: 500, json: { sandbox: 'bug', message: cause instanceof Error ? cause.message : String(cause) } };
}

/** @returns What is answered instead when one of them throws. Without acts nothing is waited for. */
async function actOut(acts: readonly Act[], request: SandboxRequest): Promise<Delivery | null> {
  try {
    for (const act of acts) await act(request);
    return null;
  } catch (cause) {
    return { reply: bug(cause), manner: 'whole', waitMs: 0 };
  }
}

function toRequest(
  message: IncomingMessage,
  rawBody: string,
  { journal, accountOf = () => null }: ServerOptions,
): SandboxRequest {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value[0] : value;
  const url = new URL(message.url ?? '/', 'http://sandbox');
  const method = message.method ?? 'GET';
  const body = parseJson(rawBody);
  const seq = journal.open({
    method,
    path: url.pathname,
    query: url.search,
    account: accountOf(headers),
    rawBody,
    body: method === 'GET' ? undefined : body,
  });
  return { method, path: url.pathname, query: url.searchParams, headers, rawBody, body, seq };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function listen(server: Server, port: number): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no TCP port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
