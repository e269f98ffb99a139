export interface ServerSettings {
  readonly cliPath: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
  /** Over the defaults below, for tests: values as JSON. */
  readonly dynamicConfig?: Readonly<Record<string, string>> | undefined;
}

/**
 * - Eager activities: a loop of small activities takes 29 ms a step instead of 75.
 * - One partition a queue: order by priority is strict, and nothing waits in a partition that nobody polls.
 * - The new matcher: what priorities need in a CLI before 1.7; later ones have it on by default.
 */
const DYNAMIC_CONFIG: Readonly<Record<string, string>> = {
  'system.enableActivityEagerExecution': 'true',
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
  'matching.useNewMatcher': 'true',
};

/** In the folder that the server is started in: the CLI makes an address of it, in which `#`, `?` and `%` of a whole path would mean something. */
const DB_FILE = 'temporal.db';

/** The command line of a development server that keeps its state in a file of its folder and listens on loopback only. */
export function serverCommand(settings: ServerSettings): readonly string[] {
  const { cliPath, port, uiPort, namespace } = settings;
  return [
    cliPath,
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
    ...['--db-filename', DB_FILE, '--namespace', namespace, '--log-level', 'warn', '--log-format', 'json'],
    ...Object.entries({ ...DYNAMIC_CONFIG, ...settings.dynamicConfig }).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${value}`,
    ]),
  ];
}
