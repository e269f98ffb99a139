import { ConnectorError, isConnectorError } from '../../domain/errors/connector-error';
import { numbered } from '../../config/rules/check-lists';
import { type ListRef, nameKey } from '../../domain/list-name';
import type { Campaign, PolicyInput } from '../../domain/campaign/campaign-types';
import type { ActivityDeps } from '../deps';
import type { BrevoStateRow } from '../../store/types';
import { readContactState } from '../contacts/contact-state';
import { mappingOf } from '../contacts/mapping';
import { judge } from '../judge';

/** Somebody of whom nothing speaks against a campaign. */
export const NEVER_OPTED_OUT: PolicyInput['person'] = { hasEmail: true, blocklisted: false, unsubscribed: false };

/**
 * Whether the person may be mailed, as Brevo says at this moment (design D9). Having left one of the connector's own lists, those of tags
 * included, or the list that the campaign would put them on, counts as a no. Somebody whom Brevo does not know has never said no, unless a
 * contact of theirs had that was deleted there.
 */
export async function consentOf(
  deps: ActivityDeps,
  account: string,
  { emailKey, campaign }: { readonly emailKey: string | null; readonly campaign: Campaign | null },
): Promise<PolicyInput['person']> {
  if (emailKey === null) return { ...NEVER_OPTED_OUT, hasEmail: false };
  const contact = await askBrevo(deps, account, emailKey);
  if (contact === 'refused') return { ...NEVER_OPTED_OUT, hasEmail: false, refused: true };
  if (contact === null) return NEVER_OPTED_OUT;
  const lists = await listsFor(deps, account, campaign);
  const list = listIn(lists, campaign);
  return {
    ...consentIn(contact, listsOf(lists, campaign)),
    ...(list === null ? {} : { onList: contact.lists.includes(list) }),
  };
}

/** What a contact's own word in Brevo means for a campaign that these lists have to do with. */
export function consentIn(
  contact: Pick<BrevoStateRow, 'blacklisted' | 'unsubscribed' | 'consentUnknown' | 'wasDeleted' | 'saidElsewhere'>,
  lists: ReadonlySet<number | null>,
): PolicyInput['person'] {
  return {
    hasEmail: true,
    blocklisted: contact.blacklisted,
    unsubscribed: contact.unsubscribed.some((list) => lists.has(list)),
    ...(contact.consentUnknown === true ? { consentUnknown: true } : {}),
    ...(contact.wasDeleted === true ? { wasDeleted: true } : {}),
    ...(contact.saidElsewhere === true ? { saidElsewhere: true } : {}),
  };
}

/** `refused`: Brevo does not take the address, so nobody can be mailed there. What passes by itself is thrown: without an answer nothing leaves. */
async function askBrevo(
  deps: ActivityDeps,
  account: string,
  emailKey: string,
): Promise<BrevoStateRow | null | 'refused'> {
  try {
    return await readContactState(deps, account, emailKey);
  } catch (thrown) {
    // It waits for an answer that may never come: the gate lists it with what is kept back.
    if (isConnectorError(thrown, 'brevo.protocol')) deps.log.warn('consent.unreadable', { account });
    const { error } = judge(deps, thrown, { account, subject: 'campaign', about: `consent/${emailKey}` });
    if (error.code !== 'brevo.rejected') throw thrown;
    if (!isOfAddress(error)) throw withoutAnswer(error);
    return 'refused';
  }
}

/** Ours, or Brevo's own words for what is wrong with an address (brevo-api.md 7). A 405, or a 400 without a code, says nothing of it. */
const OF_A_VALUE: readonly (string | undefined)[] = ['invalid_parameter', 'missing_parameter', 'out_of_range'];

function isOfAddress({ details: { field, vendorCode } }: ConnectorError): boolean {
  return field === 'email' || OF_A_VALUE.includes(vendorCode);
}

/** Whether the person may be mailed nobody has said: it is asked again, as of an answer that cannot be read. */
function withoutAnswer({ details }: ConnectorError): ConnectorError {
  const status = details.status === undefined ? '' : `, status ${String(details.status)}`;
  return new ConnectorError(
    'brevo.protocol',
    `Brevo refuses the question about consent and does not say why${status}`,
    {
      details,
    },
  );
}

/** Lists that somebody may have left. */
export interface OwnLists {
  /** The connector's own, those of tags included. */
  readonly own: readonly (number | null)[];
  /** What names in the settings stand for. */
  readonly named: ReadonlyMap<string, number>;
}

export async function ownLists(deps: ActivityDeps, account: string): Promise<OwnLists> {
  const { contacts } = deps.store;
  const named = await contacts.namedLists(account);
  const { lists, tags } = numbered(deps.configOf(account), named);
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport } = lists;
  const made = (await contacts.tagLists(account)).values();
  return {
    own: [allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport, ...Object.values(tags), ...made],
    named,
  };
}

/** The same when it has to be known which list the campaign means: a name that nobody has asked Brevo about yet is asked about. */
async function listsFor(deps: ActivityDeps, account: string, campaign: Campaign | null): Promise<OwnLists> {
  const lists = await ownLists(deps, account);
  const list = listOf(campaign);
  if (typeof list !== 'string' || lists.named.has(nameKey(list))) return lists;
  await mappingOf(deps, account);
  return ownLists(deps, account);
}

/** Lists of which one that the person has left is a no: our own, and the one that the campaign would put them on. */
export function listsOf(lists: OwnLists, campaign: Campaign | null): ReadonlySet<number | null> {
  return new Set([...lists.own, listIn(lists, campaign)]);
}

/** The number of the list that the campaign would put somebody on. */
function listIn({ named }: OwnLists, campaign: Campaign | null): number | null {
  const list = listOf(campaign);
  return typeof list === 'string' ? (named.get(nameKey(list)) ?? null) : list;
}

function listOf(campaign: Campaign | null): ListRef | null {
  return campaign !== null && 'listId' in campaign.rule.send ? campaign.rule.send.listId : null;
}
