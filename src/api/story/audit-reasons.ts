import { DIFFERENCES, listOf } from '../../domain/audit/differences';
import { emailKey } from '../../domain/email';
import type { Timestamp } from '../../domain/timestamp';
import type { Store, StoredFinding } from '../../store/types';

/** Found of one contact; older ones say nothing new. */
const MOST = 100;
const SHOWN = 5;

/**
 * What audits have found of a contact and what became of it, newest first: each difference once, as it was found last. Values are only in the
 * reports.
 */
export async function auditReasons(
  { audits }: Pick<Store, 'audits'>,
  account: string,
  email: string,
): Promise<readonly string[]> {
  const key = emailKey(email);
  if (key === null) return [];
  const differences = new Map<string, { readonly newest: StoredFinding; earlier: number }>();
  for (const finding of await audits.ofContact(account, key, MOST)) {
    const name = `${finding.kind}/${finding.about}`;
    const known = differences.get(name);
    if (known === undefined) differences.set(name, { newest: finding, earlier: 0 });
    else known.earlier += 1;
  }
  const lines = new Map<string, string[]>();
  for (const { newest, earlier } of differences.values()) {
    const line = sentence(newest, earlier);
    lines.set(line, [...(lines.get(line) ?? []), ...(newest.about === '' ? [] : [newest.about])]);
  }
  return [...lines]
    .slice(0, SHOWN)
    .map(([line, about]) => line.replace(ABOUT, () => (about.length === 0 ? '' : ` (${about.join(', ')})`)));
}

/** What of a contact is not in Brevo as it was told, as the audit that looked at it last has found; nothing was written since. */
export async function unlikeTold(
  { audits }: Pick<Store, 'audits'>,
  account: string,
  { email, publishedAt }: { readonly email: string; readonly publishedAt: Timestamp | null },
): Promise<readonly StoredFinding[]> {
  const key = emailKey(email);
  if (key === null) return [];
  const found = await audits.lastFindings(account, [key]);
  return found.filter(
    ({ kind, state, foundAt }) =>
      state === 'open' && DIFFERENCES[kind].repair !== 'never' && (publishedAt === null || foundAt > publishedAt),
  );
}

/** The lists that the contact was put on, and is not on any more. */
export function listsLost(findings: readonly StoredFinding[]): readonly number[] {
  return findings.flatMap(({ kind, about }) => (kind === 'left' || kind === 'not_joined' ? (listOf(about) ?? []) : []));
}

/** Where a sentence names what it is about: what else was found of the contact in the same way is named with it. */
const ABOUT = '{about}';

function sentence({ kind, state, foundAt, settledAt }: StoredFinding, earlier: number): string {
  const before = earlier === 0 ? '' : `, found by ${String(earlier + 1)} audits`;
  const end = `${END[state]}${settledAt === null ? '' : ` ${timeOf(settledAt)}`}`;
  return `Audit of ${timeOf(foundAt)}: the contact ${DIFFERENCES[kind].what}${ABOUT}${before}; ${end}.`;
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
