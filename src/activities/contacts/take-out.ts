import type { Settled } from '../../store/types';
import type { ActivityDeps } from '../deps';
import type { Change } from './contact-changes';

/**
 * What is noted before changes are sent, beside the write itself; answers whom they may be sent to: whoever was erased since the plan was made
 * is sent no more. Of those that differ from their publication it is forgotten; a repair sends once more what is remembered of a contact.
 */
export function takeOut(deps: ActivityDeps, account: string, changes: readonly Change[]): Promise<readonly Change[]> {
  return noted(deps, account, { changes, forgets: ({ hash, due }) => hash !== due.hash });
}

/** The same of those whose values are emptied first: none of them is as it was published until that is confirmed. */
export function takeOutToClear(
  deps: ActivityDeps,
  account: string,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  return noted(deps, account, { changes, forgets: () => true });
}

async function noted(
  { store: { contacts } }: ActivityDeps,
  account: string,
  { changes, forgets }: { readonly changes: readonly Change[]; readonly forgets: (change: Change) => boolean },
): Promise<readonly Change[]> {
  const admitted = new Set(
    await contacts.admitted(
      account,
      changes.map(({ emailKey }) => emailKey),
    ),
  );
  const mayLeave = changes.filter(({ emailKey }) => admitted.has(emailKey));
  await contacts.intend(account, mayLeave.filter(forgets).map(intentOf));
  return mayLeave;
}

function intentOf({ emailKey, lists, attributes }: Change): Pick<Settled, 'emailKey' | 'lists' | 'sent'> {
  return { emailKey, lists, sent: Object.keys(attributes) };
}
