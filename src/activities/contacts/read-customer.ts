import { MergedError } from '../../domain/errors/connector-error';
import type { GorgiasClient } from '../../gorgias/types';
import type { ActivityDeps } from '../deps';
import { judge, type Judged, worked } from '../judge';
import { keepMerge } from '../keep-merge';
import { setAsideRead } from '../set-aside';
import { customerDetailFacts } from './customer-detail';

interface WantedCustomer {
  readonly client: GorgiasClient;
  readonly id: number;
}

/**
 * Reads one customer and keeps everything that Gorgias tells of them, whatever they were read for: custom fields, shop data and what a merge
 * brought are written without a date or an event (spec 5a). Answers whom they were merged into; somebody who cannot be read is set aside, and
 * what was known of them stands.
 * @throws Whatever is not about this one customer.
 */
export async function readCustomer(
  deps: ActivityDeps,
  account: string,
  wanted: WantedCustomer,
): Promise<number | null> {
  const about = { account, about: aboutCustomer(wanted.id) };
  try {
    await keepCustomer(deps, account, wanted);
    worked(deps, about);
    return null;
  } catch (thrown) {
    const judged = judge(deps, thrown, { ...about, subject: 'record' });
    await customerWithout(deps, account, { ...wanted, judged });
    return judged.error instanceof MergedError ? judged.error.survivorId : null;
  }
}

export function aboutCustomer(id: number): string {
  return `customer/${String(id)}`;
}

/** The same for a slice, which decides by itself what a failure means. @throws Every failure. */
export async function keepCustomer(deps: ActivityDeps, account: string, { client, id }: WantedCustomer): Promise<void> {
  const { facts } = deps.store;
  const readAt = await facts.now();
  const detail = await client.getCustomer(id);
  await facts.storeCustomers(account, [detail], { position: null, markAll: false, readAt });
  await facts.storeCustomerDetail(account, customerDetailFacts(detail, deps.configOf(account), readAt));
}

/** What becomes of one that could not be read: 404 marks them deleted, 301 merged, and the rest is set aside. */
export async function customerWithout(
  deps: ActivityDeps,
  account: string,
  { id, client, judged: { disposition, error } }: WantedCustomer & { readonly judged: Judged },
): Promise<void> {
  const { facts } = deps.store;
  if (error instanceof MergedError)
    await keepMerge(deps, account, { kind: 'customer', id, survivorId: error.survivorId, client });
  else if (disposition === 'known') await facts.markDeleted(account, 'customer', id);
  else await setAsideRead(deps, account, { kind: 'customer', key: String(id), error, partly: true });
  await facts.passCustomerDetail(account, id, await facts.now());
}
