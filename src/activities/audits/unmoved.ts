import { isDeepStrictEqual } from 'node:util';
import type { Timestamp } from '../../domain/timestamp';
import type { AuditedContact } from '../../store/types';
import type { ActivityDeps } from '../deps';
import type { AuditSetup } from './types';

/**
 * Contacts that nobody has written to, or marked, since Brevo was asked for them at `askedAt` by the database's clock. To be called when their
 * facts have been read: a change of these is marked together with them.
 */
export async function unmoved(
  { store: { audits } }: Pick<ActivityDeps, 'store'>,
  { account }: AuditSetup,
  { contacts, askedAt }: { readonly contacts: readonly AuditedContact[]; readonly askedAt: Timestamp },
): Promise<readonly AuditedContact[]> {
  const keys = contacts.map(({ emailKey }) => emailKey);
  const now = new Map((await audits.contacts(account, keys)).map((contact) => [contact.emailKey, contact]));
  return contacts.filter((contact) => {
    const wasWritten = contact.writtenAt !== null && contact.writtenAt >= askedAt;
    return !contact.waits && !wasWritten && isDeepStrictEqual(now.get(contact.emailKey), contact);
  });
}
