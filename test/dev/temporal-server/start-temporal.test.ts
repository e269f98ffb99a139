import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { z } from 'zod';
import {
  startTemporal,
  type EmbeddedTemporal,
  type StartTemporalOptions,
} from '../../../src/dev/temporal-server/start-temporal';
import { findFreePort } from '../../../src/dev/guarded-process/free-port';
import { cli } from '../../support/embedded-temporal';

const ROOT = join(__dirname, '../../..');
/** Building the CLI from source where nothing else provides one. */
const BUILD_TIMEOUT_MS = 45 * 60_000;
const SEARCH_ATTRIBUTES = { GorgiasAccount: 'Keyword', GorgiasTicketId: 'Keyword' } as const;

const gorgiasAccount = defineSearchAttributeKey('GorgiasAccount', SearchAttributeType.KEYWORD);

const until = async (condition: () => boolean, deadlineMs: number): Promise<boolean> => {
  const deadline = Date.now() + deadlineMs;
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 25));
  return condition();
};

const isRunning = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};

const withClient = async <Result>(address: string, use: (client: Client) => Promise<Result>): Promise<Result> => {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
};

describe('the embedded server', () => {
  let cliPath: string;
  let home: string;
  const stops: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    cliPath = await cli();
  }, BUILD_TIMEOUT_MS);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'embedded-'));
  });

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    rmSync(home, { recursive: true, force: true });
  });

  const options = (): StartTemporalOptions => {
    return { cliPath, home, port: 0, uiPort: 0, searchAttributes: SEARCH_ATTRIBUTES, log: () => undefined };
  };

  const start = async (
    ports: { port?: number; uiPort?: number } = {},
    lines: string[] = [],
  ): Promise<EmbeddedTemporal> => {
    const temporal = await startTemporal({ ...options(), ...ports, log: (line) => lines.push(line) });
    stops.push(temporal.stop);
    return temporal;
  };

  /** A second process that owns a server on our home. */
  const startOwner = async (): Promise<{ owner: ChildProcess; words: string[]; address: string; pid: number }> => {
    const owner = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'owner.ts'), cliPath, home], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    stops.push(() => void owner.kill('SIGKILL'));
    const words: string[] = [];
    createInterface({ input: owner.stdout }).on('line', (line) => words.push(line));
    if (!(await until(() => words.length > 0, 30_000))) throw new Error('The owner did not start a server.');
    return { owner, words, ...z.object({ address: z.string(), pid: z.number() }).parse(JSON.parse(words[0]!)) };
  };

  it('started at the same moment on the same port as another one, is never taken for that one', async () => {
    const second = mkdtempSync(join(tmpdir(), 'embedded-'));
    const port = await findFreePort(0);
    const [one, other] = await Promise.all([start({ port }), startTemporal({ ...options(), home: second, port })]);
    stops.push(other.stop, () => rmSync(second, { recursive: true, force: true }));

    expect(one.port).not.toBe(other.port);
    expect([one, other].map(({ pid }) => isRunning(pid))).toEqual([true, true]);
  });

  it('once started, takes workflows with our search attributes, and keeps its files for its owner only', async () => {
    const temporal = await start();

    const found = await withClient(temporal.address, async (client) => {
      await client.workflow.start('nobodyRunsThis', {
        workflowId: 'one',
        taskQueue: 'none',
        typedSearchAttributes: [{ key: gorgiasAccount, value: 'yourstore' }],
      });
      return (await client.workflow.getHandle('one').describe()).typedSearchAttributes.get(gorgiasAccount);
    });

    expect(found).toBe('yourstore');
    expect((await fetch(temporal.uiUrl)).status).toBe(200);
    for (const file of ['temporal.db', 'temporal.log', 'temporal.json']) {
      expect([file, statSync(join(home, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('when the wanted ports are busy, takes other ones and says so', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const address = busy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    stops.push(() => void busy.close());
    const lines: string[] = [];

    const temporal = await start({ port, uiPort: port }, lines);

    expect(temporal.port).toBeGreaterThan(port);
    expect(temporal.uiPort).toBeGreaterThan(temporal.port);
    expect(lines[0]).toContain(`Port ${port} is taken`);
  });

  it('when stopped and started again, goes on with its state', async () => {
    const first = await start();
    await withClient(first.address, (client) => client.workflow.start('w', { workflowId: 'kept', taskQueue: 'none' }));
    await first.stop();

    const second = await start({ port: first.port });

    const status = await withClient(second.address, (client) => client.workflow.getHandle('kept').describe());
    expect(second.address).toBe(first.address);
    expect(status.status.name).toBe('RUNNING');
    expect(isRunning(first.pid)).toBe(false);
  });

  it('when its process is killed -9, the server ends too and the next start goes on with its state', async () => {
    const { owner, address, pid } = await startOwner();
    await withClient(address, (client) => client.workflow.start('w', { workflowId: 'kept', taskQueue: 'none' }));

    owner.kill('SIGKILL');
    const next = await start();

    const status = await withClient(next.address, (client) => client.workflow.getHandle('kept').describe());
    expect(status.status.name).toBe('RUNNING');
    expect(isRunning(pid)).toBe(false);
  });

  it('when its process is killed -9 and nobody starts again, no server is left behind', async () => {
    const { owner, pid } = await startOwner();

    owner.kill('SIGKILL');

    expect(await until(() => !isRunning(pid), 15_000)).toBe(true);
  });

  it('when both the process and its watcher are gone, the next start ends the orphan', async () => {
    const { owner, pid } = await startOwner();
    const watcher = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
    process.kill(watcher, 'SIGKILL');
    owner.kill('SIGKILL');
    await until(() => !isRunning(owner.pid!), 5_000);
    expect(isRunning(pid)).toBe(true);

    await start();

    expect(isRunning(pid)).toBe(false);
  });

  it('while another process runs on the same home, refuses to start a second server on its file', async () => {
    const { owner, pid } = await startOwner();

    const second = start();

    await expect(second).rejects.toMatchObject({ code: 'temporal.unavailable' });
    await expect(second).rejects.toThrow(`Process ${owner.pid}`);
    expect(isRunning(pid)).toBe(true);
  });

  it('when Ctrl-C reaches the whole terminal, the server lives until its process has drained', async () => {
    const { owner, words, pid } = await startOwner();

    process.kill(-owner.pid!, 'SIGINT');

    expect(await until(() => owner.exitCode !== null, 15_000)).toBe(true);
    expect(words.at(-1)).toBe('server there while draining');
    expect(isRunning(pid)).toBe(false);
  });

  it('when the server is killed, says so', async () => {
    const temporal = await start();

    process.kill(temporal.pid, 'SIGKILL');

    await expect(temporal.exited).resolves.toBeNull();
    await temporal.stop();
  });

  it('when a release adds a search attribute, it is registered on the state of the release before', async () => {
    const before = await start();
    await before.stop();

    const after = await startTemporal({ ...options(), searchAttributes: { ...SEARCH_ATTRIBUTES, Outcome: 'Keyword' } });
    stops.push(after.stop);

    const outcome = defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD);
    const typedSearchAttributes = [{ key: outcome, value: 'satisfied' }];
    const started = withClient(after.address, (client) =>
      client.workflow.start('w', { workflowId: 'new', taskQueue: 'none', typedSearchAttributes }),
    );
    await expect(started).resolves.toMatchObject({ workflowId: 'new' });
  });

  it('when another namespace is named, the server has it on the state of before, with the search attributes', async () => {
    await (await start()).stop();

    const after = await startTemporal({ ...options(), namespace: 'shop' });
    stops.push(after.stop);
    const typedSearchAttributes = [{ key: gorgiasAccount, value: 'yourstore' }];
    const started = withClient(after.address, ({ connection }) =>
      new Client({ connection, namespace: 'shop' }).workflow.start('w', {
        ...{ workflowId: 'new', taskQueue: 'none', typedSearchAttributes },
      }),
    );
    await expect(started).resolves.toMatchObject({ workflowId: 'new' });
  });

  it('when the server can’t open its database, fails soon with the server’s last words', async () => {
    mkdirSync(join(home, 'temporal.db'));

    const failure: unknown = await start().catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'temporal.unavailable' });
    expect(String(failure)).toMatch(/its last words: .*\S/);
  });
});
