import type { AttributeValue, BrevoClient } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import { mayPass } from '../../domain/errors/dispositions';
import type { QuarantineCause } from '../../domain/errors/quarantine-causes';
import type { QuarantineEntry } from '../../store/types';
import { type Change, valuesOf } from './contact-changes';
import { allLists } from './all-lists';
import { withoutLists } from './missing-lists';

export interface Published {
  readonly change: Change;
  /** Held: Brevo refuses the contact; it is tried again by the next full sync. */
  readonly outcome: 'written' | 'held';
  /** Attributes that Brevo holds from us now. */
  readonly sent: readonly string[];
  /** Of the attributes that the write asked Brevo to empty, the {@link Writer.witnesses}. */
  readonly seen: readonly string[];
  /** Attributes that were to be emptied and that no write asked Brevo to. */
  readonly unemptied: readonly string[];
  readonly quarantine: readonly QuarantineEntry[];
  /** Lists that Brevo has no more. */
  readonly missing: readonly number[];
}

/** Where contacts are written, and how values are emptied there. */
export interface Writer {
  readonly brevo: BrevoClient;
  /** False: of an attribute that an empty text in a single write is known to leave as it is. */
  readonly emptiesSingly: (name: string) => boolean;
  /** Those that have a value now and will tell, read back, whether a single write empties values like theirs. */
  readonly witnesses: (email: string, names: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Writes one contact, and empties what has no value any more: which that is, the identifiers that are refused decide, too. A phone that another
 * contact holds, or that Brevo cannot read, would make the whole write fail: it alone is dropped and listed, and the rest is written (design D9).
 */
export async function publishOne(writer: Writer, change: Change): Promise<Published> {
  const emptied = change.clear.filter((name) => writer.emptiesSingly(name));
  const unemptied = change.clear.filter((name) => !emptied.includes(name));
  const seen = emptied.length === 0 ? [] : await writer.witnesses(change.email, emptied);
  try {
    await write(writer.brevo, { ...change, clear: emptied });
    const sent = Object.keys(change.attributes);
    return { change, outcome: 'written', sent, seen, unemptied, quarantine: [], missing: [] };
  } catch (thrown) {
    const suspects = suspectsOf(change, thrown);
    if (suspects.length > 0) return publishApart(writer, change, { suspects, thrown });
    const isGone = isConnectorError(thrown, 'brevo.not_found');
    if (!isGone && !isConnectorError(thrown, 'brevo.rejected', 'brevo.duplicate', 'brevo.invalid_phone')) throw thrown;
    // Which code a list that is gone is refused by, nobody has proved (brevo-api.md 3.2): of any other refusal it is looked up, too.
    const missing = isGone || isConnectorError(thrown, 'brevo.rejected') ? await missingOf(writer, change) : [];
    if (missing.length > 0) return publishWithoutLists(writer, change, missing);
    if (isGone) return publishAnew(writer, change);
    // An empty text is nowhere promised to be taken: what stands beside it must not suffer.
    if (emptied.length > 0) return publishUnemptied(writer, change);
    return held(change, thrown.code, mayPass(thrown));
  }
}

async function publishUnemptied(writer: Writer, change: Change): Promise<Published> {
  const published = await publishOne(writer, { ...change, clear: [] });
  if (published.outcome === 'held') return { ...published, change };
  return { ...published, change, unemptied: [...change.clear, ...published.unemptied] };
}

/** The unique identifiers that a refusal is about: those that Brevo names, else all that the contact has. */
function suspectsOf(change: Change, thrown: unknown): readonly string[] {
  if (!isConnectorError(thrown, 'brevo.duplicate', 'brevo.invalid_phone')) return [];
  const named = thrown.details.duplicateIdentifiers ?? [];
  return named.length === 0 ? change.identifiers : change.identifiers.filter((name) => named.includes(name));
}

/**
 * The contact without the identifiers that were refused. Where Brevo named none of several, each is tried by itself afterwards, so that only
 * the one that is another contact's is lost.
 */
async function publishApart(
  writer: Writer,
  change: Change,
  { suspects, thrown }: { readonly suspects: readonly string[]; readonly thrown: unknown },
): Promise<Published> {
  const published = await publishOne(writer, without(change, suspects));
  if (published.outcome === 'held') return { ...published, change };
  const isCertain = suspects.length === 1 || (isConnectorError(thrown, 'brevo.duplicate') && isNamed(thrown));
  const refused: QuarantineEntry[] = [];
  const taken: string[] = [];
  for (const name of suspects) {
    const refusal = isCertain ? thrown : await writeIdentifier(writer.brevo, change, name);
    if (refusal === null) taken.push(name);
    else refused.push({ ...entryOf(change, causeOf(refusal)), held: false, detail: name });
  }
  return {
    ...published,
    change,
    sent: [...published.sent, ...taken],
    // These have their new value by now.
    seen: published.seen.filter((name) => !taken.includes(name)),
    unemptied: published.unemptied.filter((name) => !taken.includes(name)),
    quarantine: [...published.quarantine, ...refused],
  };
}

function isNamed({ details }: { readonly details: { readonly duplicateIdentifiers?: readonly string[] } }): boolean {
  return (details.duplicateIdentifiers ?? []).length > 0;
}

/** Answers why Brevo refuses it; null: it is written. */
async function writeIdentifier(brevo: BrevoClient, { email, attributes }: Change, name: string): Promise<unknown> {
  const value: AttributeValue | undefined = attributes[name];
  if (value === undefined) return null;
  try {
    await brevo.upsertContact({ email, attributes: { [name]: value } });
    return null;
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.duplicate', 'brevo.invalid_phone', 'brevo.rejected')) return thrown;
    throw thrown;
  }
}

function causeOf(refusal: unknown): QuarantineCause {
  return isConnectorError(refusal, 'brevo.duplicate') ? 'phone_clash' : 'phone_invalid';
}

/** Those of its lists that Brevo does not have. */
async function missingOf(writer: Writer, { join, leave }: Change): Promise<readonly number[]> {
  if (join.length + leave.length === 0) return [];
  const existing = new Set((await allLists(writer.brevo)).map(({ id }) => id));
  return [...join, ...leave].filter((list) => !existing.has(list));
}

/** One of its lists was deleted in Brevo by hand: the contact joins and leaves the others all the same. */
async function publishWithoutLists(writer: Writer, change: Change, missing: readonly number[]): Promise<Published> {
  const published = await publishOne(writer, withoutLists(change, missing));
  return { ...published, change, missing: [...missing, ...published.missing] };
}

/** Deleted in Brevo meanwhile: there is nothing to leave, so it is made anew. */
async function publishAnew(writer: Writer, change: Change): Promise<Published> {
  // A repair was to write one value of somebody who is there.
  if (change.leave.length === 0 || change.only !== undefined) return held(change, 'brevo.not_found');
  return publishOne(writer, { ...change, join: change.lists, leave: [], clear: [] });
}

/** What was sent of them before stands for somebody else, or for nobody, now. */
function without(change: Change, identifiers: readonly string[]): Change {
  const attributes = Object.fromEntries(
    Object.entries(change.attributes).filter(([name]) => !identifiers.includes(name)),
  );
  const isConfirmed = change.due.hash !== null;
  const former = isConfirmed ? identifiers.filter((name) => change.due.sent.includes(name)) : [];
  return {
    ...change,
    attributes,
    identifiers: change.identifiers.filter((name) => !identifiers.includes(name)),
    clear: [...change.clear, ...former],
  };
}

async function write(brevo: BrevoClient, change: Change): Promise<void> {
  const attributes = { ...valuesOf(change), ...emptyTexts(change.clear) };
  if ((change.leave.length > 0 && change.knownToBrevo) || change.only !== undefined) {
    return brevo.updateContact(change.email, { attributes, ...joining(change), ...leaving(change) });
  }
  const { created } = await brevo.upsertContact({ email: change.email, attributes, ...joining(change) });
  // It was on the others before it was deleted.
  if (created && change.join.length < change.lists.length)
    await brevo.upsertContact({ email: change.email, attributes: {}, listIds: change.lists });
}

/** What empties these attributes, in an upsert as in an import that empties. */
export function emptyTexts(names: readonly string[]): Readonly<Record<string, ''>> {
  return Object.fromEntries(names.map((name) => [name, '']));
}

/** Lists that the contact is on already are not named: whoever has left one since is not put back by another change. */
function joining({ join }: Change): { readonly listIds?: readonly number[] } {
  return join.length === 0 ? {} : { listIds: join };
}

function leaving({ leave }: Change): { readonly unlinkListIds?: readonly number[] } {
  return leave.length === 0 ? {} : { unlinkListIds: leave };
}

function held(change: Change, cause: QuarantineCause, isRetried = false): Published {
  return {
    change,
    outcome: 'held',
    sent: [],
    seen: [],
    unemptied: [],
    quarantine: [{ ...entryOf(change, cause), held: true, ...(isRetried ? { isRetried } : {}) }],
    missing: [],
  };
}

function entryOf(change: Change, cause: QuarantineCause): Omit<QuarantineEntry, 'held'> {
  return { kind: 'contact', key: String(change.customerId), step: 'publish', cause };
}
