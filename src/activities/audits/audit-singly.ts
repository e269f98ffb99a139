import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import type { ContactState } from '../../brevo/types';
import { normaliseEmail } from '../../domain/email';
import type { AuditedContact } from '../../store/types';
import type { AuditSlice } from '../../store/audits/audit-types';
import { stateOf } from '../contacts/contact-state';
import type { ActivityDeps } from '../deps';
import { isKnown, judge } from '../judge';
import { judgeContacts } from './judge-contacts';
import { type ContactsPosition, next } from './positions';
import type { AuditSetup } from './types';

/** Contacts of our store that are gone through at once, when all of them are. Most were shown by a page. */
const WALKED = 500;
/** Asked for one after the other before what was found is written down. */
const ASKED = 20;
/** After each request: Brevo takes ten a second for everybody, and nobody waits for an audit. */
const RESPITE_MS = 250;

/** Asks Brevo for the next contacts that this audit has not seen yet, each by itself. */
export async function auditSingly(deps: ActivityDeps, setup: AuditSetup, from: ContactsPosition): Promise<AuditSlice> {
  const { account, since } = setup;
  const { after, began, wrapped, left } = from;
  const limit = left === null ? WALKED : Math.min(ASKED, left);
  const until = wrapped ? began : null;
  const page = await deps.store.audits.unaudited(account, { after, until, since, limit });
  const few = page.contacts.slice(0, ASKED);
  const askedAt = await deps.store.facts.now();
  const heldOf = await ask(
    deps,
    account,
    few.filter(({ waits }) => !waits),
  );
  const { compared, findings, kept } = await judgeContacts(deps, setup, { contacts: few, heldOf, askedAt });
  const end = few.length < page.contacts.length ? (few.at(-1)?.emailKey ?? null) : page.last;
  return {
    from,
    to: next(from, { end, looked: compared.length }),
    looked: compared.length,
    waiting: few.length - compared.length,
    requests: heldOf.size,
    findings,
    kept,
    askedAt,
    states: compared.flatMap(({ emailKey }) => {
      const held = heldOf.get(emailKey) ?? null;
      return held === null ? [] : [{ ...stateOf(held, emailKey), isAudited: true }];
    }),
    traces: [],
  };
}

/** Whom Brevo does not answer for by itself, nothing can be said of: they are passed over. */
async function ask(
  deps: ActivityDeps,
  account: string,
  contacts: readonly AuditedContact[],
): Promise<ReadonlyMap<string, ContactState | null>> {
  const brevo = deps.brevo(account);
  const heldOf = new Map<string, ContactState | null>();
  for (const { emailKey, hash } of contacts) {
    // Nothing of ours is there to be compared.
    if (hash === null || hash === 'gone') continue;
    try {
      heldOf.set(emailKey, await brevo.getContact(normaliseEmail(emailKey) ?? emailKey));
    } catch (thrown) {
      if (isKnown(thrown)) heldOf.set(emailKey, null);
      else judge(deps, thrown, { account, subject: 'record', about: `audit/${emailKey}`, alone: true });
    }
    await sleep(RESPITE_MS, undefined, { signal: cancellationSignal() });
  }
  return heldOf;
}
