import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { createLog } from '../../src/observability/log';
import { hostileKnock } from '../webhooks/hostile-knocks';
import { knock, SECRET } from '../webhooks/send-webhook';
import { install, startApi, type RunningApi } from './running-api';

/** `HOSTILE_KNOCKS=100000 npx jest test/api/hostile-webhooks.test.ts` runs as many as the guarantee says. */
const KNOCKS = Number(process.env['HOSTILE_KNOCKS'] ?? 3_000);
const BATCH = 500;
const AT_ONCE = 16;
const ALLOWED = [0, 202, 400, 401, 404, 405, 408, 413, 415, 429, 431];
const GROWTH_MB = 120;

/** Sends `start` and then a byte now and again; resolves when the server cuts it. */
function drip(url: string, start: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(start));
    const dripping = setInterval(() => socket.write('x'), 500);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => {
      clearInterval(dripping);
      resolve();
    });
  });
}

describe('whatever knocks at the webhook door', () => {
  let api: RunningApi;
  let slow: Promise<unknown>;
  beforeAll(async () => {
    api = await startApi({
      webhookSecrets: [SECRET],
      webhooksPerSecond: 1_000_000,
      log: createLog({ level: 'error', json: true, destination: { write: (line) => errors.push(line) } }),
    });
    await install(api);
    // They last about ten seconds, in which the others knock.
    const head = 'POST /webhooks/gorgias HTTP/1.1\r\nHost: a\r\n';
    slow = Promise.all([
      ...Array.from({ length: 20 }, () => drip(api.url, `${head}X-Slow: `)),
      ...Array.from({ length: 20 }, () =>
        drip(
          api.url,
          `${head}X-Webhook-Secret: ${SECRET}\r\nContent-Length: 999\r\nContent-Type: application/json\r\n\r\n`,
        ),
      ),
    ]);
  });
  afterAll(() => api.close());
  const errors: string[] = [];

  it(`when ${KNOCKS} hostile requests come, none breaks it and none is handed over without the secret`, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const statuses = new Map<number, number>();
    const wrong: unknown[] = [];
    let accepted = 0;
    let handed = 0;
    let warm = 0;
    const startedAt = performance.now();
    for (let done = 0; done < KNOCKS; done += BATCH) {
      const knocks = fc.sample(hostileKnock, { numRuns: Math.min(BATCH, KNOCKS - done), seed: 1 + done });
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let next = knocks.pop(); next !== undefined; next = knocks.pop()) {
            const { status, text } = await knock(api.url, { ...next, agent });
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            if (!ALLOWED.includes(status) || (status === 202 && next.secret !== SECRET))
              wrong.push([status, text, next]);
            if (status === 202 && text.startsWith('{"accepted":true')) accepted += 1;
          }
        }),
      );
      handed += api.connector.asked.ticketEvents.splice(0).length;
      if (done >= KNOCKS / 3 && warm === 0) warm = memoryHeld();
    }
    const [before, after] = [warm, memoryHeld()].map((bytes) => Math.round(bytes / 1e6));
    const seconds = (performance.now() - startedAt) / 1000;
    agent.destroy();
    process.stdout.write(
      `${KNOCKS} hostile webhooks: ${Math.round(KNOCKS / seconds)}/s, ${before} -> ${after} MB held, ` +
        `${handed} handed over, ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`,
    );

    expect(wrong).toEqual([]);
    expect(handed).toBe(accepted);
    expect(accepted).toBeGreaterThan(KNOCKS / 50);
    expect(after! - before!).toBeLessThan(GROWTH_MB);
    expect(errors).toEqual([]);
    expect((await knock(api.url)).status).toBe(202);
  }, 1_800_000);

  it('when headers or a body come byte by byte, the connection is cut and nothing is handed over', async () => {
    api.connector.asked.ticketEvents.length = 0;
    await slow;
    expect(api.connector.asked.ticketEvents).toEqual([]);
  });
});

/** Bytes that are still in use after a collection; what the process has from the system says more about the tests before this one. */
function memoryHeld(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the garbage collector cannot be called');
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
