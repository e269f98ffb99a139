import { type BrevoContext } from './context';
import { duplicate } from './errors';
import { type BrevoMemory, uniqueAttributes } from './memory';
import { type AttributeValue, type BrevoContact } from './model';
import { type AcceptedAttributes } from './values';

export interface ContactWrite {
  /** Lower case; sets or changes the e-mail. */
  readonly email?: string | undefined;
  readonly extId?: string | undefined;
  readonly attributes: AcceptedAttributes;
  readonly listIds?: readonly number[] | undefined;
  readonly unlinkListIds?: readonly number[] | undefined;
  readonly emailBlacklisted?: boolean | undefined;
  readonly smsBlacklisted?: boolean | undefined;
}

/** Names of the identifiers of this write that another contact holds. */
export function findConflicts(
  memory: BrevoMemory,
  contact: BrevoContact | null,
  write: ContactWrite,
): readonly string[] {
  const isTaken = (name: string, value: unknown): boolean => {
    const owner = typeof value === 'string' ? memory.ownerOf(name, value) : null;
    return owner !== null && owner !== contact;
  };
  const conflicts: string[] = uniqueAttributes.filter((name) => isTaken(name, write.attributes[name]));
  if (isTaken('ext_id', write.extId)) conflicts.push('EXT_ID');
  if (isTaken('email', write.email)) conflicts.push('email');
  return conflicts;
}

/** The whole call fails when one identifier is somebody else's (brevo-api.md 2, point 3). */
export function refuseConflicts(
  { switches }: Pick<BrevoContext, 'switches'>,
  conflicts: readonly string[],
  verb: 'create' | 'update',
): void {
  if (conflicts.length === 0) return;
  const are = conflicts.length === 1 ? 'is' : 'are';
  const message = `Unable to ${verb} contact, ${conflicts.join(' or ')} ${are} already associated with another Contact`;
  throw duplicate(switches.duplicateStyle, message, { duplicate_identifiers: conflicts });
}

export function insertContact(memory: BrevoMemory, write: ContactWrite, now: number): BrevoContact {
  const contact = memory.add({
    email: write.email ?? null,
    extId: write.extId ?? null,
    attributes: mergeAttributes({}, write.attributes),
    listIds: [...new Set(write.listIds ?? [])],
    listUnsubscribed: null,
    emailBlacklisted: write.emailBlacklisted ?? false,
    smsBlacklisted: write.smsBlacklisted ?? false,
    createdAt: now,
    modifiedAt: now,
  });
  memory.data.effectiveChanges += 1;
  return contact;
}

/** @returns Whether anything is different afterwards; `modifiedAt` moves only then. */
export function mergeIntoContact(
  memory: BrevoMemory,
  contact: BrevoContact,
  write: ContactWrite,
  now: number,
): boolean {
  const leaving = new Set(write.unlinkListIds ?? []);
  const listIds = [...new Set([...contact.listIds, ...(write.listIds ?? [])])].filter((id) => !leaving.has(id));
  const changesEmail = write.email !== undefined && write.email !== contact.email;
  // A new address counts as a new person: a blocklisted contact is subscribed again (brevo-api.md 2, point 9).
  const emailBlacklisted = changesEmail ? false : (write.emailBlacklisted ?? contact.emailBlacklisted);
  const fields = {
    email: write.email ?? contact.email,
    extId: write.extId ?? contact.extId,
    attributes: mergeAttributes(contact.attributes, write.attributes),
    listIds,
    emailBlacklisted,
    smsBlacklisted: write.smsBlacklisted ?? contact.smsBlacklisted,
    // An explicit false also lifts what the person said per list (brevo-api.md 3.1).
    listUnsubscribed: write.emailBlacklisted === false ? null : contact.listUnsubscribed,
  };
  if (!differs(contact, fields)) return false;
  memory.update(contact, { ...fields, modifiedAt: now });
  memory.data.effectiveChanges += 1;
  return true;
}

function mergeAttributes(
  old: Readonly<Record<string, AttributeValue>>,
  accepted: AcceptedAttributes,
): Readonly<Record<string, AttributeValue>> {
  const merged = { ...old };
  for (const [name, value] of Object.entries(accepted)) {
    if (value === null) Reflect.deleteProperty(merged, name);
    else merged[name] = value;
  }
  return merged;
}

function differs(contact: BrevoContact, fields: Partial<BrevoContact>): boolean {
  const view = (source: Partial<BrevoContact>): string =>
    JSON.stringify([
      source.email,
      source.extId,
      Object.entries(source.attributes ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
      [...(source.listIds ?? [])].sort((one, other) => one - other),
      source.listUnsubscribed,
      source.emailBlacklisted,
      source.smsBlacklisted,
    ]);
  return view(contact) !== view(fields);
}
