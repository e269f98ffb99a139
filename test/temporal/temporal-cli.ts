import { execFile } from 'node:child_process';
import type { TestTemporal } from '../support/embedded-temporal';

export interface CliAnswer {
  readonly ok: boolean;
  /** Everything that the user sees. */
  readonly text: string;
}

/** A command, as a user types it, of the Temporal CLI that knows neither our codec nor our settings. */
export function temporalCli(
  server: Pick<TestTemporal, 'cliPath' | 'home' | 'address'>,
  args: readonly string[],
): Promise<CliAnswer> {
  const settings = { PATH: process.env['PATH'], HOME: server.home };
  return new Promise((resolve) => {
    execFile(
      server.cliPath,
      [...args, '--address', server.address],
      { env: settings, timeout: 60_000, maxBuffer: 16_000_000 },
      (fault, stdout, stderr) => resolve({ ok: fault === null, text: `${stdout}${stderr}` }),
    );
  });
}
