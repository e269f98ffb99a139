import type { Log } from '../../observability/log';
import type { Accounts } from '../types';

export interface ResealJob {
  /** Waits for the pass under way. */
  stop(): Promise<void>;
}

/** A process that was started with the old order of keys may still store a secret after the first pass. */
const EVERY_MS = 3_600_000;

/** Renews now and every hour, beside the work, what an older encryption key has sealed, and logs how much an old key still holds. */
export function startResealing(accounts: Accounts, log: Log): ResealJob {
  let pass = reseal(accounts, log);
  const timer = setInterval(() => {
    pass = pass.then(() => reseal(accounts, log));
  }, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await pass;
    },
  };
}

/** Never rejects: what failed is tried again in the next pass. */
async function reseal(accounts: Accounts, log: Log): Promise<void> {
  try {
    const { resealed, unreadable } = await accounts.reseal();
    const sealed = [...(await accounts.sealedBy())];
    const old = sealed.filter(([keyId]) => keyId !== accounts.newestKeyId);
    const fields = {
      resealed,
      withOldKeys: old.reduce((sum, [, values]) => sum + values, 0),
      oldKeyIds: old.map(([keyId]) => keyId),
    };
    if (unreadable > 0) log.error('encryption.key_missing', { ...fields, unreadable });
    else if (resealed > 0 || old.length > 0) log.info('encryption.renewed', { ...fields, keyId: accounts.newestKeyId });
  } catch (thrown) {
    log.warn('encryption.renewal_failed', { why: thrown instanceof Error ? thrown.name : typeof thrown });
  }
}
