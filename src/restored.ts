import './require-host';
import { endUnreadable } from './control/end-unreadable';
import { openProcess, type ProcessParts, reportAndExit } from './process-setup';
import { createClient } from './temporal/connect';

/** Says that the database was restored from a backup, before anything of the connector is started on it (docs/operations.md). */
async function main(): Promise<void> {
  const parts = await openProcess('restored');
  const { store, log } = parts;
  log.info('store.restored', { ...(await store.restores.mark()) });
  await endLost(parts);
  await store.close();
}

/** What has begun since the backup opens for nobody any more. */
async function endLost({ store, log, keyring, environment }: ProcessParts): Promise<void> {
  const { client, close } = createClient({ keyring, address: null, proxies: environment });
  try {
    log.info('store.histories_ended', { ended: await endUnreadable(client, store.historyKeys) });
  } catch (thrown) {
    const message =
      'The database is marked; tickets that have begun since the backup are not ended yet: call this again';
    log.warn('store.histories_left', { message });
    throw thrown;
  } finally {
    await close();
  }
}

void main().catch((thrown: unknown) => reportAndExit(thrown));
