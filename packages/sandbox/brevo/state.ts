import { createHash } from 'node:crypto';
import { type BrevoContext } from './context';
import {
  type BrevoAttribute,
  type BrevoContact,
  type BrevoEvent,
  type BrevoMail,
  type BrevoSnapshot,
  type Dropped,
} from './model';

/** The ledger of truth: what Brevo holds, for oracles. Imports whose time has come are carried out before it is read. */
export interface BrevoState {
  contacts(): readonly Readonly<BrevoContact>[];
  contact(email: string): Readonly<BrevoContact> | null;
  /** E-mails of a list's members, sorted. */
  members(listId: number): readonly string[];
  attributes(): readonly BrevoAttribute[];
  events(): readonly BrevoEvent[];
  /** Events that came more than once with the same content. */
  duplicateEvents(): readonly BrevoEvent[];
  mails(): readonly BrevoMail[];
  dropped(): Readonly<Dropped>;
  /** Contact changes that changed something, import rows included. */
  effectiveChanges(): number;
  /** Imports that are not carried out yet. */
  pendingImports(): number;
  snapshot(): BrevoSnapshot;
  restore(snapshot: BrevoSnapshot): void;
}

export function createState({ memory }: BrevoContext, settle: () => void): BrevoState {
  const settled = <Value>(read: () => Value): Value => {
    settle();
    return read();
  };
  return {
    contacts: () => settled(() => [...memory.contacts.values()]),
    contact: (email) => settled(() => memory.ownerOf('email', email.toLowerCase())),
    members: (listId) =>
      settled(() =>
        [...memory.contacts.values()]
          .filter(({ listIds }) => listIds.includes(listId))
          .map(({ email }) => email ?? '')
          .sort(),
      ),
    attributes: () => memory.data.attributes,
    events: () => memory.data.events,
    duplicateEvents: () => repeated(memory.data.events),
    mails: () => memory.data.mails,
    dropped: () => settled(() => memory.data.dropped),
    effectiveChanges: () => settled(() => memory.data.effectiveChanges),
    pendingImports: () => settled(() => memory.data.processes.filter(({ done }) => !done).length),
    snapshot: () => settled(() => memory.snapshot()),
    restore: (snapshot) => memory.restore(snapshot),
  };
}

/** Whoever leaves the date to Brevo sends the same twice with two dates: it is no part of what is compared. */
function repeated(events: readonly BrevoEvent[]): readonly BrevoEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const content = JSON.stringify({ ...event, date: '', receivedAt: 0 });
    const key = createHash('sha256').update(content).digest('base64');
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}
