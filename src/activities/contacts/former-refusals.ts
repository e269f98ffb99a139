import type { ActivityDeps } from '../deps';
import type { FormerAddress } from '../../store/contacts/former-addresses';
import { judge } from '../judge';
import type { BrevoStateRow } from '../../store/types';

/** Asked in one step. */
const MOST = 500;

/** What has come of the addresses that people have left. */
export interface Learned {
  /** The addresses of now of whoever has left one that was asked about. */
  readonly asked: ReadonlySet<string>;
  /** Of one that they have left Brevo's answer could not be read: whether they have said no, nobody can say. */
  readonly unread: ReadonlySet<string>;
  /** Not come to yet. */
  readonly left: ReadonlySet<string>;
}

/**
 * Asks Brevo once about each address that somebody has left since they were asked about last, and has what they had said there stand for the
 * address of now. Before a consent is believed, since a person who changes their address in Gorgias is a contact in Brevo that has said nothing.
 */
export async function learnFormerRefusals(
  deps: ActivityDeps,
  { account, emailKeys }: { readonly account: string; readonly emailKeys: readonly string[] },
  read: (former: string) => Promise<BrevoStateRow | null>,
): Promise<Learned> {
  const { contacts } = deps.store;
  const formers = await contacts.formerUnasked(account, emailKeys);
  const known: FormerAddress[] = [];
  const unread = new Set<string>();
  for (const former of formers.slice(0, MOST)) {
    if (await isAnswered(deps, account, { former: former.former, read })) known.push(former);
    else unread.add(former.emailKey);
  }
  await contacts.carryRefusals(account, known);
  const left = new Set(formers.slice(MOST).map(({ emailKey }) => emailKey));
  return { asked: new Set(known.map(({ emailKey }) => emailKey)), unread, left };
}

async function isAnswered(
  deps: ActivityDeps,
  account: string,
  { former, read }: { readonly former: string; readonly read: (former: string) => Promise<BrevoStateRow | null> },
): Promise<boolean> {
  try {
    return (await read(former))?.consentUnknown !== true;
  } catch (thrown) {
    const { error } = judge(deps, thrown, { account, subject: 'record', about: `consent/${former}` });
    // An address that Brevo does not take has never said anything there.
    return error.code === 'brevo.rejected';
  }
}
