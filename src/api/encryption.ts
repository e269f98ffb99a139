import type { Accounts } from '../store/types';
import type { ConnectorStatus } from '../../packages/sdk/contract/status';

/** How far a rotation of the encryption key is: what an operator has to know before dropping an old key. */
export async function readEncryption(accounts: Accounts): Promise<ConnectorStatus['encryption']> {
  const { newestKeyId } = accounts;
  const sealed = [...(await accounts.sealedBy())];
  const old = sealed.filter(([keyId]) => keyId !== newestKeyId);
  return {
    keyId: newestKeyId,
    stored: sumOf(sealed),
    withOldKeys: sumOf(old),
    oldKeyIds: old.map(([keyId]) => keyId),
  };
}

function sumOf(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((sum, [, values]) => sum + values, 0);
}
