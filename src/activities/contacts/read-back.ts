import type { AttributeValue } from '../../brevo/types';
import { holds, type Proofs } from '../../domain/contact/brevo-proof';
import { isKept } from '../../domain/contact/kept-value';
import type { TargetType } from '../../domain/contact/mapping-types';
import { type MappingRules, project } from '../../domain/contact/projection';
import { normaliseEmail } from '../../domain/email';
import type { ActivityDeps } from '../deps';
import { judge } from '../judge';
import { isFull, recordProof, targetOf } from './clear-values';
import { factsOf, mappingRules } from './contact-facts';
import type { ContactMapping } from './mapping';
import { markCarriers } from './mark-again';

/** Looked at in one import, for values of each type. */
const LOOKED_AT = 60;
/** Values of a type that are enough to tell. */
const ENOUGH = 5;

/** What a finished import was seen to do otherwise than Brevo says. */
export interface ImportFindings {
  /** Attributes of types that imports of this account lose: whoever carries one is written singly. */
  readonly lost: readonly string[];
  /** It was to empty values and did not, or emptied others. */
  readonly clearedWrongly: boolean;
}

/**
 * Looks whether Brevo did what a finished import said, where nobody has looked yet: whether each type of value arrived, and whether what was
 * to be emptied is empty (design D18). Both are kept for the account.
 */
export async function proveImport(
  deps: ActivityDeps,
  scope: ContactMapping,
  processId: number,
): Promise<ImportFindings> {
  const proofs = await deps.store.brevoProofs.all(scope.account);
  const rows = await deps.store.imports.sample(scope.account, processId, LOOKED_AT);
  const rules = await mappingRules(deps, scope);
  const clearedWrongly = await proveClearing(deps, scope.account, { rules, proofs, rows });
  const settled = rows.filter(({ clearing, due }) => clearing.length === 0 && !due).map(({ emailKey }) => emailKey);
  await proveTypes(deps, scope, { rules, proofs, emailKeys: settled });
  return { lost: lostAttributes(rules, await deps.store.brevoProofs.all(scope.account)), clearedWrongly };
}

/** Attributes whose values imports of this account lose. */
export function lostAttributes({ fields }: Pick<MappingRules, 'fields'>, proofs: Proofs): readonly string[] {
  return fields
    .filter(({ kind, target }) => kind !== 'email' && holds(proofs, `import ${target}`) === false)
    .map(({ attribute }) => attribute);
}

interface Sample {
  readonly emailKey: string;
  readonly clearing: readonly string[];
  readonly sent: readonly string[];
  readonly due: boolean;
}

interface Known {
  readonly rules: MappingRules;
  readonly proofs: Proofs;
}

async function proveClearing(
  deps: ActivityDeps,
  account: string,
  { rules, proofs, rows }: Known & { readonly rows: readonly Sample[] },
): Promise<boolean> {
  const unproved = rows
    .filter(({ clearing }) =>
      clearing.some((name) => holds(proofs, `empty by import ${targetOf(rules, name)}`) === null),
    )
    .slice(0, ENOUGH);
  let isWrong = false;
  for (const { emailKey, clearing, sent } of unproved) {
    const attributes = await readAttributes(deps, account, normaliseEmail(emailKey) ?? emailKey);
    if (attributes === null) continue;
    // Whoever had values of ours and has none left has lost those that the import did not name.
    const emptiedAll = sent.length > 0 && !sent.some((name) => isFull(attributes[name]));
    for (const target of new Set(clearing.map((name) => targetOf(rules, name)))) {
      const left = clearing.filter((name) => targetOf(rules, name) === target && isFull(attributes[name]));
      const works = left.length === 0 && !emptiedAll;
      isWrong ||= !works;
      await recordProof(deps, account, { subject: `empty by import ${target}`, holds: works });
    }
  }
  return isWrong;
}

async function proveTypes(
  deps: ActivityDeps,
  scope: ContactMapping,
  { rules, proofs, emailKeys }: Known & { readonly emailKeys: readonly string[] },
): Promise<void> {
  const unproved = (target: TargetType): boolean => holds(proofs, `import ${target}`) === null;
  if (!rules.fields.some(({ kind, target }) => kind !== 'email' && unproved(target))) return;
  const seen = await readBack(deps, scope, { rules, emailKeys, wanted: unproved, each: ENOUGH });
  for (const [target, { kept, lost }] of seen) {
    if (kept < lost) await giveUpImporting(deps, scope.account, { rules, target });
    else await recordProof(deps, scope.account, { subject: `import ${target}`, holds: true });
  }
}

/** Types of which most values that Brevo was sent are not there are written singly from now on; a few may have been changed by hand. */
export async function recordLosses(
  deps: ActivityDeps,
  account: string,
  { rules, seen }: { readonly rules: MappingRules; readonly seen: SeenCounts },
): Promise<void> {
  const proofs = await deps.store.brevoProofs.all(account);
  for (const [target, { kept, lost }] of seen) {
    const isNews = holds(proofs, `import ${target}`) !== false;
    if (isNews && lost >= ENOUGH && kept < lost) await giveUpImporting(deps, account, { rules, target });
  }
}

/** What imports have lost before is sent again, singly; first of all, for whoever is told that it is lost does not look again. */
async function giveUpImporting(
  deps: ActivityDeps,
  account: string,
  { rules, target }: { readonly rules: MappingRules; readonly target: TargetType },
): Promise<void> {
  const attributes = rules.fields.filter((field) => field.target === target).map(({ attribute }) => attribute);
  await markCarriers(deps, account, { attributes });
  await recordProof(deps, account, { subject: `import ${target}`, holds: false });
}

/** By type of value: how many Brevo has as they were sent, and how many it has not. */
export type SeenCounts = ReadonlyMap<TargetType, { readonly kept: number; readonly lost: number }>;

/** Reads contacts back from Brevo until it has seen `each` values of each of the wanted types, and compares them with the projection. */
async function readBack(
  deps: ActivityDeps,
  scope: ContactMapping,
  {
    rules,
    emailKeys,
    wanted,
    each,
  }: {
    readonly rules: MappingRules;
    readonly emailKeys: readonly string[];
    readonly wanted: (target: TargetType) => boolean;
    readonly each: number;
  },
): Promise<SeenCounts> {
  const seen = new Map<TargetType, { kept: number; lost: number }>();
  const isEnough = (target: TargetType): boolean => {
    const { kept = 0, lost = 0 } = seen.get(target) ?? {};
    return kept + lost >= each;
  };
  for (const { email, attributes } of await projected(deps, scope, { rules, emailKeys })) {
    const names = Object.keys(attributes).filter((name) => {
      const target = targetOf(rules, name);
      return wanted(target) && !isEnough(target);
    });
    if (names.length === 0) continue;
    const held = await readAttributes(deps, scope.account, email);
    if (held === null) continue;
    for (const name of names) {
      const target = targetOf(rules, name);
      const counted = seen.get(target) ?? { kept: 0, lost: 0 };
      counted[isKept(target, { sent: attributes[name], held: held[name] }) ? 'kept' : 'lost'] += 1;
      seen.set(target, counted);
    }
  }
  return seen;
}

interface Expected {
  readonly email: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** What Brevo should hold of those of these contacts that are somebody’s, as the facts are now. */
export async function projected(
  deps: ActivityDeps,
  scope: ContactMapping,
  { rules, emailKeys }: { readonly rules: MappingRules; readonly emailKeys: readonly string[] },
): Promise<readonly Expected[]> {
  return (await factsOf(deps, scope, emailKeys)).flatMap((facts) => {
    const projection = facts.customer === null ? 'excluded' : project(facts, facts.customer, rules);
    return typeof projection === 'string' ? [] : [projection];
  });
}

/** Null: Brevo does not know the contact, or does not answer for it alone, so nothing can be said. */
async function readAttributes(
  deps: ActivityDeps,
  account: string,
  email: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return (await deps.brevo(account).getContact(email)).attributes;
  } catch (thrown) {
    judge(deps, thrown, { account, subject: 'record', about: `read back/${email}` });
    return null;
  }
}
