export interface ServerSettings {
  readonly postgres: string;
  readonly dataFolder: string;
  readonly port: number;
  /** Stands in the command and means nothing to Postgres: by it the server of a home is recognised. */
  readonly mark: string;
  /** Over those below, for tests. */
  readonly settings: Readonly<Record<string, string>>;
}

/** For one connector on a machine that does other things, too. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // In the data folder, which is its owner's alone.
  unix_socket_directories: '.',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '50',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  // Nobody copies this server, and each helper is a process.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  // Statements and details of errors quote values, and those are people's.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** The command line of the server; nothing is written into the data folder's own files, so that each version brings its settings. */
export function serverCommand({ postgres, dataFolder, port, mark, settings }: ServerSettings): readonly string[] {
  const all = { ...SETTINGS, ...settings, port: String(port) };
  return [
    ...[postgres, '-D', dataFolder, '-c', mark],
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
