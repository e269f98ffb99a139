import './require-host';
import { openProcess, reportAndExit } from './process-setup';

/** Brings the database up to this version and ends: for a deployment that wants it done before the new api and workers start. */
async function main(): Promise<void> {
  const { store, log } = await openProcess('migrate');
  log.info('store.migrated', {});
  await store.close();
}

void main().catch((thrown: unknown) => reportAndExit(thrown));
