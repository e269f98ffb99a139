import type { AuditRules } from '../../domain/audit/compare-contact';
import type { AuditedContact } from '../../store/types';
import type { Wish } from '../contacts/shared-brevo';

/**
 * A contact that other accounts of the same Brevo write, too, without what is as they have it: of an attribute that both write the newer value
 * stands, and of two lists that nobody may be on together the newer score; on a list that one of them wants it on it may be.
 */
export function ofOthersToo(
  wishes: readonly Wish[],
  contact: AuditedContact,
  rules: AuditRules,
): { readonly written: AuditedContact; readonly rules: AuditRules } {
  if (wishes.length === 0) return { written: contact, rules };
  const isNewer = ({ writtenAt }: Wish): boolean =>
    writtenAt !== null && (contact.writtenAt === null || writtenAt > contact.writtenAt);
  const newer = wishes.filter(isNewer);
  return {
    written: {
      ...contact,
      sent: contact.sent.filter((name) => !newer.some(({ sent }) => sent.includes(name))),
      lists: contact.lists.filter((list) => !newer.some(({ shutOut }) => shutOut.includes(list))),
    },
    rules: { ...rules, lists: rules.lists.filter((list) => !wishes.some(({ lists }) => lists.includes(list))) },
  };
}
