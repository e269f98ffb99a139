import { runCommand } from '../guarded-process/run-command';

/** The Temporal CLI that is downloaded or built: `tools/temporal/go.mod` asks for the same one. */
export const CLI_VERSION = '1.8.2';

/** Older CLIs carry a server before 1.29, which knows no task priorities. */
export const OLDEST_CLI_VERSION = '1.5.0';

const VERSION_TIMEOUT_MS = 20_000;

/**
 * Asks the CLI at `path` (a file, or a name looked up on PATH) for its version.
 * @returns like `1.8.2`; null when there is no such program, it fails, or it is not the Temporal CLI.
 */
export async function readCliVersion(path: string): Promise<string | null> {
  const { code, output } = await runCommand(path, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS });
  if (code !== 0) return null;
  return /^temporal version v?(\d+\.\d+\.\d+)/m.exec(output)?.[1] ?? null;
}

/** True when `version` is `oldest` or newer; both are three numbers with dots. */
export function isAtLeast(version: string, oldest: string): boolean {
  return compareVersions(version, oldest) >= 0;
}

function compareVersions(left: string, right: string): number {
  const rights = right.split('.').map(Number);
  const firstDifference = left
    .split('.')
    .map((part, index) => Number(part) - (rights[index] ?? 0))
    .find((difference) => difference !== 0);
  return firstDifference ?? 0;
}
