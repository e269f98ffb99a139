import type { BrevoClient } from '../../brevo/types';
import { isConnectorError } from '../../domain/errors';
import type { QuarantineCause } from '../../domain/quarantine-causes';
import type { QuarantineEntry } from '../../store/types';
import type { Change } from './plan-changes';

export interface Published {
  readonly change: Change;
  /** Held: Brevo refuses the contact; it is tried again by the next full sync. */
  readonly outcome: 'written' | 'held';
  readonly quarantine: readonly QuarantineEntry[];
}

/**
 * Writes one contact. A phone that another contact holds, or that Brevo cannot read, would make the whole write fail: it is dropped, listed,
 * and the rest is written (design D9).
 */
export async function publishOne(brevo: BrevoClient, change: Change): Promise<Published> {
  try {
    await write(brevo, change, change.attributes);
    return { change, outcome: 'written', quarantine: [] };
  } catch (thrown) {
    const cause = phoneFault(thrown);
    if (cause !== null && change.phone !== null) return publishWithoutPhone(brevo, change, cause);
    if (isConnectorError(thrown, 'brevo.rejected', 'brevo.duplicate', 'brevo.invalid_phone'))
      return held(change, thrown.code);
    throw thrown;
  }
}

async function publishWithoutPhone(brevo: BrevoClient, change: Change, cause: QuarantineCause): Promise<Published> {
  const entry = { ...entryOf(change, cause), held: false, detail: change.phone?.attribute ?? 'SMS' };
  const phoneless = withoutPhone(change);
  try {
    await write(brevo, phoneless, phoneless.attributes);
    return { change, outcome: 'written', quarantine: [entry] };
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.rejected', 'brevo.duplicate')) return held(change, thrown.code);
    throw thrown;
  }
}

function withoutPhone(change: Change): Change {
  const { phone } = change;
  if (phone === null) return change;
  const attributes = Object.fromEntries(Object.entries(change.attributes).filter(([name]) => name !== phone.attribute));
  return { ...change, attributes, phone: null };
}

async function write(brevo: BrevoClient, change: Change, attributes: Change['attributes']): Promise<void> {
  if (change.leave.length > 0 && change.knownToBrevo) {
    try {
      await brevo.updateContact(change.emailKey, { attributes, listIds: change.lists, unlinkListIds: change.leave });
      return;
    } catch (thrown) {
      // Deleted in Brevo meanwhile: there is nothing to leave, so it is made anew.
      if (!isConnectorError(thrown, 'brevo.not_found')) throw thrown;
    }
  }
  await brevo.upsertContact({ email: change.emailKey, attributes, listIds: change.lists });
}

function phoneFault(thrown: unknown): 'phone_clash' | 'phone_invalid' | null {
  if (isConnectorError(thrown, 'brevo.invalid_phone')) return 'phone_invalid';
  if (!isConnectorError(thrown, 'brevo.duplicate')) return null;
  const identifiers = thrown.details.duplicateIdentifiers ?? [];
  return identifiers.length === 0 || identifiers.includes('SMS') ? 'phone_clash' : null;
}

function held(change: Change, cause: QuarantineCause): Published {
  return { change, outcome: 'held', quarantine: [{ ...entryOf(change, cause), held: true }] };
}

function entryOf(change: Change, cause: QuarantineCause): Omit<QuarantineEntry, 'held'> {
  return { kind: 'contact', key: String(change.customerId), step: 'publish', cause };
}
