import { checkMapping } from '../../config/rules/check-mapping';
import type { ConnectorConfig } from '../../config/types';
import { aboutList, type DifferenceKind } from '../../domain/audit/differences';
import { typeWrittenTo } from '../../domain/contact/brevo-proof';
import type { ListRules } from '../../domain/contact/projection';
import { timestampOf } from '../../domain/timestamp';
import type { AuditPosition, Finding } from '../../store/types';
import { allLists } from '../contacts/all-lists';
import { mappingRules } from '../contacts/contact-facts';
import { typeOf } from '../contacts/attribute-types';
import { CONTACT_PAGE } from '../contacts/contact-page';
import { enrichSince } from '../contacts/mapping';
import type { ActivityDeps } from '../deps';
import { ALL_CONTACTS, sampleOf } from './positions';
import type { AuditSetup, AuditWish } from './types';

/**
 * Begins the audit of this id, or finds where it stands, and holds the mapping against Brevo's attributes and lists without making any:
 * what is gone there is one difference of the account, not one of each contact.
 */
export async function prepareAudit(
  deps: ActivityDeps,
  { account, sample, nightly }: AuditWish,
  auditId: string,
): Promise<AuditSetup> {
  const brevo = deps.brevo(account);
  const attributes = await brevo.listAttributes();
  const existing = new Set((await allLists(brevo)).map(({ id }) => id));
  const mapping = await mappingAgainst(deps, account, attributes);
  const startedAt = timestampOf(deps.now());
  const { fields, goneAttributes, misfits } = mapping;
  const scope = { account, fields, startedAt, enrichSince: enrichSince(deps.configOf(account), startedAt) };
  const goneLists = ourLists((await mappingRules(deps, scope)).lists).filter((list) => !existing.has(list));
  const findings = [...mapping.findings, ...goneLists.map((list) => ofAccount('list_gone', aboutList(list)))];
  const total = await deps.store.contacts.countPublished(account);
  const { startedAt: since } = await deps.store.audits.begin(account, {
    auditId,
    scope: sample === null ? 'all' : 'sample',
    nightly,
    wanted: sample,
    position: sample === null ? await cheapest(deps, account, total) : sampleOf(sample),
    contacts: sample === null ? total : Math.min(sample, total),
    findings,
  });
  return { ...scope, auditId, goneLists, goneAttributes, misfits, since };
}

/** Brevo's pages hold a thousand contacts, its own too: they cost less than asking for each of ours unless ours are few among many. */
async function cheapest(deps: ActivityDeps, account: string, total: number): Promise<AuditPosition> {
  const { count } = await deps.brevo(account).listContacts({ limit: 1, offset: 0 });
  return Math.ceil(count / CONTACT_PAGE) <= total ? { phase: 'pages', offset: 0 } : ALL_CONTACTS;
}

type Attributes = Parameters<typeof checkMapping>[1]['attributes'];

type Mapping = Pick<AuditSetup, 'fields' | 'goneAttributes' | 'misfits'> & { readonly findings: readonly Finding[] };

/** The fields as they were meant, and which attributes of them are gone or do not fit any more. */
async function mappingAgainst(deps: ActivityDeps, account: string, attributes: Attributes): Promise<Mapping> {
  const config = withCreation(deps.configOf(account));
  const customFields = await deps.store.facts.customFields(account);
  const proofs = await deps.store.brevoProofs.all(account);
  const checked = checkMapping(config, { attributes, customFields });
  // As if Brevo had no attributes: a fault that stays is the setting's, and what does not fit now would have fitted.
  const natural = checkMapping(config, { attributes: [], customFields }).resolved;
  const faulty = new Set(checked.problems.map(({ source }) => source));
  const goneAttributes = checked.create.map(({ name }) => name);
  const misfits = natural.filter(({ source }) => faulty.has(source));
  return {
    fields: checked.resolved,
    goneAttributes,
    misfits,
    findings: [
      ...goneAttributes.map((name) => ofAccount('attribute_gone', name)),
      ...misfits.map(({ attribute, target }) => ({
        ...ofAccount('attribute_type', attribute),
        has: typeOf(attribute, attributes) ?? null,
        should: typeWrittenTo(proofs, attribute).type ?? target,
      })),
    ],
  };
}

/** As if attributes were to be made, so that those that are missing are told from those that do not fit. */
function withCreation(config: ConnectorConfig): Parameters<typeof checkMapping>[0] {
  return { ...config, brevo: { ...config.brevo, createAttributes: true } };
}

function ofAccount(kind: DifferenceKind, about: string): Finding {
  return { emailKey: '', customerId: null, kind, about, has: null, should: null };
}

/** Every list that the mapping may put somebody on. */
export function ourLists(rules: ListRules): readonly number[] {
  const { allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport, tagLists } = rules;
  const named = [allSupportContacts, satisfiedCustomers, dissatisfiedCustomers, openSupport?.list ?? null];
  return [...new Set([...named.filter((list) => list !== null), ...tagLists.values()])].sort((a, b) => a - b);
}
