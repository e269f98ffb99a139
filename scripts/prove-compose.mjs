// Proves the server side of docker-compose.yml where there is no Docker: the real server and schema tool, built with Go, run on a
// throw-away cluster of Debian's PostgreSQL with the environment, the scripts and the dynamic configuration of the compose file.
// Only hosts, ports and the password differ. What stays unproved are the images themselves.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { userCacheDir } from '../dist/src/dev/temporal-server/cli-cache.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SERVER_DEADLINE_MS = 120_000;
const PASSWORD = randomBytes(12).toString('hex');
const IS_ROOT = userInfo().uid === 0;

const folder = mkdtempSync(join(tmpdir(), 'prove-compose-'));
chmodSync(folder, 0o755);
const cleanUps = [() => rmSync(folder, { recursive: true, force: true })];
const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
let proved = 0;

try {
  const version = substitute(compose.services.temporal.image).split(':')[1];
  const cli = await timed('Temporal CLI', () => run('node', ['scripts/temporal.mjs']).trim());
  const tools = await timed(`server and schema tool ${version}`, () => buildServer(version));
  const { pgPort, ...ports } = await choosePorts();
  await timed('PostgreSQL cluster', () => startPostgres(pgPort));
  const schema = environmentOf('temporal-schema', { SQL_HOST: '127.0.0.1', SQL_PORT: pgPort });
  await timed('schema job', () => runScript('setup-schema.sh', { ...schema, SQL_TOOL: tools.sql }));
  await timed('schema job again', () => runScript('setup-schema.sh', { ...schema, SQL_TOOL: tools.sql }));

  const address = `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`;
  const ask = (...words) => run(cli, [...words, '--address', address]);
  const settings = environmentOf('temporal', {
    POSTGRES_SEEDS: '127.0.0.1',
    DB_PORT: pgPort,
    BIND_ON_IP: '127.0.0.1',
    DYNAMIC_CONFIG_FILE_PATH: join(ROOT, 'deploy/temporal/dynamic-config.yaml'),
    ...ports,
  });
  const server = await timed('server up', () => startServer(tools.server, settings, ask));
  const bootstrap = { ...environmentOf('temporal-bootstrap', { TEMPORAL_ADDRESS: address }), TEMPORAL_CLI_PATH: cli };
  await timed('bootstrap job', () => runScript('bootstrap.sh', bootstrap));
  await timed('bootstrap job again', () => runScript('bootstrap.sh', bootstrap));
  await timed('512 shards', () => expectShards(ask));
  await timed('a workflow is started and listed by its account', () => startAndList(ask));
  await server.stop();
  const restarted = await timed('server up again', () => startServer(tools.server, settings, ask));
  await timed('the workflow is still there', () => expectListed(ask));
  await timed('server stopped', () => restarted.stop());
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
}
process.stdout.write(`compose: ${proved} passed, ${process.exitCode === 1 ? 1 : 0} failed\n`);

async function timed(what, work) {
  const startedAt = Date.now();
  const result = await work();
  proved += 1;
  process.stdout.write(`ok ${what} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
  return result;
}

function buildServer(version) {
  const cache = join(userCacheDir(process.env.XDG_CACHE_HOME ?? null), 'temporal-server', version);
  const tools = { server: join(cache, 'server'), sql: join(cache, 'sql') };
  if (Object.values(tools).every(existsSync)) return tools;
  mkdirSync(cache, { recursive: true });
  const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `go.temporal.io/server/${path}@v${version}`);
  run('go', ['install', '-trimpath', '-ldflags', '-s -w', ...packages], { GOBIN: cache, CGO_ENABLED: '0' });
  return tools;
}

/** A cluster of its own: nothing of the machine's own databases is touched. PostgreSQL refuses to run as root. */
function startPostgres(port) {
  const versions = readdirSync('/usr/lib/postgresql').sort((left, right) => Number(right) - Number(left));
  const bin = (name) => join('/usr/lib/postgresql', versions[0], 'bin', name);
  const data = join(folder, 'postgres');
  const passwordFile = join(folder, 'password');
  mkdirSync(data);
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (IS_ROOT) run('chown', ['postgres', data, passwordFile]);
  const asPostgres = (command) =>
    IS_ROOT ? run('runuser', ['-u', 'postgres', '--', ...command]) : run(command[0], command.slice(1));
  const user = environmentOf('postgres', {}).POSTGRES_USER;
  asPostgres([bin('initdb'), '-D', data, '-U', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--no-sync']);
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${data} -c fsync=off`;
  asPostgres([bin('pg_ctl'), '-D', data, '-l', join(data, 'log'), '-w', '-o', options, 'start']);
  cleanUps.push(() => asPostgres([bin('pg_ctl'), '-D', data, '-m', 'fast', '-w', 'stop']));
}

async function startServer(program, settings, ask) {
  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(program, ['start'], {
    env: { PATH: process.env.PATH, ...settings },
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  cleanUps.push(stop);
  const deadline = Date.now() + SERVER_DEADLINE_MS;
  while (!succeeds(() => ask('operator', 'cluster', 'health'))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The server did not come up: ${lastLines()}`);
    await sleep(250);
  }
  return { stop };
}

function expectShards(ask) {
  const { historyShardCount } = JSON.parse(ask('operator', 'cluster', 'describe', '--output', 'json'));
  if (historyShardCount !== 512) throw new Error(`The server has ${historyShardCount} shards, not 512.`);
}

async function startAndList(ask) {
  const id = ['--workflow-id', 'proof', '--type', 'nobodyRunsThis', '--task-queue', 'gorgias-connector'];
  ask('workflow', 'start', ...id, '--search-attribute', 'GorgiasAccount="proof"');
  await expectListed(ask);
}

async function expectListed(ask) {
  const deadline = Date.now() + 30_000;
  const list = () => JSON.parse(ask('workflow', 'list', '--query', 'GorgiasAccount="proof"', '--output', 'json'));
  while (list().length !== 1) {
    if (Date.now() > deadline) throw new Error('The workflow is not listed.');
    await sleep(250);
  }
}

/** The environment of a service as compose would hand it over, with what can't be the same here replaced. */
function environmentOf(service, replaced) {
  const given = Object.entries(compose.services[service].environment);
  const own = given.map(([name, value]) => [name, substitute(String(value))]);
  return Object.fromEntries([...own, ...Object.entries(replaced).map(([name, value]) => [name, String(value)])]);
}

/** `${NAME:-default}` and `${NAME:?message}` as compose reads them without a .env. */
function substitute(text) {
  return text.replaceAll(/\$\{(\w+)(?::?[-?]([^}]*))?\}/g, (_, name, fallback) =>
    name === 'POSTGRES_PASSWORD' ? PASSWORD : (fallback ?? ''),
  );
}

async function choosePorts() {
  // The membership table keeps ports as smallint, so the system's own choice (above 32767) would not do.
  let next = 20_000 + (process.pid % 8_000);
  const names = ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'].flatMap((role) => [
    `${role}_GRPC_PORT`,
    `${role}_MEMBERSHIP_PORT`,
  ]);
  const all = ['pgPort', ...names, 'FRONTEND_HTTP_PORT'];
  const ports = {};
  for (const name of all) {
    while (!(await isFree(next))) next += 1;
    ports[name] = next++;
  }
  return ports;
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function runScript(name, environment) {
  return run(join(ROOT, 'deploy/temporal', name), [], environment);
}

function run(file, parameters, environment = {}) {
  const { status, stdout, stderr, error } = spawnSync(file, parameters, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return stdout;
  throw new Error(`${file} ${parameters.join(' ')} failed: ${error?.message ?? `${stdout}\n${stderr}`}`);
}

function succeeds(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function lastLines() {
  return readFileSync(join(folder, 'server.log'), 'utf8')
    .split('\n')
    .slice(-10)
    .map((line) => line.slice(0, 300))
    .join('\n');
}
