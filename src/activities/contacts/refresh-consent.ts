import { emailKey } from '../../domain/email';
import type { MappingRules } from '../../domain/contact/projection';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { readContactState, stateOf } from './contact-state';
import { type Change, withConsent } from './contact-changes';

const PAGE = 1_000;
/** At 10 pages a second: what one step can read beside its writes. */
const MOST_PAGES = 300;
/** Asked one by one in one step. */
const MOST_SINGLE = 500;

/**
 * These changes with Brevo's state of each contact as it is in this step: nobody is put on a list by what was known of their consent before
 * (spec 5c). Reads every contact of Brevo, a thousand a request, or asks for each, whichever is less. Changes beyond what one step can ask
 * are left out: they stay due.
 */
export async function refreshConsent(
  deps: ActivityDeps,
  account: string,
  { changes, rules }: { readonly changes: readonly Change[]; readonly rules: Pick<MappingRules, 'lists'> },
): Promise<readonly Change[]> {
  if (changes.length === 0) return [];
  const states = await readStates(deps, account, changes);
  return changes.flatMap((change) => {
    const state = states.get(change.emailKey);
    return state === undefined ? [] : [withConsent(change, state, rules)];
  });
}

type States = ReadonlyMap<string, BrevoStateRow | null>;

async function readStates(deps: ActivityDeps, account: string, changes: readonly Change[]): Promise<States> {
  const first = await deps.brevo(account).listContacts({ limit: PAGE, offset: 0 });
  const pages = Math.ceil(first.count / PAGE);
  const isWalk = pages <= MOST_PAGES && pages - 1 <= changes.length;
  const walked = isWalk ? await walk(deps, account, changes) : new Map<string, BrevoStateRow>();
  // A row may slip past a walk while others go. Somebody who was never met is unknown to Brevo, and has never said no.
  const unread = changes.filter(({ emailKey, knownToBrevo }) => !walked.has(emailKey) && (!isWalk || knownToBrevo));
  const states = new Map<string, BrevoStateRow | null>(isWalk ? changes.map(({ emailKey }) => [emailKey, null]) : []);
  for (const { emailKey } of unread) states.delete(emailKey);
  for (const { emailKey } of unread.slice(0, MOST_SINGLE))
    states.set(emailKey, await readContactState(deps, account, emailKey));
  return new Map([...states, ...walked]);
}

async function walk(
  deps: ActivityDeps,
  account: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, BrevoStateRow>> {
  const brevo = deps.brevo(account);
  const keys = new Map(changes.map(({ email, emailKey }) => [email, emailKey]));
  const walkedStates = new Map<string, BrevoStateRow>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listContacts({ limit: PAGE, offset });
    const states = page.rows.flatMap((contact) => {
      const email = emailKey(contact.email);
      return email === null ? [] : [stateOf(contact, keys.get(email) ?? email)];
    });
    await deps.store.contacts.saveBrevoState(account, states);
    for (const state of states) walkedStates.set(state.emailKey, state);
    if (page.received < PAGE) return walkedStates;
  }
}
