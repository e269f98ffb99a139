import type { ContactState } from '../../brevo/types';
import { isKept } from '../../domain/contact/kept-value';
import type { MappingRules } from '../../domain/contact/projection';
import { emailKey as keyOf, normaliseEmail } from '../../domain/email';
import type { ImportedPage } from '../../store/contacts/publication-types';
import type { ActivityDeps } from '../deps';
import { isKnown, judge } from '../judge';
import { isFull, targetOf } from './clear-values';
import { mappingRules } from './contact-facts';
import { CONTACT_PAGE, type ContactPage, readContactPage } from './contact-page';
import type { ContactMapping } from './mapping';
import { projected } from './read-back';

/** At 9 pages a second some three minutes: what one step can read. */
const MOST_PAGES = 1_500;
/** Read one by one without asking first how many contacts Brevo has. */
const FEW = 10;

/** Whom a finished import has left out, as Brevo's contacts are now. */
export interface LeftOut {
  /** Brevo does not have them, or not on the import's list, or has none of the import's values. */
  readonly whole: readonly string[];
  /** Some of the import's values are not there: the names of their attributes. */
  readonly partly: ReadonlyMap<string, readonly string[]>;
}

type Row = ImportedPage['rows'][number];

interface Search {
  readonly rules: MappingRules;
  /** The list that the import puts everybody on; null: nobody knows any more. */
  readonly list: number | null;
  /** It puts contacts on the list, and carries nothing of them. */
  readonly isFilling: boolean;
}

/**
 * Finds whom an import that has left out rows has left out: Brevo says only how many, or in a file elsewhere. Reads every contact of Brevo, a
 * thousand a request, or each of the import's, whichever is less. Null: they are more than one step can read.
 */
export async function findLeftOut(
  deps: ActivityDeps,
  scope: ContactMapping,
  processId: number,
): Promise<LeftOut | null> {
  const unmet = await carriedBy(deps, scope.account, processId);
  const rules = await mappingRules(deps, scope);
  const filled = await deps.store.imports.listFilled(scope.account, processId);
  const search = { rules, list: filled ?? rules.lists.allSupportContacts, isFilling: filled !== null };
  const found = { whole: [] as string[], partly: new Map<string, readonly string[]>() };
  const meet = async (contacts: readonly ContactState[]): Promise<void> => {
    const met = contacts.flatMap((held) => {
      const address = addressOf(held.email ?? '');
      const row = unmet.get(address);
      return unmet.delete(address) && row !== undefined ? [{ row, held }] : [];
    });
    await compare(deps, scope, { met, search, found });
  };
  if (!(await readAll(deps, scope.account, { unmet, meet }))) return null;
  found.whole.push(...[...unmet.values()].map(({ emailKey }) => emailKey));
  return found;
}

/** By the address that Brevo knows them by. */
async function carriedBy(deps: ActivityDeps, account: string, processId: number): Promise<Map<string, Row>> {
  const carried = new Map<string, Row>();
  for (let after: string | null = ''; after !== null;) {
    const page: ImportedPage = await deps.store.imports.carried(account, processId, after);
    for (const row of page.rows) carried.set(addressOf(row.emailKey), row);
    after = page.next;
  }
  return carried;
}

function addressOf(email: string): string {
  return normaliseEmail(email) ?? keyOf(email) ?? email;
}

interface Reading {
  readonly unmet: ReadonlyMap<string, Row>;
  readonly meet: (contacts: readonly ContactState[]) => Promise<void>;
}

/** False: they are too many. */
async function readAll(deps: ActivityDeps, account: string, { unmet, meet }: Reading): Promise<boolean> {
  if (unmet.size > FEW) {
    const first = await readContactPage(deps, account, 0);
    const pages = Math.ceil((first.count ?? 0) / CONTACT_PAGE);
    if (pages <= MOST_PAGES && pages - 1 <= unmet.size) {
      for (let page: ContactPage | null = first; page !== null;) {
        await meet(page.rows);
        page = page.next === null ? null : await readContactPage(deps, account, page.next);
      }
      return true;
    }
  }
  if (unmet.size > MOST_PAGES) return false;
  for (const address of [...unmet.keys()]) {
    const held = await readOne(deps, account, address);
    if (held !== null) await meet([held]);
  }
  return true;
}

/** Null: Brevo does not know them, or does not answer for them alone: whoever writes them finds out the rest. */
async function readOne(deps: ActivityDeps, account: string, email: string): Promise<ContactState | null> {
  try {
    return await deps.brevo(account).getContact(email);
  } catch (thrown) {
    if (!isKnown(thrown)) judge(deps, thrown, { account, subject: 'record', about: `left out/${email}` });
    return null;
  }
}

interface Comparison {
  readonly met: readonly { readonly row: Row; readonly held: ContactState }[];
  readonly search: Search;
  readonly found: { readonly whole: string[]; readonly partly: Map<string, readonly string[]> };
}

async function compare(deps: ActivityDeps, scope: ContactMapping, { met, search, found }: Comparison): Promise<void> {
  const { rules, isFilling } = search;
  const emailKeys = isFilling ? [] : met.map(({ row }) => row.emailKey);
  const expected = new Map(
    (await projected(deps, scope, { rules, emailKeys })).map(({ email, attributes }) => [email, attributes]),
  );
  for (const { row, held } of met) {
    const { emailKey, sent, clearing } = row;
    // An import that empties values carries nothing else; whoever has changed since is compared with what is due anyway.
    const wanted = expected.get(addressOf(emailKey)) ?? {};
    const carried = isFilling || clearing.length > 0 ? [] : sent.filter((name) => Object.hasOwn(wanted, name));
    const missing = [
      ...carried.filter(
        (name) => !isKept(targetOf(rules, name), { sent: wanted[name], held: held.attributes[name] ?? undefined }),
      ),
      ...clearing.filter((name) => isFull(held.attributes[name])),
    ];
    const isNothingThere = missing.length > 0 && missing.length === carried.length + clearing.length;
    if (isNothingThere || isOff(row, held, search)) found.whole.push(emailKey);
    else if (missing.length > 0) found.partly.set(emailKey, missing);
  }
}

/** Not on the list, without having left it. */
function isOff({ lists }: Row, held: ContactState, { list }: Search): boolean {
  if (list === null || !lists.includes(list) || held.listIds.includes(list)) return false;
  return !held.emailBlacklisted && !held.listUnsubscribed.includes(list);
}
