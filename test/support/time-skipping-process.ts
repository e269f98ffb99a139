import { findTimeSkippingServer } from './time-skipping-program';

/** Fetches the server where it is not there yet, so that a test file knows before its first test whether it can run. */
async function main(): Promise<void> {
  try {
    await findTimeSkippingServer();
  } catch (thrown) {
    process.stdout.write(thrown instanceof Error ? thrown.message : String(thrown));
    process.exitCode = 1;
  }
}

void main();
