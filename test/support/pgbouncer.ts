import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findFreePort } from '../../src/dev/guarded-process/free-port';
import { eventually } from './eventually';

/** A pooler before a Postgres server, which gives a connection away for one transaction at a time. */
export interface PgBouncer {
  /** The same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian puts it where only root looks. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
/** It does not run as root. */
const NOBODY = 65_534;

/** The program; null: this machine has none. */
export function findPgBouncer(): string | null {
  return FOLDERS.map((folder) => join(folder, 'pgbouncer')).find((path) => existsSync(path)) ?? null;
}

export async function startPgBouncer(program: string, databaseUrl: string): Promise<PgBouncer> {
  const target = new URL(databaseUrl);
  const port = await findFreePort(0);
  const folder = mkdtempSync(join(tmpdir(), 'tajo-pgbouncer-'));
  chmodSync(folder, 0o755);
  const users = join(folder, 'users.txt');
  writeFileSync(users, `"${target.username}" "${decodeURIComponent(target.password)}"\n`);
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(settings, settingsOf({ target, port, users }));
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  let said = '';
  const child: ChildProcess = spawn(program, [settings], { stdio: ['ignore', 'pipe', 'pipe'], ...asNobody });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-5_000)));
  await eventually(
    () => /process up/.test(said),
    () => `pgbouncer did not come up: ${said}`,
  );
  const url = new URL(databaseUrl);
  url.port = String(port);
  return {
    url: url.href,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Few connections for many clients: whoever keeps something in a connection finds it with somebody else. */
function settingsOf({
  target,
  port,
  users,
}: {
  readonly target: URL;
  readonly port: number;
  readonly users: string;
}): string {
  return `[databases]
* = host=${target.hostname} port=${target.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
`;
}
