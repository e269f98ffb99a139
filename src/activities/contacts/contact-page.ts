import type { ContactState } from '../../brevo/types';
import { askPage, type AskedPage, requireOwnFault, ROW_WAS } from '../ask-page';
import type { ActivityDeps } from '../deps';
import { UNKNOWN } from '../reading-notes';

/** Brevo's largest page of contacts. */
export const CONTACT_PAGE = 1_000;

export interface ContactPage {
  readonly rows: readonly ContactState[];
  /** Contacts that Brevo has in all; null: it could not be read with this page. */
  readonly count: number | null;
  /** Where the next page begins; null: this was the last one. */
  readonly next: number | null;
  /** A contact was passed over, and nobody knows who: whoever is not met may be them. */
  readonly passedOver: boolean;
}

/** Brevo's contacts from `offset` on, in smaller pages where a page is too much at once. One that is so alone is set aside by its place. */
export async function readContactPage(deps: ActivityDeps, account: string, offset: number): Promise<ContactPage> {
  const brevo = deps.brevo(account);
  const asked = await askPage(deps, listOf(account), (limit) => brevo.listContacts({ limit, offset }));
  if (asked.kind === 'row') return passOver(deps, account, { offset, asked });
  const { rows, received, count } = asked.answer;
  return { rows, count, next: received < asked.limit ? null : offset + received, passedOver: false };
}

async function passOver(
  deps: ActivityDeps,
  account: string,
  { offset, asked }: { readonly offset: number; readonly asked: Extract<AskedPage<unknown>, { kind: 'row' }> },
): Promise<ContactPage> {
  const elsewhere = { limit: 1, offset: offset === 0 ? 1 : 0 };
  const askElsewhere = (): Promise<unknown> => deps.brevo(account).listContacts(elsewhere);
  await requireOwnFault(deps, listOf(account), { why: asked.why, askElsewhere });
  const detail = `record: ${ROW_WAS[asked.why]}, number ${String(offset + 1)} of Brevo’s contacts`;
  const entry = { kind: 'contact', key: UNKNOWN, step: 'read', cause: 'unreadable', held: true, detail } as const;
  await deps.store.quarantine.put(account, [entry]);
  deps.log.warn('contacts.passed_over', { account, detail });
  return { rows: [], count: null, next: offset + 1, passedOver: true };
}

function listOf(account: string): { account: string; name: string; most: number } {
  return { account, name: 'brevo contacts', most: CONTACT_PAGE };
}
