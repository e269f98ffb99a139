import { emailKey } from '../../domain/email';
import type { ListMapping } from '../../domain/contact/projection';
import type { BrevoStateRow } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { CONTACT_PAGE, type ContactPage, readContactPage } from './contact-page';
import { judge } from '../judge';
import type { Learned } from './former-refusals';
import { learnFormer, readContactState, stateOf, unreadableState } from './contact-state';
import { type Change, withConsent } from './contact-changes';

/** At 9 pages a second some three minutes: what one step can read beside its writes. */
const MOST_PAGES = 1_500;
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
  { changes, rules }: { readonly changes: readonly Change[]; readonly rules: ListMapping },
): Promise<readonly Change[]> {
  if (changes.length === 0) return [];
  const learned = await learnFormer(
    deps,
    account,
    changes.map(({ emailKey }) => emailKey),
  );
  const states = await readStates(deps, account, {
    changes: changes.filter(({ emailKey }) => !learned.left.has(emailKey)),
    learned,
  });
  return changes.flatMap((change) => {
    const state = states.get(change.emailKey);
    return state === undefined ? [] : [withConsent(change, state, rules)];
  });
}

type States = ReadonlyMap<string, BrevoStateRow | null>;

async function readStates(
  deps: ActivityDeps,
  account: string,
  { changes, learned }: { readonly changes: readonly Change[]; readonly learned: Learned },
): Promise<States> {
  const first = await readContactPage(deps, account, 0);
  const pages = Math.ceil((first.count ?? 0) / CONTACT_PAGE);
  const isWalk = pages <= MOST_PAGES && pages - 1 <= changes.length;
  const { walked, isWhole } = isWalk ? await walk(deps, account, changes) : NOTHING;
  // A row may slip past a walk while others go. Somebody whom a whole one never met is unknown to Brevo, and has never said no.
  // Whose former address has just been asked about may have said no there.
  const unread = changes.filter(
    ({ emailKey, knownToBrevo }) => !walked.has(emailKey) && (!isWhole || knownToBrevo || learned.asked.has(emailKey)),
  );
  const states = new Map<string, BrevoStateRow | null>(isWhole ? changes.map(({ emailKey }) => [emailKey, null]) : []);
  for (const { emailKey } of unread) states.delete(emailKey);
  for (const { emailKey } of unread.slice(0, MOST_SINGLE)) states.set(emailKey, await readOne(deps, account, emailKey));
  const uncertain = [...learned.unread].map((emailKey) => [emailKey, unreadableState(emailKey)] as const);
  return new Map([...states, ...walked, ...uncertain]);
}

/** One that Brevo does not take, or does not answer for, is put on no list; whoever writes it finds out the rest. */
async function readOne(deps: ActivityDeps, account: string, emailKey: string): Promise<BrevoStateRow | null> {
  try {
    return await readContactState(deps, account, emailKey);
  } catch (thrown) {
    judge(deps, thrown, { account, subject: 'record', about: `consent/${emailKey}` });
    return unreadableState(emailKey);
  }
}

interface Walked {
  readonly walked: ReadonlyMap<string, BrevoStateRow>;
  /** No contact was passed over. */
  readonly isWhole: boolean;
}

const NOTHING: Walked = { walked: new Map(), isWhole: false };

async function walk(deps: ActivityDeps, account: string, changes: readonly Change[]): Promise<Walked> {
  const keys = new Map(changes.map(({ email, emailKey }) => [email, emailKey]));
  const walkedStates = new Map<string, BrevoStateRow>();
  let isWhole = true;
  for (let offset: number | null = 0; offset !== null;) {
    const page: ContactPage = await readContactPage(deps, account, offset);
    const states = page.rows.flatMap((contact) => {
      const email = emailKey(contact.email);
      return email === null ? [] : [stateOf(contact, keys.get(email) ?? email)];
    });
    for (const state of await deps.store.contacts.saveBrevoState(account, states))
      walkedStates.set(state.emailKey, state);
    isWhole &&= !page.passedOver;
    offset = page.next;
  }
  return { walked: walkedStates, isWhole };
}
