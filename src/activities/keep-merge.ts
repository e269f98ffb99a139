import { MergedError } from '../domain/errors/connector-error';
import type { GorgiasClient } from '../gorgias/types';
import type { ActivityDeps } from './deps';
import { judge } from './judge';

interface Merge {
  readonly kind: 'customer' | 'ticket';
  readonly id: number;
  /** As the 301 names it. */
  readonly survivorId: number;
  readonly client: GorgiasClient;
}

/**
 * Keeps whom a record was merged into. Where that one is known to have been merged into this one before, it is asked for: if it is there, the newer
 * word counts. If it leads on by a 301, too, they lead in a circle, of two or of more, and none of them can be read: they are gone like after a
 * 404, and no sync asks for them again.
 * @throws What {@link judge} throws of the request.
 */
export async function keepMerge(deps: ActivityDeps, account: string, merge: Merge): Promise<void> {
  const { kind, id, survivorId } = merge;
  const { facts } = deps.store;
  if (
    survivorId !== id &&
    (await facts.mergedInto(account, kind, survivorId)) === id &&
    (await leadsOn(deps, account, merge))
  )
    return facts.markDeleted(account, kind, id);
  await facts.markMerged(account, kind, { id, survivorId });
}

async function leadsOn(deps: ActivityDeps, account: string, { kind, survivorId, client }: Merge): Promise<boolean> {
  try {
    await (kind === 'customer' ? client.getCustomer(survivorId) : client.getTicket(survivorId));
    return false;
  } catch (thrown) {
    const about = `${kind}/${String(survivorId)}`;
    return judge(deps, thrown, { account, about, subject: 'record' }).error instanceof MergedError;
  }
}
