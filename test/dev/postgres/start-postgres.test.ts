import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../src/dev/postgres/start-postgres';
import { eventually } from '../../support/eventually';

/** Empty when there is none, or only its entry waiting to be collected. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
const isRunning = (pid: number): boolean => commandOf(pid) !== '';

describe('the embedded Postgres', () => {
  let home: string;
  const stops: (() => Promise<void> | void)[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tajo pöstgres #?%20-'));
  });

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 20 });
  });

  const start = async (): Promise<EmbeddedPostgres> => {
    const postgres = await startPostgres({ home });
    stops.push(postgres.stop);
    return postgres;
  };

  const ask = async (databaseUrl: string, sql: string): Promise<unknown[]> => {
    const client = new Client(databaseUrl);
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
    } finally {
      await client.end();
    }
  };

  /** A second process that owns a server on our home. */
  const startOwner = async (): Promise<{ owner: ChildProcess; pid: number; databaseUrl: string }> => {
    const script = join(__dirname, 'owner-process.ts');
    const owner = spawn(process.execPath, ['--import', 'tsx', script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
    stops.push(() => void owner.kill('SIGKILL'));
    const line = await new Promise<string>((resolve) => createInterface({ input: owner.stdout }).once('line', resolve));
    return { owner, ...(JSON.parse(line) as { pid: number; databaseUrl: string }) };
  };

  const refusal = async (): Promise<Error> =>
    start().then(
      () => Promise.reject(new Error('it started')),
      (thrown: unknown) => thrown as Error,
    );

  it('keeps its data from one start to the next, and its files for their owner', async () => {
    const first = await start();
    await ask(first.databaseUrl, 'create table kept as select 42 as answer');
    const files = ['postgres', 'postgres.log', 'postgres.json', 'postgres/connector.password'];
    const modes = files.map((name) => statSync(join(home, name)).mode & 0o77);
    await first.stop();
    const second = await start();

    expect(await ask(second.databaseUrl, 'select answer from kept')).toEqual([42]);
    expect(modes).toEqual([0, 0, 0, 0]);
    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).not.toContain('recovery');
  });

  it('knows the letters of all languages, and the order of their code points, whatever the system has', async () => {
    const { databaseUrl } = await start();

    expect(await ask(databaseUrl, `select lower('ÉŁSŐ'), 'Z' < 'a'`)).toEqual(['éłső', true]);
  });

  it('listens on loopback only, and to nobody without the password', async () => {
    const { databaseUrl, dataFolder } = await start();
    const { port, hostname } = new URL(databaseUrl);
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const reached = await Promise.all(
      others
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map(({ address }) => isOpen(address, port)),
    );

    expect(hostname).toBe('127.0.0.1');
    expect(reached).toEqual(reached.map(() => false));
    for (const place of [
      `127.0.0.1:${port}/postgres`,
      `localhost:${port}/postgres?host=${encodeURIComponent(dataFolder)}`,
    ]) {
      await expect(ask(`postgres://tajo:guess@${place}`, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    }
  });

  it('has nothing of our environment, and no secret on its command line', async () => {
    process.env['TAJO_TEST_CANARY'] = 'canary-of-the-environment';
    const { pid, databaseUrl } = await start();
    delete process.env['TAJO_TEST_CANARY'];

    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary');
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(new URL(databaseUrl).password);
  });

  it('does not run as root, though its home may be root’s alone', async () => {
    chmodSync(home, 0o700);
    const { pid } = await start();

    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('writes no value of a statement into its log', async () => {
    const { databaseUrl } = await start();
    await ask(databaseUrl, 'create table people (email text primary key)');
    const insert = `insert into people values ('canary@example.com')`;
    await ask(databaseUrl, insert);
    await expect(ask(databaseUrl, insert)).rejects.toMatchObject({ code: '23505' });

    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).toContain('people_pkey');
    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).not.toContain('canary');
  });

  it('when its process is killed -9, a start in the same moment waits for the dying one and goes on with its data', async () => {
    const { owner, pid, databaseUrl } = await startOwner();
    await ask(databaseUrl, 'create table kept as select 42 as answer');

    owner.kill('SIGKILL');
    const next = await start();

    expect(await ask(next.databaseUrl, 'select answer from kept')).toEqual([42]);
    expect(isRunning(pid)).toBe(false);
  });

  it('when its process is killed -9 while somebody is connected, and nobody starts again, no server is left behind', async () => {
    const { owner, pid, databaseUrl } = await startOwner();
    const client = new Client(databaseUrl);
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');

    owner.kill('SIGKILL');

    await eventually(() => !isRunning(pid));
    expect(existsSync(join(home, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('when both the process and its watcher are gone, the next start ends the orphan', async () => {
    const { owner, pid } = await startOwner();
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    for (const watcher of children.filter((child) => commandOf(child).startsWith('sh\0')))
      process.kill(watcher, 'SIGKILL');
    owner.kill('SIGKILL');
    await eventually(() => !isRunning(owner.pid!));
    expect(isRunning(pid)).toBe(true);

    await start();

    expect(isRunning(pid)).toBe(false);
  });

  it('when the server itself is killed -9, says so, and the next start goes on with its data', async () => {
    const first = await start();
    await ask(first.databaseUrl, 'create table kept as select 42 as answer');

    process.kill(first.pid, 'SIGKILL');
    await expect(first.exited).resolves.toBeNull();
    const second = await start();

    expect(await ask(second.databaseUrl, 'select answer from kept')).toEqual([42]);
  });

  it('while another process runs on the same home, refuses with its number and leaves it alone', async () => {
    const { owner, pid } = await startOwner();

    const failure = await refusal();

    expect(failure).toMatchObject({ code: 'store.unavailable' });
    expect(failure.message).toContain(`Process ${owner.pid} already runs a connector on ${home}`);
    expect(isRunning(pid)).toBe(true);
  });

  it('when two start on a new home at once, one of them gets it', async () => {
    const outcomes = await Promise.allSettled([startPostgres({ home }), startPostgres({ home })]);
    const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    for (const { stop } of started) stops.push(stop);

    expect(started).toHaveLength(1);
    expect(await ask(started[0]!.databaseUrl, 'select 1')).toEqual([1]);
    expect(readdirSync(home).sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);
  });

  it('when the process id in a file of a machine that stopped is somebody else’s by now, starts all the same', async () => {
    const first = await start();
    const file = join(home, 'postgres/postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    await first.stop();
    writeFileSync(file, [String(process.pid), ...rest].join('\n'));

    expect(await ask((await start()).databaseUrl, 'select 1')).toEqual([1]);
  });
});

function isOpen(host: string, port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: Number(port), timeout: 2_000 });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
