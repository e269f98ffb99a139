import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { proxyFor, readProxies } from '../../config/environment/proxies';
import { download } from '../../http/download';
import { runCommand } from '../guarded-process/run-command';

/** The same address and questions that the TypeScript SDK's `cached-download` uses (sdk-core `ephemeral_server/mod.rs`). */
export const DOWNLOAD_ORIGIN = 'https://temporal.download';

/** Offline, the look-up must give way to the next source soon; the archive itself (60 MB) may take its time. */
const LOOK_UP_TIMEOUT_MS = 5_000;
const ARCHIVE_TIMEOUT_MS = 300_000;
const EXTRACT_TIMEOUT_MS = 60_000;

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };

const downloadInfoSchema = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });

export interface Download {
  readonly origin: string;
  /** `cli/v1.8.2` */
  readonly artifact: string;
  /** More of the question. */
  readonly query?: Readonly<Record<string, string>>;
}

/**
 * Downloads a program of Temporal's to `target`.
 * @returns null when done, else one sentence why not: no network, no such platform, an answer that makes no sense.
 */
export async function downloadProgram(wanted: Download, target: string): Promise<string | null> {
  const folder = await mkdtemp(join(dirname(target), '.download-'));
  const archive = join(folder, 'archive.tar.gz');
  try {
    const file = await fetchArchive(wanted, archive);
    const { code, output } = await runCommand('tar', ['-xzf', archive, '-C', folder, file], {
      timeoutMs: EXTRACT_TIMEOUT_MS,
    });
    if (code !== 0) return `the archive could not be unpacked: ${output}`;
    await rename(join(folder, file), target);
    return null;
  } catch (error) {
    return describe(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns The program's place in the archive. */
async function fetchArchive({ origin, artifact, query }: Download, archivePath: string): Promise<string> {
  const platform = PLATFORMS[process.platform];
  const arch = ARCHITECTURES[process.arch];
  if (platform === undefined || arch === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  const question = new URLSearchParams({ arch, platform, format: 'tar.gz', ...query });
  const answer = await get(`${origin}/${artifact}?${question.toString()}`, LOOK_UP_TIMEOUT_MS);
  if (!answer.ok) throw new Error(`${origin} answered ${answer.status}`);
  const { archiveUrl, fileToExtract } = downloadInfoSchema.parse(await answer.json());
  const archive = await get(archiveUrl, ARCHIVE_TIMEOUT_MS);
  if (!archive.ok || archive.body === null) throw new Error(`the archive's address answered ${archive.status}`);
  await pipeline(Readable.fromWeb(archive.body), createWriteStream(archivePath));
  return fileToExtract;
}

function get(address: string, timeoutMs: number): ReturnType<typeof download> {
  return download(address, { timeoutMs, proxy: proxyFor(new URL(address), readProxies()) });
}

/** fetch hides the reason (name not found, connection refused) in the cause of a bare `fetch failed`. */
function describe(thrown: unknown): string {
  const hasCause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown && thrown.cause !== undefined;
  return String(hasCause ? thrown.cause : thrown);
}
