import { type BrevoContext, readEmail } from './context';
import { type BrevoContact } from './model';

/**
 * What people do in Brevo by themselves: it counts at once, makes no entry in the journal, and is not counted as an effective change, which
 * are those of requests.
 */
export interface BrevoPeople {
  /** Takes all mail off. Somebody unknown becomes known by it. */
  blocklist(email: string): void;
  /** Wants all mail again, that of the left lists too. Nothing when unknown. */
  subscribe(email: string): void;
  /** Leaves one list, also one that they were not on. Somebody unknown becomes known by it. */
  unsubscribe(email: string, listId: number): void;
  /** Is deleted, with what they said about mail (brevo-api.md 3.5). Nothing when unknown. */
  remove(email: string): void;
  /** Somebody of the shop empties a field on the contact's page. Nothing when unknown. */
  empty(email: string, attribute: string): void;
  /** Gives a list another name; nothing when it is unknown. */
  renameList(listId: number, name: string): void;
  /** Deletes a list; its contacts stay. */
  deleteList(listId: number): void;
  /** Deletes an attribute, with everybody's value. */
  deleteAttribute(name: string): void;
}

export function createPeople({ memory, clock }: BrevoContext, settle: () => void): BrevoPeople {
  const find = (email: string): BrevoContact | null => {
    // Imports whose time had come before this were carried out before it.
    settle();
    return memory.ownerOf('email', addressOf(email));
  };
  const findOrMeet = (email: string): BrevoContact => find(email) ?? memory.add(newcomer(addressOf(email), clock()));
  const write = (contact: BrevoContact, fields: Partial<BrevoContact>): void =>
    memory.update(contact, { ...fields, modifiedAt: clock() });
  return {
    blocklist: (email) => {
      const contact = findOrMeet(email);
      if (!contact.emailBlacklisted) write(contact, { emailBlacklisted: true });
    },
    subscribe: (email) => {
      const contact = find(email);
      if (contact === null || (!contact.emailBlacklisted && contact.listUnsubscribed === null)) return;
      write(contact, { emailBlacklisted: false, listUnsubscribed: null });
    },
    unsubscribe: (email, listId) => {
      const contact = findOrMeet(email);
      const left = contact.listUnsubscribed ?? [];
      if (left.includes(listId) && !contact.listIds.includes(listId)) return;
      write(contact, {
        listIds: contact.listIds.filter((id) => id !== listId),
        listUnsubscribed: [...new Set([...left, listId])],
      });
    },
    remove: (email) => {
      const contact = find(email);
      if (contact !== null) memory.remove(contact);
    },
    empty: (email, attribute) => {
      const contact = find(email);
      if (contact === null) return;
      const left = Object.entries(contact.attributes).filter(([name]) => name !== attribute);
      write(contact, { attributes: Object.fromEntries(left) });
    },
    renameList: (listId, name) => {
      const { lists } = memory.data;
      lists.splice(0, lists.length, ...lists.map((list) => (list.id === listId ? { ...list, name } : list)));
    },
    deleteList: (listId) => {
      settle();
      const { lists } = memory.data;
      lists.splice(0, lists.length, ...lists.filter(({ id }) => id !== listId));
      for (const contact of memory.contacts.values())
        if (contact.listIds.includes(listId))
          write(contact, { listIds: contact.listIds.filter((id) => id !== listId) });
    },
    deleteAttribute: (name) => {
      settle();
      const { attributes } = memory.data;
      attributes.splice(0, attributes.length, ...attributes.filter((attribute) => attribute.name !== name));
      for (const contact of memory.contacts.values()) {
        const left = Object.entries(contact.attributes).filter(([of]) => of !== name);
        write(contact, { attributes: Object.fromEntries(left) });
      }
    },
  };
}

function addressOf(email: string): string {
  const address = readEmail(email);
  if (address === null) throw new Error('the e-mail of a person in Brevo is none');
  return address;
}

function newcomer(email: string, now: number): Omit<BrevoContact, 'id'> {
  return {
    email,
    extId: null,
    attributes: {},
    listIds: [],
    listUnsubscribed: null,
    emailBlacklisted: false,
    smsBlacklisted: false,
    createdAt: now,
    modifiedAt: now,
  };
}
