import type { LiveTables } from '../../store/live-tables';
import { FOREVER, type OutboxEntry, UNFIT_ADDRESS } from '../../store/outbox/outbox-types';
import { stopped } from '../admission';
import type { ActivityDeps } from '../deps';
import { eachRecord } from '../each-record';
import { attempt, type Attempted, type Entered, putOff, takenMeanwhile } from '../outbox/attempt';
import { detailsOf, isFit } from '../tickets/ticket-details';

const NO_ADDRESS = 'its customer has no e-mail address any more';

/** What keeps events of a timeline from being sent. */
export interface Kept {
  /** Nobody to send it to: it waits for an address. `unfit`: the present one, to which nothing is sent. */
  readonly addressless: { readonly unfit: string | null } | null;
}

/** Sends what has no end yet of a ticket, oldest first: what comes after one that waits waits with it. Each attempt passes the gate. */
export async function deliverTimeline(deps: ActivityDeps, account: string, ticketId: number): Promise<Kept> {
  let kept: Kept = { addressless: null };
  for (const { key } of await deps.store.outbox.unsettled(account, ticketId)) {
    const attempted = await deliver(deps, account, key);
    if (attempted.kind === 'waits') return kept;
    if (attempted.kind === 'not_let_through') kept = { addressless: attempted.no };
  }
  return kept;
}

/** The same of customers: each event is somebody else's, and an odd one holds up nobody. */
export async function deliverToCustomers(deps: ActivityDeps, account: string): Promise<void> {
  const { outbox } = deps.store;
  const halted = { byAPerson: false };
  await eachRecord(deps, {
    account,
    subject: 'event',
    items: await outbox.unsettled(account, null),
    about: ({ key }) => `timeline/${key}`,
    work: async ({ key }) => {
      if (halted.byAPerson) return;
      const attempted = await deliver(deps, account, key);
      halted.byAPerson = attempted.kind === 'waits' && !attempted.alone;
    },
    without: (entry, { error }) => putOff(deps, account, { entry, error }),
  });
}

function deliver(deps: ActivityDeps, account: string, key: string): Promise<Attempted<Addressless>> {
  return attempt(deps, { account, key }, (entry) => enter(deps, account, entry));
}

type Addressless = NonNullable<Kept['addressless']>;

/** The gate of the timeline: the account, and who the person is by now. */
function enter(deps: ActivityDeps, account: string, entry: OutboxEntry): Promise<Entered<Addressless>> {
  const { key } = entry;
  return deps.store.liveTransaction(async (live): Promise<Entered<Addressless>> => {
    const gate = await live.outbox.admit(account);
    if (gate !== 'open') throw stopped(account, { kind: gate });
    // One that Brevo may have already goes to nobody else.
    const to = entry.unsure ? { ...entry, unfit: null } : await recipientOf(deps, account, { live, entry });
    const { emailKey } = to;
    if (emailKey === null) {
      await live.outbox.keepBack(account, key, {
        gate: to.unfit === null ? NO_ADDRESS : UNFIT_ADDRESS,
        dueAt: FOREVER,
      });
      return { no: { unfit: to.unfit } };
    }
    const { customerId } = to;
    await live.outbox.lockPerson(account, { emailKey, customerId });
    if (emailKey !== entry.emailKey) await live.outbox.redirect(account, key, { emailKey, customerId });
    const token = await live.outbox.begin(account, entry);
    if (token === null) throw takenMeanwhile();
    return { token, entry: { ...entry, emailKey, customerId } };
  });
}

interface Recipient {
  readonly emailKey: string | null;
  readonly customerId: number | null;
  readonly unfit: string | null;
}

/** A merge, a correction or a deletion since the event was written down is followed. */
async function recipientOf(
  deps: ActivityDeps,
  account: string,
  {
    live: { ticketReader },
    entry: { ticketId, customerId, emailKey },
  }: { readonly live: LiveTables; readonly entry: OutboxEntry },
): Promise<Recipient> {
  if (ticketId !== null) {
    return (await detailsOf(deps, { account, ticketId }, ticketReader)) ?? { emailKey, customerId, unfit: null };
  }
  const owner = customerId === null ? null : await ticketReader.ownerOf(account, customerId);
  const address = owner?.emailKey ?? null;
  if (address === null || isFit(deps, account, address))
    return { emailKey: address, customerId: owner?.customerId ?? null, unfit: null };
  return { emailKey: null, customerId: owner?.customerId ?? null, unfit: address };
}
