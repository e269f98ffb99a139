import { DIFFERENCES } from '../../domain/audit/differences';
import { emailKey } from '../../domain/email';
import type { Store, StoredFinding } from '../../store/types';

/** Found of one contact; older ones say nothing new. */
const MOST = 100;
const SHOWN = 5;

/** What audits have found of a contact and what became of it, newest first. Values are only in the reports. */
export async function auditReasons({ audits }: Store, account: string, email: string): Promise<readonly string[]> {
  const key = emailKey(email);
  if (key === null) return [];
  const findings = await audits.ofContact(account, key, MOST);
  const different = new Map<string, StoredFinding>();
  for (const finding of findings) {
    const { kind, about, state } = finding;
    const same = `${kind}/${about}/${state}`;
    if (!different.has(same)) different.set(same, finding);
  }
  return [...different.values()].slice(0, SHOWN).map(sentence);
}

function sentence({ kind, about, state, foundAt, settledAt }: StoredFinding): string {
  const what = `the contact ${DIFFERENCES[kind].what}${about === '' ? '' : ` (${about})`}`;
  return `Audit of ${timeOf(foundAt)}: ${what}; ${END[state]}${settledAt === null ? '' : ` ${timeOf(settledAt)}`}.`;
}

const END: Readonly<Record<StoredFinding['state'], string>> = {
  open: 'it was left so',
  repaired: 'it was repaired on',
  refused: 'Brevo refused the repair on',
  superseded: 'all of the contact was written anyway by',
};

function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
