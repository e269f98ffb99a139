import { startPostgres } from '../../../src/dev/postgres/start-postgres';

/** A process that owns an embedded server on the home in its argument: prints its handle, and stops it when asked to end. */
async function main(home: string): Promise<void> {
  const { pid, databaseUrl, stop } = await startPostgres({ home });
  process.stdout.write(`${JSON.stringify({ pid, databaseUrl })}\n`);
  const running = setInterval(() => undefined, 1_000);
  process.once('SIGTERM', () => void stop().then(() => clearInterval(running)));
}

void main(process.argv[2] ?? '');
