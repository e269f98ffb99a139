import type { Intent, Taking } from '../../store/types';
import type { ActivityDeps } from '../deps';
import type { Change } from './contact-changes';
import { handOver } from './shared-brevo';

/** Changes that are about to be sent, and who sends them; missing: somebody who waits for nobody. */
export interface TakenOut {
  readonly changes: readonly Change[];
  readonly taking?: Taking | undefined;
}

/**
 * What is noted before changes are sent, beside the write itself; answers whom they may be sent to. Whoever was erased since the plan was made
 * is sent no more; and of several who go through the same contacts, each takes its own. Of those that differ from their publication it is
 * forgotten; a repair sends once more what is remembered of a contact.
 */
export function takeOut(deps: ActivityDeps, account: string, taken: TakenOut): Promise<readonly Change[]> {
  return noted(deps, account, { ...taken, forgets: ({ hash, due }) => hash !== due.hash });
}

/** The same of those whose values are emptied first: none of them is as it was published until that is confirmed. */
export function takeOutToClear(deps: ActivityDeps, account: string, taken: TakenOut): Promise<readonly Change[]> {
  return noted(deps, account, { ...taken, forgets: () => true });
}

async function noted(
  deps: ActivityDeps,
  account: string,
  { changes, taking, forgets }: TakenOut & { readonly forgets: (change: Change) => boolean },
): Promise<readonly Change[]> {
  const { contacts } = deps.store;
  const [differing, same] = [changes.filter(forgets), changes.filter((change) => !forgets(change))];
  const keys = same.map(({ emailKey }) => emailKey);
  const mayLeave = new Set([
    ...(differing.length === 0 ? [] : await contacts.intend(account, differing.map(intentOf), taking)),
    ...(keys.length === 0 ? [] : await contacts.admitted(account, keys)),
  ]);
  const leaving = changes.filter(({ emailKey }) => mayLeave.has(emailKey));
  await handOver(deps, leaving);
  return leaving;
}

function intentOf({ emailKey, dueVersion, lists, attributes }: Change): Intent {
  return { emailKey, dueVersion, lists, sent: Object.keys(attributes) };
}
