import type { RequestListener } from 'node:http';
import { checkHealth, checkReadiness, readMetrics } from '../../packages/sdk/contract/operational';
import { VARIABLES } from '../config/environment/environment-settings';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import type { Readiness } from './readiness';
import { listen, type RunningServer } from './server';

interface WorkerDoor {
  readonly metrics: Metrics;
  /** Answers in any case, in a few seconds. */
  readonly readiness: () => Promise<Readiness>;
  readonly log: Log;
}

/**
 * What a worker serves: what it counts, and whether it lives. Nothing can be asked of it otherwise, so there is no key; its address is
 * loopback unless somebody says otherwise.
 * @param address Host and port as in `TAJO_WORKER_ADDRESS`; null: the usual ones, or the next port that is free.
 * @throws `config.invalid` when the port of a given address is taken.
 */
export async function openWorkerDoor(door: WorkerDoor, address: string | null): Promise<RunningServer> {
  const { name, fallback } = VARIABLES.workerAddress;
  const { hostname, port } = new URL(`http://${address ?? fallback}`);
  return listen(answering(door), {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port === '' ? 80 : port),
    orNext: address === null,
    setting: name,
  });
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

function answering({ metrics, readiness, log }: WorkerDoor): RequestListener {
  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    [checkHealth.path]: () => Promise.resolve(json(200, { status: 'ok' })),
    [checkReadiness.path]: async () => {
      const ready = await readiness();
      return json(ready.temporal && ready.store ? 200 : 503, ready);
    },
    [readMetrics.path]: async () => {
      const ready = await readiness();
      metrics.ready('temporal', ready.temporal);
      metrics.ready('store', ready.store);
      return { status: 200, ...(await metrics.render()) };
    },
  };
  const answer = async (method: string | undefined, url = ''): Promise<Answer> => {
    const asked = answers[url.split('?', 1)[0] ?? ''];
    if (asked === undefined)
      return json(404, { error: { code: 'http.not_found', message: 'A worker serves no more.' } });
    if (method === 'GET' || method === 'HEAD') return asked();
    return json(405, { error: { code: 'http.method_not_allowed', message: 'Use GET.' } });
  };
  return (request, response) => {
    answer(request.method, request.url)
      .catch((thrown: unknown) => {
        log.error('worker.answer_failed', { reason: thrown instanceof Error ? thrown.name : 'no error' });
        return json(500, { error: { code: 'bug', message: 'This is a fault of the connector.' } });
      })
      .then(({ status, contentType, text }) => {
        response.writeHead(status, { 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff' });
        response.end(request.method === 'HEAD' ? undefined : text);
      })
      // The caller has gone.
      .catch(() => response.destroy());
  };
}

function json(status: number, body: object): Answer {
  return { status, contentType: 'application/json', text: JSON.stringify(body) };
}
