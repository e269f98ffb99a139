import { normaliseEmail } from '../../domain/email';
import { isConnectorError } from '../../domain/errors/connector-error';
import type { Erasure } from '../../store/privacy/erasure-types';
import { madeAnewByOthers } from '../contacts/shared-brevo';
import type { ActivityDeps } from '../deps';
import { confirmIfPossible } from './on-the-wire';

/** Deletes the contact in Brevo, when that was asked for, and once more after an import that may have brought it back. */
export async function eraseInBrevo(deps: ActivityDeps, account: string, person: string): Promise<void> {
  const { privacy } = deps.store;
  const [erasure, scope] = [await privacy.find(account, person), await privacy.scope(account, person)];
  if (erasure?.brevo !== true || scope === null) return;
  const { imports, brevoAt } = erasure;
  if (brevoAt !== null) return afterImports(deps, account, { person, imports, emailKeys: scope.emailKeys });
  // Asked before: one that ends meanwhile may have been carried out after the contact was deleted.
  const underWay = await privacy.importsUnderWay(account, person);
  const end = await deleteContacts(deps, account, scope.emailKeys);
  await privacy.brevoErased(account, person, { end, imports: underWay });
}

/** Each that has ended since may have brought the contact back: it does not wait for the others. */
async function afterImports(
  deps: ActivityDeps,
  account: string,
  { person, imports, emailKeys }: Pick<Erasure, 'person' | 'imports'> & { readonly emailKeys: readonly string[] },
): Promise<void> {
  if (imports.length === 0) return;
  await confirmIfPossible(deps, account);
  const running = new Set(await deps.store.privacy.importsUnderWay(account, person));
  const left = imports.filter((id) => running.has(id));
  if (left.length === imports.length) return;
  await deleteContacts(deps, account, emailKeys);
  await deps.store.privacy.brevoErasedAgain(account, person, left);
}

type End = NonNullable<Erasure['brevoEnd']>;
/** Of several addresses the first of these that is true of one. */
const ENDS: readonly End[] = ['refused', 'deleted', 'unknown'];

async function deleteContacts(deps: ActivityDeps, account: string, emailKeys: readonly string[]): Promise<End> {
  const ends: End[] = [];
  for (const emailKey of emailKeys) {
    const email = normaliseEmail(emailKey);
    // What is no address for Brevo never was a contact there.
    if (email !== null) ends.push(await deleteContact(deps, account, email));
  }
  await madeAnewByOthers(deps, account, emailKeys);
  return ENDS.find((end) => ends.includes(end)) ?? 'unknown';
}

async function deleteContact(deps: ActivityDeps, account: string, email: string): Promise<End> {
  const brevo = deps.brevo(account, 'person');
  try {
    return (await brevo.deleteContact(email)) ? 'deleted' : 'unknown';
  } catch (thrown) {
    // Brevo does not let go of the account's own address: no other try would.
    if (isConnectorError(thrown, 'brevo.rejected')) return 'refused';
    throw thrown;
  }
}
