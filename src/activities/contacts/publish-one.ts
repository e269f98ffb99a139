import type { BrevoClient } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { QuarantineCause } from '../../domain/errors/quarantine-causes';
import type { QuarantineEntry } from '../../store/types';
import type { Change } from './contact-changes';
import { allLists } from './tag-lists';

export interface Published {
  readonly change: Change;
  /** Held: Brevo refuses the contact; it is tried again by the next full sync. */
  readonly outcome: 'written' | 'held';
  readonly quarantine: readonly QuarantineEntry[];
  /** Lists that Brevo has no more. */
  readonly missing: readonly number[];
}

/**
 * Writes one contact. A phone that another contact holds, or that Brevo cannot read, would make the whole write fail: it is dropped, listed,
 * and the rest is written (design D9).
 */
export async function publishOne(brevo: BrevoClient, change: Change): Promise<Published> {
  try {
    await write(brevo, change, change.attributes);
    return { change, outcome: 'written', quarantine: [], missing: [] };
  } catch (thrown) {
    const cause = phoneProblem(thrown);
    if (cause !== null && change.phone !== null) return publishWithoutPhone(brevo, change, cause);
    if (isConnectorError(thrown, 'brevo.not_found')) return publishWithoutLists(brevo, change);
    if (isConnectorError(thrown, 'brevo.rejected', 'brevo.duplicate', 'brevo.invalid_phone'))
      return held(change, thrown.code);
    throw thrown;
  }
}

async function publishWithoutPhone(brevo: BrevoClient, change: Change, cause: QuarantineCause): Promise<Published> {
  const entry = { ...entryOf(change, cause), held: false, detail: change.phone?.attribute ?? 'SMS' };
  const published = await publishOne(brevo, withoutPhone(change));
  if (published.outcome === 'held') return { ...published, change };
  return { ...published, change, quarantine: [...published.quarantine, entry] };
}

/** One of its lists was deleted in Brevo by hand: the contact joins and leaves the others all the same. */
async function publishWithoutLists(brevo: BrevoClient, change: Change): Promise<Published> {
  const existing = new Set((await allLists(brevo)).map(({ id }) => id));
  const missing = [...change.join, ...change.leave].filter((list) => !existing.has(list));
  if (missing.length === 0) return publishAnew(brevo, change);
  const pruned = {
    ...change,
    join: change.join.filter((list) => existing.has(list)),
    leave: change.leave.filter((list) => existing.has(list)),
    lists: change.lists.filter((list) => existing.has(list)),
  };
  const published = await publishOne(brevo, pruned);
  return { ...published, change, missing: [...missing, ...published.missing] };
}

/** Deleted in Brevo meanwhile: there is nothing to leave, so it is made anew. */
async function publishAnew(brevo: BrevoClient, change: Change): Promise<Published> {
  if (change.leave.length === 0) return held(change, 'brevo.not_found');
  return publishOne(brevo, { ...change, join: change.lists, leave: [] });
}

function withoutPhone(change: Change): Change {
  const { phone } = change;
  if (phone === null) return change;
  const attributes = Object.fromEntries(Object.entries(change.attributes).filter(([name]) => name !== phone.attribute));
  return { ...change, attributes, phone: null };
}

async function write(brevo: BrevoClient, change: Change, attributes: Change['attributes']): Promise<void> {
  if (change.leave.length > 0 && change.knownToBrevo) {
    return brevo.updateContact(change.email, { attributes, ...joining(change), unlinkListIds: change.leave });
  }
  const { created } = await brevo.upsertContact({ email: change.email, attributes, ...joining(change) });
  // It was on the others before it was deleted.
  if (created && change.join.length < change.lists.length)
    await brevo.upsertContact({ email: change.email, attributes: {}, listIds: change.lists });
}

/** Lists that the contact is on already are not named: whoever has left one since is not put back by another change. */
function joining({ join }: Change): { readonly listIds?: readonly number[] } {
  return join.length === 0 ? {} : { listIds: join };
}

function phoneProblem(thrown: unknown): 'phone_clash' | 'phone_invalid' | null {
  if (isConnectorError(thrown, 'brevo.invalid_phone')) return 'phone_invalid';
  if (!isConnectorError(thrown, 'brevo.duplicate')) return null;
  const identifiers = thrown.details.duplicateIdentifiers ?? [];
  return identifiers.length === 0 || identifiers.includes('SMS') ? 'phone_clash' : null;
}

function held(change: Change, cause: QuarantineCause): Published {
  return { change, outcome: 'held', quarantine: [{ ...entryOf(change, cause), held: true }], missing: [] };
}

function entryOf(change: Change, cause: QuarantineCause): Omit<QuarantineEntry, 'held'> {
  return { kind: 'contact', key: String(change.customerId), step: 'publish', cause };
}
