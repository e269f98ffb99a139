import { spawn } from 'node:child_process';
import { NOT_READY } from '../../src/api/readiness';
import { openWorkerDoor } from '../../src/api/worker-door';
import type { RunningServer } from '../../src/api/server';
import { createLog } from '../../src/observability/log';
import { createMetrics } from '../../src/observability/metrics';
import { readCompose, serviceOf } from '../ops/compose-file';

const log = createLog({ level: 'error', json: true, destination: { write: () => undefined } });

describe('what a worker serves', () => {
  const metrics = createMetrics();
  let ready = { temporal: true, store: true };
  let door: RunningServer;
  beforeAll(async () => {
    door = await openWorkerDoor({ metrics, log, readiness: () => Promise.resolve(ready) }, '127.0.0.1:0');
  });
  afterAll(() => door.close(0));

  const ask = async (path: string, method = 'GET'): Promise<{ status: number; text: string }> => {
    const response = await fetch(door.url + path, { method });
    return { status: response.status, text: await response.text() };
  };

  it('is its own metrics, with its own readiness', async () => {
    metrics.contactsPublished('yourstore', 'upsert', 3);

    const { status, text } = await ask('/metrics');

    expect(status).toBe(200);
    expect(text).toContain('tajo_contacts_published_total{account="yourstore",how="upsert"} 3');
    expect(text).toContain('tajo_ready{part="temporal"} 1');
  });

  it('says that it is alive, and whether what it stands on answers', async () => {
    expect(await ask('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(await ask('/readyz')).toEqual({ status: 200, text: '{"temporal":true,"store":true}' });

    ready = NOT_READY;
    expect((await ask('/readyz')).status).toBe(503);

    ready = { temporal: false, store: true };

    expect(await ask('/readyz')).toEqual({ status: 503, text: '{"temporal":false,"store":true}' });
    expect((await ask('/metrics')).text).toContain('tajo_ready{part="temporal"} 0');
  });

  it('is what compose asks the container’s health', async () => {
    const [, program = '', ...args] = serviceOf(readCompose('docker-compose.yml'), 'worker').healthcheck?.test ?? [];
    const here = args.map((arg) => arg.replace(':9464', `:${String(door.port)}`));
    const check = (): Promise<number | null> =>
      new Promise((resolve) => spawn(program, here, { stdio: 'ignore' }).once('close', resolve));

    ready = { temporal: true, store: true };
    const well = await check();
    ready = { temporal: true, store: false };
    const unwell = await check();

    expect({ well, unwell }).toEqual({ well: 0, unwell: 1 });
  });

  it('is nothing else: no other path, no other method', async () => {
    expect((await ask('/v1/connectors')).status).toBe(404);
    expect((await ask('/metrics', 'POST')).status).toBe(405);
    expect(await ask('/metrics', 'HEAD')).toEqual({ status: 200, text: '' });
  });

  it('when its address is given and taken, says which setting to change; the usual one moves on by itself', async () => {
    const again = { metrics, log, readiness: () => Promise.resolve(ready) };

    await expect(openWorkerDoor(again, `127.0.0.1:${String(door.port)}`)).rejects.toMatchObject({
      code: 'config.invalid',
      details: { field: 'TAJO_WORKER_ADDRESS' },
    });

    const [first, second] = [await openWorkerDoor(again, null), await openWorkerDoor(again, null)];
    expect(second.port).toBeGreaterThan(first.port);
    await Promise.all([first.close(0), second.close(0)]);
  });
});
