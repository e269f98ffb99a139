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

function sentence({ state, shutAt, erasedAt, allowedAt, brevoEnd }: StoredErasure): string {
  if (state === 'erasing') return `Erasing since ${timeOf(shutAt)}; nothing is taken in any more.`;
  const where = brevoEnd === 'deleted' ? ', in Brevo too' : '';
  const erased = `Erased on ${timeOf(erasedAt ?? shutAt)} at their request${where}`;
  return state === 'allowed'
    ? `${erased}; since ${timeOf(allowedAt ?? shutAt)} the person may come back.`
    : `${erased}; not brought back by any sync. \`tajo privacy allow\` lifts that.`;
}

function timeOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
