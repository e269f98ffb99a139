import { ConnectorError } from '../../domain/errors/connector-error';
import { plus, type Timestamp } from '../../domain/timestamp';
import type { Campaign, PolicyInput } from '../../domain/campaign/campaign-types';
import type { TicketState } from '../../domain/ticket/state';
import type { LiveTables } from '../../store/live-tables';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import { stopped } from '../admission';
import type { ActivityDeps } from '../deps';
import { abandon, type Attempted, attempt, type Entered, takenMeanwhile } from '../outbox/attempt';
import { changeTicket } from '../tickets/change-ticket';
import { detailsOf, isSomebodyElses, type JudgedDetails, unfitAt } from '../tickets/ticket-details';
import { askAbout, type Unanswered } from './ask-about';
import { hasMoved } from './has-moved';
import type { PersonSnapshot } from './person-snapshot';

/** What was seen longer ago than this is no ground for a campaign: a vendor that was down may have held the steps in between for hours. */
const FRESH_MS = 60_000;
const TOO_OLD_RETRY_MS = 1_000;
/** A person whose address changes more often while somebody asks has to wait for the next attempt. */
const MOST_MOVES = 3;

const ELSEWHERE = 'and the customer has another address by now';

/** Everything that the rules are asked about, read in the transaction in which the attempt begins. */
export interface GateSnapshot {
  /** The database's. */
  readonly now: Timestamp;
  readonly weighed: Pick<PolicyInput, 'person' | 'otherTickets' | 'earlierSends'>;
  readonly entry: OutboxEntry;
  /** Null: the campaign belongs to no ticket. */
  readonly state: TicketState | null;
  readonly details: JudgedDetails | null;
  /** The address that was named is none of the ticket's customer's. */
  readonly isOthers: boolean;
}

export type GateAnswer<Decided> =
  | { readonly kind: 'send'; readonly decision: Decided }
  | {
      readonly kind: 'keep';
      readonly decision: Decided;
      readonly why: string;
      readonly until: Timestamp | null;
      /** Another ticket that has to be read before it may leave. */
      readonly toRead?: number | undefined;
    }
  | { readonly kind: 'skip'; readonly decision: Decided; readonly why: string };

export interface Candidate<Decided> {
  readonly account: string;
  readonly key: string;
  readonly ticketId: number | null;
  readonly campaign: Campaign;
  /** Whom a program has said that it goes to; null: it goes to whomever the ticket belongs to. */
  readonly named: string | null;
  /** Tickets that ended before are nobody's case. */
  readonly watchedFrom: Timestamp;
  /** Pure: what the rules say. */
  readonly weigh: (snapshot: GateSnapshot) => GateAnswer<Decided>;
  /** Keeps what was said, in the same transaction. */
  readonly keep: (live: LiveTables, decision: Decided, now: Timestamp) => Promise<void>;
  /** Keeps that it waits for a vendor's answer about the person: nothing else would tell. */
  readonly unanswered: (unanswered: Unanswered) => Promise<void>;
}

/** Why the gate has not let a campaign through. */
export type NotLetThrough<Decided> =
  /** The ticket must be refreshed first: what is known of it is older than a minute, or `moved`: Gorgias has just shown it otherwise. */
  | { readonly kind: 'look'; readonly moved: boolean }
  /** The rules have said so. */
  | { readonly kind: 'said'; readonly decision: Decided };

type No<Decided> =
  | Exclude<NotLetThrough<Decided>, { kind: 'said' }>
  | { readonly kind: 'said'; readonly decision: Decided; readonly toRead?: number | undefined }
  | { readonly kind: 'moved' }
  /** It may have gone to the address that the person had before: it goes to no other one. */
  | { readonly kind: 'gone_elsewhere' }
  | { readonly kind: 'lost'; readonly decision: Decided; readonly why: string };

/**
 * Sends a campaign that is written down, if all rules allow it at the moment at which it leaves (spec 5c): before each attempt the person is
 * asked about, and in one transaction the account, the ticket, the person's other tickets, consent, hold, cap and expiry decide.
 */
export async function sendThroughGate<Decided>(
  deps: ActivityDeps,
  candidate: Candidate<Decided>,
): Promise<Attempted<NotLetThrough<Decided>>> {
  for (let moves = 0; moves < MOST_MOVES; moves += 1) {
    const attempted = await attempt(deps, { account: candidate.account, key: candidate.key }, (entry) =>
      enter(deps, candidate, entry),
    );
    if (attempted.kind !== 'not_let_through') return attempted;
    const { no } = attempted;
    if (no.kind === 'moved') continue;
    if (no.kind === 'gone_elsewhere') {
      await abandon(deps, candidate.account, { key: candidate.key, why: ELSEWHERE });
      return { kind: 'ended' };
    }
    if (no.kind === 'look') return { kind: 'not_let_through', no };
    // An attempt of unknown outcome was to be repeated, and may not be any more.
    if (no.kind === 'lost') await abandon(deps, candidate.account, { key: candidate.key, why: no.why });
    // Not in the transaction: two tickets of a person would wait for each other.
    else if (no.toRead !== undefined) await deps.store.tickets.requestRefresh(candidate.account, [no.toRead]);
    return { kind: 'not_let_through', no: { kind: 'said', decision: no.decision } };
  }
  throw new ConnectorError('brevo.busy', 'The customer has another address each time', { retryAfterMs: FRESH_MS });
}

async function enter<Decided>(
  deps: ActivityDeps,
  candidate: Candidate<Decided>,
  entry: OutboxEntry,
): Promise<Entered<No<Decided>>> {
  const { account, ticketId, campaign } = candidate;
  // Somebody has written another one down since the rules were asked.
  if (entry.state === 'intended' && entry.name !== campaign.name) throw takenMeanwhile();
  // First of all, so that nobody is asked about anything while the account is paused.
  const gate = await deps.store.outbox.admit(account);
  if (gate !== 'open') throw stopped(account, { kind: gate });
  const personSnapshot = await askAbout(deps, candidate, entry);
  if (ticketId === null) {
    return deps.store.liveTransaction((live) => decide(deps, candidate, { live, entry, personSnapshot, state: null }));
  }
  return changeTicket(deps, { account, ticketId }, async (state, live) => ({
    state,
    answer: await decide(deps, candidate, { live, entry, personSnapshot, state }),
  }));
}

const MOVED = 'Gorgias shows its ticket otherwise than it was read, so it is looked at first';
interface Deciding {
  readonly live: LiveTables;
  readonly entry: OutboxEntry;
  readonly personSnapshot: PersonSnapshot;
  readonly state: TicketState | null;
}

/** In one transaction: nobody pauses the account, changes the ticket or decides about the person meanwhile. */
async function decide<Decided>(
  deps: ActivityDeps,
  candidate: Candidate<Decided>,
  { live, entry, personSnapshot, state }: Deciding,
): Promise<Entered<No<Decided>>> {
  const { account, key, ticketId, watchedFrom } = candidate;
  const gate = await live.outbox.admit(account);
  if (gate !== 'open') throw stopped(account, { kind: gate });
  await live.outbox.lockPerson(account, entry);
  const now = await live.outbox.now();
  if (now > plus(personSnapshot.asOf, FRESH_MS)) throw tooOld();
  if (ticketId !== null && !(await isSeen(live, { account, ticketId, now })))
    return { no: { kind: 'look', moved: false } };
  const details = ticketId === null ? null : await detailsOf(deps, { account, ticketId }, live.ticketReader);
  if (hasMoved(state, details)) {
    await live.outbox.keepBack(account, key, { gate: MOVED, dueAt: null });
    return { no: { kind: 'look', moved: true } };
  }
  const to = details?.emailKey ?? null;
  if (to !== null && to !== entry.emailKey) {
    if (entry.unsure) return { no: { kind: 'gone_elsewhere' } };
    await live.outbox.redirect(account, key, { emailKey: to, customerId: details?.customerId ?? null });
    return { no: { kind: 'moved' } };
  }
  const customerId = details?.customerId ?? entry.customerId;
  const unfit = ticketId === null ? unfitAt(deps, account, entry.emailKey) : details?.whyUnfit;
  const person = {
    ...personSnapshot.person,
    whyUnfit: unfit,
    // An attempt whose answer was lost may have put them there: it is repeated.
    onList: entry.state === 'intended' && !entry.unsure ? personSnapshot.person.onList : undefined,
    // Nobody is mailed at an address of which Brevo would not say whether they may be.
    hasEmail: personSnapshot.person.hasEmail && (ticketId === null ? unfit === undefined : to !== null),
  };
  const answer = candidate.weigh({
    now,
    entry,
    state,
    details,
    isOthers: await isSomebodyElses(live.ticketReader, { account, details, named: candidate.named }),
    weighed: {
      person,
      otherTickets: await live.ticketReader.othersOf(account, entry.emailKey, {
        exceptTicketId: ticketId ?? 0,
        watchedFrom,
        csat: deps.configOf(account).csat,
      }),
      earlierSends: await live.outbox.sentTo(account, { emailKey: entry.emailKey, customerId }, key),
    },
  });
  await candidate.keep(live, answer.decision, now);
  return settle(deps, { account, live, entry, answer });
}

interface Settling<Decided> {
  readonly account: string;
  readonly live: LiveTables;
  readonly entry: OutboxEntry;
  readonly answer: GateAnswer<Decided>;
}

async function settle<Decided>(
  deps: ActivityDeps,
  { account, live, entry, answer }: Settling<Decided>,
): Promise<Entered<No<Decided>>> {
  const { key } = entry;
  if (answer.kind === 'send') {
    const begun = await live.outbox.begin(account, entry);
    if (begun === null) throw takenMeanwhile();
    return { token: begun, entry };
  }
  const { why, decision } = answer;
  if (entry.state === 'sending') return { no: { kind: 'lost', decision, why } };
  if (answer.kind === 'skip') await live.outbox.giveUp(account, key, why);
  else await live.outbox.keepBack(account, key, { gate: why, dueAt: answer.until });
  return { no: { kind: 'said', decision, toRead: answer.kind === 'keep' ? answer.toRead : undefined } };
}

async function isSeen(
  { ticketReader }: LiveTables,
  { account, ticketId, now }: { readonly account: string; readonly ticketId: number; readonly now: Timestamp },
): Promise<boolean> {
  const seenAt = await ticketReader.seenAt(account, ticketId);
  return seenAt !== null && now <= plus(seenAt, FRESH_MS);
}

function tooOld(): ConnectorError {
  return new ConnectorError('brevo.busy', 'What was asked about the person is too old by now; it is asked again', {
    retryAfterMs: TOO_OLD_RETRY_MS,
  });
}
