import type { AttributeDefinition } from '../../brevo/types';
import { typeInBrevo } from '../../config/rules/attribute-fit';
import { findAttribute, isOfOurs } from '../../config/rules/check-mapping';
import { typeWrittenTo } from '../../domain/contact/brevo-proof';
import type { SettingFinding } from '../../workflows/messages';
import type { ActivityDeps } from '../deps';
import type { HeldAgainst } from './held-against';
import { markAll, markCarriers } from './mark-again';

interface Seen extends Pick<HeldAgainst, 'attributes' | 'resolved' | 'create'> {
  readonly faults: readonly SettingFinding[];
}

/**
 * An attribute's type never changes in Brevo: one that has another now was deleted and made anew, and nobody has a value in it. The faults, with
 * the type that was written to where it is another one: only that says what has happened, and how it is as before.
 */
export async function withFormerTypes(
  { store, configOf }: Pick<ActivityDeps, 'store' | 'configOf'>,
  account: string,
  { attributes, faults }: Pick<Seen, 'attributes' | 'faults'>,
): Promise<readonly SettingFinding[]> {
  if (faults.length === 0) return faults;
  const { fieldMapping, brevo } = configOf(account);
  const proofs = await store.brevoProofs.all(account);
  const again = brevo.createAttributes ? 'the connector makes it again' : 'make it again with the former type';
  return faults.map((fault) => {
    const name = fieldMapping[fault.setting.replace(/^field_mapping\./, '')];
    const now = name === undefined ? undefined : typeOf(name, attributes);
    const { type: before } = typeWrittenTo(proofs, name ?? '');
    if (name === undefined || now === undefined || before === null || before === now) return fault;
    const told = `It was of type ${before}, so it was deleted there and made anew: delete it, and ${again}, with everybody’s value`;
    return { ...fault, sentence: `${fault.sentence}. ${told}` };
  });
}

/**
 * Has everybody's values written again into attributes that were gone, or of another type, when they were last looked at, and fit now. Nothing is
 * asked of Brevo for it. What is known is kept last: a run that dies in between begins anew.
 */
export async function rewriteMadeAnew(deps: ActivityDeps, account: string, seen: Seen): Promise<void> {
  const { brevoProofs } = deps.store;
  const proofs = await brevoProofs.all(account);
  const made = new Map<string, string>(seen.create.map(({ name, type }) => [name, type]));
  const isMade = seen.faults.length === 0;
  const fitting = new Set(seen.resolved.map(({ attribute }) => attribute));
  for (const name of new Set(Object.values(deps.configOf(account).fieldMapping).filter(isOfOurs))) {
    const before = typeWrittenTo(proofs, name);
    const now = typeOf(name, seen.attributes) ?? (isMade ? made.get(name) : undefined);
    if (now === undefined || !fitting.has(name)) {
      // Whatever is written meanwhile is written without it, so who has carried it is not known any more.
      if (before.type !== null && before.type !== now && !before.isGone)
        await brevoProofs.record(account, `attribute ${name} gone`, true);
      continue;
    }
    if (before.type === now && !before.isGone) continue;
    if (before.type !== null) {
      deps.log.warn('mapping.attribute_made_anew', { account, attribute: name, was: before.type, is: now });
      await markCarriers(deps, account, { attributes: [name] });
      if (before.isGone) await markAll(deps, account);
    }
    if (before.type !== null && before.type !== now)
      await brevoProofs.record(account, `attribute ${name} of type ${before.type}`, false);
    await brevoProofs.record(account, `attribute ${name} of type ${now}`, true);
    if (before.isGone) await brevoProofs.record(account, `attribute ${name} gone`, false);
  }
}

/** Brevo's word for the type of an attribute; undefined: it has none of that name. */
export function typeOf(name: string, attributes: readonly AttributeDefinition[]): string | undefined {
  const found = findAttribute(name, attributes);
  return found === undefined ? undefined : typeInBrevo(found);
}
