import { emailKey } from '../domain/email';
import type { Db } from './database/connection';

/** Where an address is a key. What is kept for the record alone (audits, quarantine) stays as it was written. */
const KEYED = ['customers', 'contacts', 'brevo_contacts', 'outbox', 'campaign_requests', 'former_addresses'];

/**
 * Gives every address whose host is not in ASCII the key that {@link emailKey} has for it now. Of two rows that were one contact all the time
 * the one that has the key already stays, and the contact is due: it is both people's.
 */
export async function mapHosts(tx: Db): Promise<void> {
  const all = KEYED.map((table) => `select account, email_key from ${table} where email_key ~ '[^\\x20-\\x7e]'`);
  const rows = await tx.query<{ account: string; email_key: string }>(all.join(' union '));
  for (const { account, email_key: before } of rows) {
    const key = emailKey(before);
    if (key === null || key === before) continue;
    for (const step of STEPS) await tx.query(step, [account, before, key]);
  }
}

/** `account` $1, the key before $2, the key of now $3. */
const STEPS = [
  `insert into former_addresses (account, customer_id, email_key, left_at, asked_at)
    select f.account, f.customer_id, $3, f.left_at, f.asked_at from former_addresses f
    where f.account = $1 and f.email_key = $2 and not exists (
      select 1 from customers c where c.account = $1 and c.id = f.customer_id and c.email_key in ($2, $3))
    on conflict do nothing`,
  `update customers set email_lower = case when email_lower = $2 then $3 else email_lower end,
      channel_email = case when channel_email = $2 then $3 else channel_email end
    where account = $1 and (email_lower = $2 or channel_email = $2)`,
  // To the trigger it was another address. It is the same, so there is none before.
  deleted('former_addresses'),
  ...['contacts', 'brevo_contacts'].flatMap((table) => [
    `update ${table} set email_key = $3 where account = $1 and email_key = $2
      and not exists (select 1 from ${table} where account = $1 and email_key = $3)`,
    deleted(table),
  ]),
  `update contacts set due_at = coalesce(due_at, clock_timestamp()), due_version = due_version + 1
    where account = $1 and email_key = $3 and $2::text is not null`,
  ...['outbox', 'campaign_requests'].map(
    (table) => `update ${table} set email_key = $3 where account = $1 and email_key = $2`,
  ),
];

function deleted(table: string): string {
  return `delete from ${table} where account = $1 and email_key = $2 and $3::text is not null`;
}
