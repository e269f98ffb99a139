import type { Store } from '../../store/types';

type StoredErasure = NonNullable<Awaited<ReturnType<Store['privacy']['find']>>>;

/** That a person was erased, by the hash of the address: nothing else is known of them. Null: they never were. */
export async function personErasure({ privacy }: Store, account: string, email: string): Promise<string | null> {
  const erasure = await privacy.findByAddress(account, email);
  return erasure === null ? null : sentence(erasure);
}

/** The same of whoever the ticket belonged to. */
export async function ticketErasure({ privacy }: Store, account: string, ticketId: number): Promise<string | null> {
  const erasure = await privacy.findByTicket(account, ticketId);
  return erasure === null ? null : `Of the person whose ticket this is: ${sentence(erasure)}`;
}

/** What the newest asking has come to; one that was asked again after the deletion finds nothing more. */
const IN_BREVO: Readonly<Record<NonNullable<StoredErasure['brevoEnd']>, string>> = {
  deleted: ', in Brevo too',
  unknown: ', and Brevo had no such contact any more',
  refused: ', and Brevo did not let go of the contact',
};

function sentence({ state, shutAt, erasedAt, allowedAt, brevoEnd }: StoredErasure): string {
  if (state === 'erasing') return `Erasing since ${timeOf(shutAt)}; nothing is taken in any more.`;
  const erased = `Erased on ${timeOf(erasedAt ?? shutAt)} at their request${brevoEnd === null ? '' : IN_BREVO[brevoEnd]}`;
  return state === 'allowed'
    ? `${erased}; since ${timeOf(allowedAt ?? shutAt)} the person may come back.`
    : `${erased}; not brought back by any sync. \`tajo privacy allow\` lifts that.`;
}

function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
