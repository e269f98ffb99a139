import { type AttributeValue, type BrevoAttribute, type BrevoContact, type BrevoSnapshot } from './model';

/** Identifiers that belong to one contact at most (brevo-api.md 2, point 3). */
export const uniqueAttributes = ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER'] as const;

/** Brevo's memory with its indexes. `data` is what a snapshot holds; contacts are kept in a map beside it. */
export interface BrevoMemory {
  readonly data: Mutable<Omit<BrevoSnapshot, 'contacts'>>;
  readonly contacts: ReadonlyMap<number, BrevoContact>;
  /** Owner of an identifier: `email`, `ext_id` or one of {@link uniqueAttributes}. */
  ownerOf(identifier: string, value: string): BrevoContact | null;
  attribute(name: string): BrevoAttribute | null;
  add(contact: Omit<BrevoContact, 'id'>): BrevoContact;
  /** Writes the fields and keeps the indexes true. */
  update(contact: BrevoContact, fields: Partial<Omit<BrevoContact, 'id'>>): void;
  remove(contact: BrevoContact): void;
  newId(): number;
  snapshot(): BrevoSnapshot;
  restore(snapshot: BrevoSnapshot): void;
}

type Mutable<Shape> = {
  -readonly [Key in keyof Shape]: Shape[Key] extends readonly (infer Item)[]
    ? Item[]
    : Shape[Key] extends Readonly<Record<string, number>>
      ? Record<string, number>
      : Shape[Key];
};

export function createMemory(initial: BrevoSnapshot): BrevoMemory {
  const contacts = new Map<number, BrevoContact>();
  const owners = new Map<string, BrevoContact>();
  const attributes = new Map<string, BrevoAttribute>();
  const data = openData(initial);
  const index = (contact: BrevoContact): void => keysOf(contact).forEach((key) => owners.set(key, contact));
  const unindex = (contact: BrevoContact): void => keysOf(contact).forEach((key) => owners.delete(key));
  const restore = (snapshot: BrevoSnapshot): void => {
    contacts.clear();
    owners.clear();
    attributes.clear();
    Object.assign(data, openData(snapshot));
    for (const contact of snapshot.contacts) {
      const copy = { ...contact };
      contacts.set(copy.id, copy);
      index(copy);
    }
  };
  restore(initial);
  return {
    data,
    contacts,
    ownerOf: (identifier, value) => owners.get(`${identifier}:${value}`) ?? null,
    attribute: (name) => {
      if (attributes.size !== data.attributes.length) {
        attributes.clear();
        data.attributes.forEach((row) => attributes.set(row.name, row));
      }
      return attributes.get(name) ?? null;
    },
    add: (fields) => {
      const contact = { ...fields, id: (data.nextId += 1) };
      contacts.set(contact.id, contact);
      index(contact);
      return contact;
    },
    update: (contact, fields) => {
      unindex(contact);
      Object.assign(contact, fields);
      index(contact);
    },
    remove: (contact) => {
      unindex(contact);
      contacts.delete(contact.id);
    },
    newId: () => (data.nextId += 1),
    snapshot: () => structuredClone({ ...data, contacts: [...contacts.values()] }),
    restore,
  };
}

function openData(snapshot: BrevoSnapshot): BrevoMemory['data'] {
  const { attributes, folders, lists, processes, events, mails, templates, blocked } = snapshot;
  const { idempotencyKeys, dropped, effectiveChanges, nextId } = snapshot;
  const rows = {
    attributes: [...attributes],
    folders: [...folders],
    lists: [...lists],
    processes: [...processes],
    events: [...events],
    mails: [...mails],
    templates: [...templates],
    blocked: [...blocked],
  };
  return structuredClone({ ...rows, idempotencyKeys: { ...idempotencyKeys }, dropped, effectiveChanges, nextId });
}

function keysOf({ email, extId, attributes }: BrevoContact): readonly string[] {
  const keys: string[] = [];
  if (email !== null) keys.push(`email:${email}`);
  if (extId !== null) keys.push(`ext_id:${extId}`);
  for (const name of uniqueAttributes) {
    const value: AttributeValue | undefined = attributes[name];
    if (typeof value === 'string') keys.push(`${name}:${value}`);
  }
  return keys;
}

export function emptySnapshot(): BrevoSnapshot {
  return {
    contacts: [],
    attributes: [],
    folders: [],
    lists: [],
    processes: [],
    events: [],
    mails: [],
    templates: [],
    blocked: [],
    idempotencyKeys: {},
    dropped: { unknownAttributes: {}, wrongTypes: {}, invalidPhones: 0, bodyKeys: {} },
    effectiveChanges: 0,
    nextId: 100,
  };
}
