import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTimeSkippingServer } from '../support/time-skipping-program';

const NOWHERE = 'http://127.0.0.1:9';

/** The tests' own tool: where the server comes from that waits of days are tested with. */
describe('the Temporal server that can skip time', () => {
  let folder: string;
  const servers: Server[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tajo-time-skipping-program-'));
  });
  afterEach(() => {
    servers.splice(0).forEach((server) => server.close());
    rmSync(folder, { recursive: true, force: true });
  });

  const find = (downloadOrigin: string): Promise<readonly string[]> =>
    findTimeSkippingServer({
      ...{ cacheDir: join(folder, 'cache'), downloadOrigin },
      ...{ maven: join(folder, 'no-maven'), java: join(folder, 'no-java') },
    });

  /** As Temporal answers: the program lies in a folder of its archive. */
  const serveArchive = async (): Promise<string> => {
    mkdirSync(join(folder, 'release'));
    writeFileSync(join(folder, 'release/temporal-test-server'), '#!/bin/sh\necho skips\n', { mode: 0o755 });
    execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', folder, 'release/temporal-test-server']);
    const server = createServer((request, response) => {
      if (request.url === '/archive') response.end(readFileSync(join(folder, 'archive.tar.gz')));
      else if (request.url?.startsWith('/temporal-test-server/default?arch=') === true)
        response.end(
          JSON.stringify({ archiveUrl: `${origin}/archive`, fileToExtract: 'release/temporal-test-server' }),
        );
      else response.writeHead(404).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    return origin;
  };

  it('is downloaded once', async () => {
    const [program] = await find(await serveArchive());
    servers.splice(0).forEach((server) => server.close());

    expect(execFileSync(program!).toString()).toBe('skips\n');
    expect(await find(NOWHERE)).toEqual([program]);
  });

  it('where it can neither be downloaded nor fetched by Maven, is said to be missing in a sentence', async () => {
    await expect(find(NOWHERE)).rejects.toThrow(
      /^Tests of waits of days need the Temporal test server: .* could not be asked \(.+\), nor JDK 17 with Maven \(.+\)\.$/,
    );
  });
});
