import { isConnectorError, MergedError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import { customerDetailFacts } from '../contacts/customer-detail';
import type { ActivityDeps } from '../deps';
import { mappingOf } from '../contacts/mapping';

/** Reads a customer whom no list has shown yet, with everything that one request tells: a new ticket often comes from a new person. */
export async function ensureCustomer(deps: ActivityDeps, account: string, id: number): Promise<void> {
  const { facts, ticketReader } = deps.store;
  if (await ticketReader.knowsCustomer(account, id)) return;
  try {
    const readAt = timestampOf(deps.now());
    const detail = await deps.gorgias(account, 'live').getCustomer(id);
    const { fields } = await mappingOf(deps, account);
    await facts.storeCustomers(account, [detail], { position: null, markAll: true });
    await facts.storeCustomerDetail(
      account,
      customerDetailFacts(detail, { fields, tagsFrom: deps.configOf(account).tags.from }, readAt),
    );
  } catch (thrown) {
    if (isConnectorError(thrown, 'gorgias.not_found')) return facts.markDeleted(account, 'customer', id);
    if (!(thrown instanceof MergedError)) throw thrown;
    await facts.markMerged(account, 'customer', { id, survivorId: thrown.survivorId });
  }
}
