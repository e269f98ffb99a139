import { ConnectorError } from '../../domain/errors/connector-error';
import type { Timestamp } from '../../domain/timestamp';
import type { Campaign, PolicyInput } from '../../domain/campaign/campaign-types';
import type { ActivityDeps } from '../deps';
import { consentOf } from './ask-consent';

/** Nobody has more customers with one address than this, but by mistake. */
const MOST_CUSTOMERS = 5;
/** The newest by their last change: what was opened or closed just now is among them. */
const NEWEST_TICKETS = 100;

export interface PersonSnapshot {
  readonly person: PolicyInput['person'];
  /** By the database's clock, from before the first question: nothing of it is older. */
  readonly asOf: Timestamp;
}

/**
 * Asks both vendors about a person who is about to be mailed: Gorgias for the tickets, since the webhook of one that was opened just now may be
 * lost, and Brevo for consent. The tickets are kept as facts.
 */
export async function readPerson(
  deps: ActivityDeps,
  account: string,
  { emailKey, campaign }: { readonly emailKey: string; readonly campaign: Campaign },
): Promise<PersonSnapshot> {
  const { outbox, ticketReader, facts } = deps.store;
  const asOf = await outbox.now();
  const gorgias = deps.gorgias(account, 'live');
  const known = await ticketReader.customersOf(account, emailKey, MOST_CUSTOMERS);
  for (const customerId of known.length > 0 ? known : await findCustomers(deps, account, emailKey)) {
    const { rows, unreadable } = await gorgias.listTickets({
      customerId,
      limit: NEWEST_TICKETS,
      orderBy: 'updated_datetime:desc',
    });
    // It may be open: nobody is mailed on the ground of a list that was read in part.
    if (unreadable.length > 0)
      throw new ConnectorError('gorgias.protocol', 'One of the customer’s tickets cannot be read');
    if (rows.length > 0) await facts.storeTickets(account, rows, null);
  }
  return { person: await consentOf(deps, account, { emailKey, campaign }), asOf };
}

/** Nothing was read of the person yet: they may have written for the first time a moment ago. */
async function findCustomers(deps: ActivityDeps, account: string, emailKey: string): Promise<readonly number[]> {
  const page = { email: emailKey, limit: MOST_CUSTOMERS, orderBy: 'updated_datetime:desc' } as const;
  const { rows } = await deps.gorgias(account, 'live').listCustomers(page);
  if (rows.length > 0) await deps.store.facts.storeCustomers(account, rows, { position: null, markAll: true });
  return rows.map(({ id }) => id);
}
