import { MergedError } from '../../domain/errors/connector-error';
import { timestampOf } from '../../domain/timestamp';
import { customerDetailFacts } from '../contacts/customer-detail';
import type { ActivityDeps } from '../deps';
import { judge, worked } from '../judge';
import { setAsideRead } from '../set-aside';
import { mappingOf } from '../contacts/mapping';

/** Reads a customer whom no list has shown yet, with everything that one request tells: a new ticket often comes from a new person. */
export async function ensureCustomer(deps: ActivityDeps, account: string, id: number): Promise<void> {
  if (await deps.store.ticketReader.knowsCustomer(account, id)) return;
  await readCustomer(deps, account, id);
}

/** Keeps all that one request tells of a customer. One that cannot be read is set aside. */
export async function readCustomer(deps: ActivityDeps, account: string, id: number): Promise<void> {
  const { facts, quarantine } = deps.store;
  const about = { account, about: `customer/${String(id)}` };
  try {
    const readAt = timestampOf(deps.now());
    const detail = await deps.gorgias(account, 'live').getCustomer(id);
    const { fields } = await mappingOf(deps, account);
    await facts.storeCustomers(account, [detail], { position: null, markAll: true });
    await facts.storeCustomerDetail(
      account,
      customerDetailFacts(detail, { fields, tagsFrom: deps.configOf(account).tags.from }, readAt),
    );
    worked(deps, about);
    await quarantine.replace(account, { kind: 'customer', step: 'read', keys: [String(id)] }, []);
  } catch (thrown) {
    const { disposition, error } = judge(deps, thrown, { ...about, subject: 'record' });
    if (error instanceof MergedError)
      return facts.markMerged(account, 'customer', { id, survivorId: error.survivorId });
    if (disposition === 'known') return facts.markDeleted(account, 'customer', id);
    // The ticket is told all the same, once somebody can be named.
    await setAsideRead(deps, account, { kind: 'customer', key: String(id), error });
  }
}
