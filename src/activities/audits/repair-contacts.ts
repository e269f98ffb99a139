import { DIFFERENCES, listOf, OFF_LIST, ON_LIST, repairable } from '../../domain/audit/differences';
import type { AuditedContact, StoredFinding } from '../../store/types';
import { type Change, changeAnyway, type OnlyThis } from '../contacts/contact-changes';
import { factsOf, mappingRules } from '../contacts/contact-facts';
import { type ContactMapping, mappingOf } from '../contacts/mapping';
import { prepareChanges, publishChanges, publishContacts } from '../contacts/publish-contacts';
import type { ActivityDeps } from '../deps';
import type { RepairStatus, RepairWish } from './types';

/** Contacts of one step: enough for an import, where one can carry them. */
const AT_ONCE = 500;

/**
 * Writes the next differences of a report to Brevo, and nothing else, by the way on which everything is published: with the same gate, consent
 * of now, and imports where many go. What is sent is what should be there by now; whoever was written since has nothing left to repair.
 */
export async function repairContacts(
  deps: ActivityDeps,
  { account, report, overwrite }: RepairWish,
): Promise<RepairStatus> {
  const { audits } = deps.store;
  const kinds = repairable(overwrite);
  const cases = await openCases(deps, account, await audits.open(account, report, { kinds, contacts: AT_ONCE }));
  const written = cases.filter(isWritten).map(({ emailKey }) => emailKey);
  const superseded = await audits.supersede(account, report, written);
  const open = cases.filter((one) => !isWritten(one) && !isLeftToOthers(one));
  const mapping = { ...(await mappingOf(deps, account)), lane: 'feed' as const };
  await publishMarked(deps, mapping, open.filter(isPublished));
  await writeDifferences(
    deps,
    mapping,
    open.filter((one) => !isPublished(one)),
  );
  const settled = await audits.settle(account, report, {
    kinds,
    contacts: open.flatMap((one) => (one.contact === null ? [] : [{ ...one.contact, asDue: isPublished(one) }])),
  });
  const counts = await audits.repairs(account, report, kinds);
  return { ...counts, done: counts.open === 0 || superseded + settled === 0 };
}

/** Everything that is to be repaired of one contact. */
interface RepairCase {
  readonly emailKey: string;
  readonly findings: readonly StoredFinding[];
  /** Null: nobody knows the contact any more. */
  readonly contact: AuditedContact | null;
}

async function openCases(
  deps: ActivityDeps,
  account: string,
  findings: readonly StoredFinding[],
): Promise<readonly RepairCase[]> {
  const byKey = new Map<string, StoredFinding[]>();
  for (const finding of findings) byKey.set(finding.emailKey, [...(byKey.get(finding.emailKey) ?? []), finding]);
  const contacts = await deps.store.audits.contacts(account, [...byKey.keys()]);
  const known = new Map(contacts.map((contact) => [contact.emailKey, contact]));
  return [...byKey].map(([emailKey, of]) => ({ emailKey, findings: of, contact: known.get(emailKey) ?? null }));
}

/** It was written since, with all that it should hold; or nobody knows it any more. */
function isWritten({ contact, findings }: RepairCase): boolean {
  if (contact === null) return true;
  return findings.some(({ foundAt }) => contact.writtenAt !== null && contact.writtenAt > foundAt);
}

/**
 * It is about to be written, or an import of it is on its way. That may end without a write, if nothing of the contact has changed: so its
 * differences stay open, for a repair after it. One that is published as due may be due already.
 */
function isLeftToOthers(one: RepairCase): boolean {
  return one.contact?.waits === true && !isPublished(one);
}

function isPublished({ findings }: RepairCase): boolean {
  return findings.some(({ kind }) => DIFFERENCES[kind].repair === 'publish');
}

/** As if the contacts had just changed: they are due, and published. */
async function publishMarked(deps: ActivityDeps, mapping: ContactMapping, cases: readonly RepairCase[]): Promise<void> {
  if (cases.length === 0) return;
  const { account } = mapping;
  const { contacts } = deps.store;
  const emailKeys = cases.map(({ emailKey }) => emailKey);
  await contacts.mark(account, emailKeys);
  const due = await contacts.dueOf(account, emailKeys);
  await publishContacts(deps, mapping, await prepareChanges(deps, mapping, due));
}

async function writeDifferences(
  deps: ActivityDeps,
  mapping: ContactMapping,
  cases: readonly RepairCase[],
): Promise<void> {
  if (cases.length === 0) return;
  const rules = await mappingRules(deps, mapping);
  const facts = await factsOf(
    deps,
    mapping,
    cases.map(({ emailKey }) => emailKey),
  );
  const byKey = new Map(facts.map((fact) => [fact.emailKey, fact]));
  const changes = cases.flatMap(({ emailKey, contact, findings }): readonly Change[] => {
    if (contact === null) return [];
    const only = onlyThis(findings);
    // Somebody who is not in Brevo is written as somebody whom it has never known.
    const due = only === null ? { ...contact, brevo: null } : contact;
    const change = changeAnyway(due, byKey.get(emailKey), { rules, only });
    return change === null ? [] : [change];
  });
  await publishChanges(deps, mapping, changes);
}

/** Null: all of the contact. */
function onlyThis(findings: readonly StoredFinding[]): OnlyThis | null {
  if (findings.some(({ kind }) => DIFFERENCES[kind].repair === 'contact')) return null;
  const lists = (wanted: string): readonly number[] =>
    findings.flatMap(({ about, should }) => (should === wanted ? (listOf(about) ?? []) : []));
  return {
    attributes: findings.map(({ about }) => about).filter((about) => listOf(about) === null),
    join: lists(ON_LIST),
    leave: lists(OFF_LIST),
  };
}
