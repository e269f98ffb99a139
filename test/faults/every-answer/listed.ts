import { IS_HOLD } from '../../../src/store/accounts/unanswered';
import type { Visitor } from './truth';
import type { Shop } from './shop';

/**
 * Whether anybody can read why this person is not served: among what is set aside, under a record of theirs or under one of which nobody
 * knows whose it is; among what a person has to mend (`holds`); among what was not let through (`keptBack`), as `status` has them; or under what
 * Gorgias says is not there, by a 404 of the record itself (`why`, and `gone` of `status`), or has no address (`customersWithoutEmail`).
 */
export async function isListed({ store, account, sandbox: { world } }: Shop, visitor: Visitor): Promise<boolean> {
  const { ticketId, customerId, email } = visitor;
  const survey = world.tickets.get(ticketId)?.surveyId ?? 0;
  const [{ is } = { is: false }] = await store.db.query<{ is: boolean }>(
    `select exists (
        select 1 from quarantine where account = $1 and (
          key = 'unknown' or (kind, key) in (('ticket', $2), ('customer', $3), ('contact', $3), ('survey', $4))
          or kind in ('event', 'message', 'tag', 'list')
        )
      ) or exists (select 1 from account_holds where account = $1 and ${IS_HOLD})
      or exists (
        select 1 from outbox where account = $1 and email_key = $5
          and (gate is not null or state in ('refused', 'unknown', 'given_up'))
      ) or exists (select 1 from decisions where account = $1 and ticket_id = $6 and ${SKIPPED})
      or exists (select 1 from tickets where account = $1 and id = $6 and deleted_at is not null)
      or exists (select 1 from customers where account = $1 and id = $7 and (deleted_at is not null or email_key is null)) as is`,
    [account, String(ticketId), String(customerId), String(survey), email, ticketId, customerId],
  );
  return is;
}

/** The policy's last word, as `why` has it: at that moment nobody could be written to at the address. */
const SKIPPED = `kind = 'skip' and rules -> -1 ->> 'rule' = 'has_email'`;

/** What we have said that it could not be sent, by whom and by its name; `campaign …`: what nobody tries again by a list. */
export async function unsent(shop: Shop): Promise<ReadonlySet<string>> {
  const rows = await shop.store.db.query<Unsent>(
    `select email_key, name, send, kind from outbox
      where account = $1 and state in ('refused', 'unknown', 'given_up')`,
    [shop.account],
  );
  const skipped = await shop.store.db.query<{ ticket_id: number }>(
    `select ticket_id from decisions where account = $1 and ${SKIPPED}`,
    [shop.account],
  );
  return new Set([
    ...skipped.map(({ ticket_id: id }) => `skipped ${String(id)}`),
    ...rows.flatMap(({ email_key: email, name, send, kind }) =>
      [name, send?.event ?? name].flatMap((one) => [`${email} ${one}`, `${kind} ${email} ${one}`]),
    ),
  ]);
}

interface Unsent {
  readonly email_key: string;
  readonly name: string;
  readonly send: { readonly event?: string } | null;
  readonly kind: string;
}
