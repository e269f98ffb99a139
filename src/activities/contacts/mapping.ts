import { placed } from '../../config/file/setting-lines';
import type { ConnectorConfig } from '../../config/types';
import { isAnotherBrevo } from '../../domain/account/brevo-identity';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { ResolvedField } from '../../domain/contact/mapping-types';
import type { ListByName } from '../../domain/list-name';
import { timestampOf, type Timestamp } from '../../domain/timestamp';
import type { ActivityDeps } from '../deps';
import type { Lane, Taking } from '../../store/types';
import { rewriteMadeAnew, withFormerTypes } from './attribute-types';
import { readReference } from './reference';
import { type HeldAgainst, heldAgainst } from './held-against';
import { goneLists } from './missing-lists';
import { imaginedNumbers } from '../list-numbers';
import { keepNamedLists } from './named-lists';
import { markCarriers } from './mark-again';

const DAY_MS = 86_400_000;
/** Attributes and lists are changed in Brevo by hand, rarely. */
const FRESH_MS = 10 * 60_000;

/** How contacts of an account are made up. */
export interface ContactMapping {
  readonly account: string;
  readonly fields: readonly ResolvedField[];
  /** Tickets created from here on count for response times; null: none do. */
  readonly enrichSince: Timestamp | null;
  readonly startedAt: Timestamp;
  readonly dryRun?: boolean;
  /** Who writes the contacts; missing: somebody who waits for nobody else. */
  readonly taking?: Taking;
  /** A dry run's own: what the names of lists stand for, or would. */
  readonly namedLists?: Readonly<Record<string, number>>;
  /** `feed`: live traffic waits for the same contacts. */
  readonly lane?: Lane;
}

/** The mapping for single contacts, checked against Brevo every ten minutes instead of for each of them. */
export async function mappingOf(
  deps: ActivityDeps,
  account: string,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<ContactMapping> {
  const now = deps.now();
  const startedAt = timestampOf(now);
  const scope = { account, startedAt, enrichSince: enrichSince(deps.configOf(account), startedAt) };
  if (dryRun) return { ...scope, ...(await wouldFit(deps, account)) };
  const { mappings } = deps.memory;
  const brevo = await brevoOf(deps, account);
  const cached = mappings.get(account);
  const isFresh = cached !== undefined && cached.brevo === brevo && now.getTime() - cached.atMs < FRESH_MS;
  if (!isFresh) await ensureLabels(deps, account);
  const fields = isFresh ? cached.fields : await fittingMapping(deps, account);
  if (!isFresh) mappings.set(account, { atMs: now.getTime(), fields, brevo: await brevoOf(deps, account) });
  return { ...scope, fields };
}

/** Of a dry run: nothing is made in Brevo, nothing is kept, and what does not fit is left out. */
async function wouldFit(deps: ActivityDeps, account: string): Promise<Pick<ContactMapping, 'fields' | 'namedLists'>> {
  const { resolved, lists } = await checkAgainstBrevo(deps, account, { create: false });
  return { fields: resolved, namedLists: lists.namedLists ?? {} };
}

/** The mapping of a run, resolved anew when another Brevo account was connected meanwhile, which knows none of its attributes. */
export async function stillFitting<Scope extends ContactMapping & { readonly brevo?: string | null }>(
  deps: ActivityDeps,
  scope: Scope,
): Promise<Scope> {
  if (scope.brevo === undefined || !isAnotherBrevo(scope.brevo, await brevoOf(deps, scope.account))) return scope;
  return { ...scope, fields: (await mappingOf(deps, scope.account)).fields };
}

/** The Brevo account that is connected, as it names itself; null: nobody knows. */
export async function brevoOf({ store }: ActivityDeps, account: string): Promise<string | null> {
  return (await store.accounts.brevoBinding(account)).identity;
}

/** A ticket may come before the first full sync has read what the custom fields are called. */
async function ensureLabels(deps: ActivityDeps, account: string): Promise<void> {
  const known = await deps.store.facts.customFields(account);
  if (known.length === 0) await readReference(deps, { account });
}

/** From midnight, so that runs of one day agree on which tickets count. */
export function enrichSince(config: ConnectorConfig, startedAt: Timestamp): Timestamp | null {
  const within = config.enrich.activeWithinMs;
  if (within === 'none') return null;
  if (within === 'all') return timestampOf(0);
  const day = Math.floor((Date.parse(startedAt) - within) / DAY_MS) * DAY_MS;
  return timestampOf(day);
}

/**
 * The mapping's fields with their attributes, missing ones made where allowed, for a full sync; the same for lists that are given by name.
 * @throws `config.invalid` with all faults of the mapping and the lists, one a line.
 */
export async function resolveMapping(
  deps: ActivityDeps,
  account: string,
  { create }: { readonly create: boolean },
): Promise<ResolvedSettings> {
  const { resolved, problems, lists } = await checkAgainstBrevo(deps, account, { create });
  await tellMappingFits(deps, account, problems);
  if (problems.length > 0)
    throw new ConnectorError('config.invalid', problems.join('\n'), { details: { field: 'field_mapping' } });
  return { fields: resolved, ...lists };
}

/** What settings come to in Brevo. */
export interface ResolvedSettings extends Pick<ContactMapping, 'fields' | 'namedLists'> {
  /** Of a dry run only: what it would do about each list that is given by name. */
  readonly listsByName?: readonly ListByName[];
}

/** The scope by which `status` shows a mapping that does not fit; it holds back no call. */
const MAPPING = 'mapping';

/**
 * The same for what goes on all the time: what Brevo does not fit any more (an attribute or a list that was deleted by hand) is left out and
 * said, once, until it fits again; tickets and everybody's other fields go on.
 */
async function fittingMapping(deps: ActivityDeps, account: string): Promise<readonly ResolvedField[]> {
  const { resolved, problems } = await checkAgainstBrevo(deps, account, { create: true });
  await tellMappingFits(deps, account, problems);
  return resolved;
}

async function tellMappingFits(
  { store, log }: ActivityDeps,
  account: string,
  problems: readonly string[],
): Promise<void> {
  const { admission, quarantine } = store;
  if (problems.length === 0) {
    if (await admission.lift(account, [MAPPING])) log.info('mapping.fits', { account });
    // A write may have missed a list before the mapping was looked at again.
    const keys = (await goneLists({ store }, account)).map(String);
    await quarantine.replace(account, { kind: 'list', step: 'publish', keys }, []);
    return;
  }
  const message = problems.join('; ');
  const hold = { scope: MAPPING, code: 'config.invalid', message, reason: message };
  if (await admission.hold(account, hold)) log.error('mapping.left_out', { account, problems: problems.length });
}

interface Checked {
  readonly resolved: readonly ResolvedField[];
  /** Where nothing may be made or kept, what would be. */
  readonly lists: Pick<ResolvedSettings, 'namedLists' | 'listsByName'>;
  /** One sentence each, that names the setting and the fix. */
  readonly problems: readonly string[];
}

async function checkAgainstBrevo(
  deps: ActivityDeps,
  account: string,
  { create }: { readonly create: boolean },
): Promise<Checked> {
  const brevo = deps.brevo(account);
  const customFields = await deps.store.facts.customFields(account);
  const config = deps.configOf(account);
  const namedLists = await deps.store.contacts.namedLists(account);
  const checked = await heldAgainst(deps, config, { brevo, customFields, namedLists });
  const faults = [...(await withFormerTypes(deps, account, checked))];
  if (create) faults.push(...(await keepNamedLists(deps, account, { ...checked, make: faults.length === 0 })));
  const problems = placed(config, faults);
  // A full sync with faults makes nothing; what was asked for beside a fault is made with the next one.
  if (create && problems.length === 0) {
    await makeAttributes(deps, account, checked.create);
  }
  if (create) await rewriteMadeAnew(deps, account, { ...checked, faults });
  const made = problems.length === 0 ? [] : checked.create.map(({ name }) => name);
  const lists = create ? {} : imagined(checked);
  return { resolved: checked.resolved.filter(({ attribute }) => !made.includes(attribute)), problems, lists };
}

/**
 * One that somebody has deleted in Brevo is empty when it is made again: whoever was sent a value of it is sent it anew. Marked before, so that it
 * is not forgotten by a step that dies in between, and after, for whoever was written meanwhile and lost it.
 */
async function makeAttributes(deps: ActivityDeps, account: string, wanted: HeldAgainst['create']): Promise<void> {
  if (wanted.length === 0) return;
  const attributes = wanted.map(({ name }) => name);
  await markCarriers(deps, account, { attributes });
  for (const { name, type } of wanted) await deps.brevo(account).createAttribute(name, type);
  await markCarriers(deps, account, { attributes });
}

function imagined({ lists, existing }: HeldAgainst): Checked['lists'] {
  if (lists.named.length === 0) return {};
  return {
    namedLists: Object.fromEntries(
      imaginedNumbers(
        lists,
        existing.map(({ id }) => id),
      ),
    ),
    listsByName: lists.named,
  };
}
