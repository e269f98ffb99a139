import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface JournalEntry {
  readonly method: string;
  /** Path as it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; use `text` for anything else. */
  readonly json?: unknown;
  readonly text?: string;
}

export interface ScriptedServer {
  readonly origin: string;
  readonly journal: JournalEntry[];
  /** Answers of the coming requests, in order; without one: 500 with a text that fails the test's expectation. */
  readonly answers: (...answers: readonly ScriptedAnswer[]) => void;
  readonly close: () => Promise<void>;
}

/** A real HTTP server that answers from a script and keeps a journal of what it was asked. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const journal: JournalEntry[] = [];
  const script: ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?');
      const raw = Buffer.concat(chunks).toString();
      const body: unknown = raw === '' ? undefined : JSON.parse(raw);
      const { method = '', headers } = request;
      journal.push({ method, path, query: new URLSearchParams(query), headers, body });
      const answer = script.shift() ?? { status: 500, text: 'no answer left in the script' };
      const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
      const type: Record<string, string> = answer.json === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(answer.status ?? 200, { ...type, ...answer.headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    journal,
    answers: (...answers) => void script.push(...answers),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
