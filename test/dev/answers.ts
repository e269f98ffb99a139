import { type RawServer, startRawServer } from '../http/raw-server';

/** Status and body, as JSON. */
export type Answer = readonly [number, unknown];

export interface Answering {
  readonly url: string;
  readonly asked: () => number;
}

/** A connector that gives these answers in turn, the last one for ever. */
export function useAnswers(): (answers: readonly Answer[]) => Promise<Answering> {
  let server: RawServer;
  afterEach(() => server.close());
  return async (answers) => {
    let asked = 0;
    server = await startRawServer((socket) => {
      const [status, value] = answers[Math.min(asked, answers.length - 1)] ?? [500, null];
      asked += 1;
      const body = Buffer.from(JSON.stringify(value));
      const head = [
        `HTTP/1.1 ${String(status)} .`,
        'content-type: application/json',
        `content-length: ${String(body.length)}`,
        'connection: close',
      ].join('\r\n');
      socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]));
    });
    return { url: server.origin, asked: () => asked };
  };
}
