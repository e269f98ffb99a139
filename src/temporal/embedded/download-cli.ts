import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { CLI_VERSION } from './cli-version';
import { runCommand } from './run-command';

/** The same address and question that the TypeScript SDK's `cached-download` uses (sdk-core `ephemeral_server/mod.rs`). */
export const CLI_DOWNLOAD_ORIGIN = 'https://temporal.download';

/** Offline, the look-up must give way to the next source soon; the archive itself (60 MB) may take its time. */
const LOOK_UP_TIMEOUT_MS = 5_000;
const ARCHIVE_TIMEOUT_MS = 300_000;
const EXTRACT_TIMEOUT_MS = 60_000;

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };

const downloadInfoSchema = z.object({ archiveUrl: z.url() });

/**
 * Downloads the CLI of our version to `target`.
 * @returns null when done, else one sentence why not: no network, no such platform, an answer that makes no sense.
 */
export async function downloadCli(origin: string, target: string): Promise<string | null> {
  const folder = await mkdtemp(join(dirname(target), '.download-'));
  try {
    await fetchArchive(origin, join(folder, 'temporal.tar.gz'));
    const { code, output } = await runCommand(
      'tar',
      ['-xzf', join(folder, 'temporal.tar.gz'), '-C', folder, 'temporal'],
      {
        timeoutMs: EXTRACT_TIMEOUT_MS,
      },
    );
    if (code !== 0) return `the archive could not be unpacked: ${output}`;
    await rename(join(folder, 'temporal'), target);
    return null;
  } catch (error) {
    return describe(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchArchive(origin: string, file: string): Promise<void> {
  const platform = PLATFORMS[process.platform];
  const architecture = ARCHITECTURES[process.arch];
  if (platform === undefined || architecture === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  const question = `${origin}/cli/v${CLI_VERSION}?arch=${architecture}&platform=${platform}&format=tar.gz`;
  const info = await fetch(question, { signal: AbortSignal.timeout(LOOK_UP_TIMEOUT_MS) });
  if (!info.ok) throw new Error(`${origin} answered ${info.status}`);
  const { archiveUrl } = downloadInfoSchema.parse(await info.json());
  const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(ARCHIVE_TIMEOUT_MS) });
  if (!archive.ok || archive.body === null) throw new Error(`the archive's address answered ${archive.status}`);
  await pipeline(Readable.fromWeb(archive.body), createWriteStream(file));
}

/** fetch hides the reason (name not found, connection refused) in the cause of a bare `fetch failed`. */
function describe(thrown: unknown): string {
  const hasCause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown && thrown.cause !== undefined;
  return String(hasCause ? thrown.cause : thrown);
}
