import { watchDecisions } from '../../src/dev/watch-decisions';
import { type RawServer, startRawServer } from '../http/raw-server';
import { eventually } from '../support/eventually';

const EVERY_MS = 10;
const REFUSED = { code: 'auth.tajo_refused', message: 'The key is wrong.' };

/** Why tickets have no campaign, in the lines of `npm start`. */
describe('watching decisions', () => {
  let server: RawServer;
  afterEach(() => server.close());

  const answering = async (answers: readonly (readonly [number, unknown])[]) => {
    let asked = 0;
    server = await startRawServer((socket) => {
      const [status, error] = answers[Math.min(asked, answers.length - 1)] ?? [500, null];
      asked += 1;
      const body = JSON.stringify({ error });
      const head = `HTTP/1.1 ${String(status)} .\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n`;
      socket.end(`${head}\r\n${body}`);
    });
    return { url: server.origin, asked: () => asked };
  };

  it('asks a connector that is busy or stops again; what stays as it is, is said once and ends it', async () => {
    const busy = { code: 'store.unavailable', message: 'Postgres does not answer.' };
    const { url, asked } = await answering([
      [503, busy],
      [503, busy],
      [403, REFUSED],
    ]);
    const lines: string[] = [];

    const stop = watchDecisions({
      url,
      apiKey: 'key',
      account: 'a',
      report: (line) => lines.push(line),
      everyMs: EVERY_MS,
    });
    await eventually(() => lines.length > 0);
    // Twenty looks' time: it would have asked again long since.
    await new Promise((resolve) => setTimeout(resolve, 20 * EVERY_MS));
    stop();

    expect(lines).toEqual([expect.stringContaining('why tickets have no campaign cannot be shown')]);
    expect(lines[0]).toContain(REFUSED.message);
    expect(asked()).toBe(3);
  });
});
