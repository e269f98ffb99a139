import type { AuditPosition } from '../../store/types';

export type ContactsPosition = Extract<AuditPosition, { phase: 'contacts' }>;

/** From the first contact to the last. */
export const ALL_CONTACTS: ContactsPosition = { phase: 'contacts', after: '', left: null, began: '', wrapped: false };

/** So many contacts from a place at random on. Addresses begin with letters and digits. */
export function sampleOf(contacts: number): ContactsPosition {
  const began = Math.random().toString(36).slice(2, 5);
  return { phase: 'contacts', after: began, left: contacts, began, wrapped: false };
}

/** Where the walk goes on behind `end`; null: there was no more. Behind the last contact comes the first, up to where it began. */
export function next(
  from: ContactsPosition,
  { end, looked }: { readonly end: string | null; readonly looked: number },
): AuditPosition {
  const left = from.left === null ? null : from.left - looked;
  if (left === 0) return { phase: 'done' };
  if (end !== null) return { ...from, after: end, left };
  return from.wrapped || from.began === '' ? { phase: 'done' } : { ...from, after: '', left, wrapped: true };
}
