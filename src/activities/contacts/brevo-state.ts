import { cancellationSignal } from '@temporalio/activity';
import { emailKey } from '../../domain/email';
import type { ActivityDeps } from '../deps';
import type { SyncSetup } from '../types';
import { readContactPage } from './contact-page';
import { stateOf } from './contact-state';

const SLICE_MS = 5_000;

/**
 * Reads which contacts Brevo has, who is blocklisted or has left a list, from `offset` on. Known before anybody is put on a list, so that
 * consent costs 15 requests for 14,200 contacts instead of one each. Answers where to go on, null at the end.
 */
export async function readBrevoState(deps: ActivityDeps, setup: SyncSetup, offset: number): Promise<number | null> {
  const until = deps.now().getTime() + SLICE_MS;
  let next = offset;
  while (deps.now().getTime() < until && !cancellationSignal().aborted) {
    const page = await readContactPage(deps, setup.account, next);
    await deps.store.contacts.saveBrevoState(
      setup.account,
      page.rows.flatMap((contact) => {
        const key = emailKey(contact.email);
        return key === null ? [] : [stateOf(contact, key)];
      }),
    );
    if (page.next === null) return null;
    next = page.next;
  }
  return next;
}
