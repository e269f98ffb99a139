import { isSameAddress } from '../../domain/email';
import { whyUnfit } from '../../domain/contact/address';
import type { TicketDetails, TicketReader } from '../../store/tickets/ticket-types';
import type { ActivityDeps } from '../deps';
import type { TicketRef } from './types';

export interface JudgedDetails extends TicketDetails {
  /** The customer's address, when there is one that nobody is written to at; then `emailKey` is null. */
  readonly unfit: string | null;
  /** Why nobody is, to follow "the customer’s e-mail address". */
  readonly whyUnfit?: string | undefined;
}

/** What is known of the ticket and of whom it belongs to now. An address that is none, or that is left out, counts as none. */
export async function detailsOf(
  deps: Pick<ActivityDeps, 'store' | 'configOf'>,
  { account, ticketId }: TicketRef,
  reader: TicketReader = deps.store.ticketReader,
): Promise<JudgedDetails | null> {
  const details = await reader.details(account, ticketId);
  if (details === null) return null;
  const { emailKey } = details;
  const why = emailKey === null ? null : whyUnfit(emailKey, deps.configOf(account).exclude);
  return why === null ? { ...details, unfit: null } : { ...details, emailKey: null, unfit: emailKey, whyUnfit: why };
}

/** Missing: somebody is written to at that address. */
export function unfitAt(deps: Pick<ActivityDeps, 'configOf'>, account: string, emailKey: string): string | undefined {
  return whyUnfit(emailKey, deps.configOf(account).exclude) ?? undefined;
}

export function isFit(deps: Pick<ActivityDeps, 'configOf'>, account: string, emailKey: string): boolean {
  return unfitAt(deps, account, emailKey) === undefined;
}

/** Somebody was named for a ticket that is another's by now, whatever address of theirs it was: what was made for the one is not for the other. */
export async function isSomebodyElses(
  reader: Pick<TicketReader, 'addressesOf'>,
  of: { readonly account: string; readonly details: JudgedDetails | null; readonly named: string | null },
): Promise<boolean> {
  const { account, details, named } = of;
  const customerId = details?.customerId ?? null;
  if (named === null || customerId === null) return false;
  return !(await reader.addressesOf(account, customerId)).some((own) => isSameAddress(own, named));
}
