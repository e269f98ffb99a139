import { BEFORE_IT_WATCHED, UNINSTALLED_MEANWHILE } from '../../domain/campaign/campaign-rules';
import type { CampaignDecision } from '../../domain/campaign/campaign-types';
import { describeView } from '../../domain/campaign/ticket-sentence';
import { millisecondsBetween, timestampOf, plus, type Timestamp } from '../../domain/timestamp';
import { decide, type Judgement, type Verdict } from '../../domain/ticket/outcome';
import { type TicketState, unknownTicket } from '../../domain/ticket/state';
import { decided, type View, viewOf } from '../../domain/ticket/view';
import type { LiveTables } from '../../store/live-tables';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { askPolicy } from './ask-policy';
import { campaignKey } from './campaign-key';
import { changeTicket, judgementNow } from '../tickets/change-ticket';
import { publishOutcome } from '../subscriptions/publish-ticket-events';
import { abandon } from '../outbox/attempt';
import { ticketWorked } from '../set-aside';
import { ticketWatched } from '../tickets/watched-from';
import type { TicketRef, TicketStatus } from '../tickets/types';
import { signalRequests } from './signal-requests';

/** The database's clock may be a little behind that of the timers. */
const SOONEST_MS = 1_000;
/** A ticket whose last answer could not be read is asked for again after this, unless something is heard of it before. */
const UNREAD_MS = 10 * 60_000;

/**
 * Decides how the ticket ended, as soon as that is known, asks the policy for its campaign and sends it. Called again for the same end it
 * goes on where it stopped: the outcome, the intent and the policy's last word are in the store. It is decided as of the last refresh: a
 * deadline that has passed since then is none yet, for the answer may have come in its last minute.
 */
export async function settleOutcome(deps: ActivityDeps, ref: TicketRef, refreshedAt: Timestamp): Promise<TicketStatus> {
  const status = await settle(deps, ref, refreshedAt);
  await ticketWorked(deps, ref.account, ref.ticketId);
  return status;
}

/** The same of a ticket that is open and never had an end, of which no vendor is asked anything; null: it has to be settled by itself. */
export async function settleOpen(
  deps: ActivityDeps,
  ref: TicketRef,
  refreshedAt: Timestamp,
): Promise<TicketStatus | null> {
  const known = await deps.store.tickets.load(ref.account, ref.ticketId);
  if (known === null || known.decision !== null) return null;
  const { verdict } = viewOf(known, judgementNow(deps, ref.account));
  return verdict.kind === 'none' && verdict.why === 'open' ? settle(deps, ref, refreshedAt) : null;
}

async function settle(deps: ActivityDeps, ref: TicketRef, refreshedAt: Timestamp): Promise<TicketStatus> {
  const { now, csat } = judgementNow(deps, ref.account);
  const judgement = { now: refreshedAt < now ? refreshedAt : now, csat };
  await cancelEarlier(deps, ref, judgement);
  // The timeline has what the refresh had shown: what the feed has brought since is read and published first, and the campaign after it.
  if (await deps.store.ticketReader.hasSignalSinceRefresh(ref.account, ref.ticketId)) {
    const known = (await deps.store.tickets.load(ref.account, ref.ticketId)) ?? unknownTicket(ref.ticketId);
    return refreshAgain(viewOf(known, judgement), plus(now, SOONEST_MS));
  }
  const view = await decideOutcome(deps, ref, judgement);
  await signalRequests(deps, ref);
  const { verdict } = view;
  if (verdict.kind !== 'outcome') {
    await cancelCampaign(deps, ref, describe(view, null));
    return notEnded(deps, ref, { view, verdict });
  }
  const answer = await askPolicy(deps, ref, view);
  if (answer.kind === 'look') return refreshAgain(view, plus(now, await nextLookMs(deps, ref, answer)));
  return ended(deps, ref, { view, ...answer });
}

async function nextLookMs(
  { store }: ActivityDeps,
  { account, ticketId }: TicketRef,
  { moved }: { readonly moved: boolean },
): Promise<number> {
  if (await store.ticketReader.isUnread(account, ticketId)) return UNREAD_MS;
  if (!moved) return SOONEST_MS;
  // Should a list and the ticket itself go on saying two things, it is asked less and less often.
  const entry = await store.outbox.find(account, campaignKey(account, ticketId));
  const now = await store.outbox.now();
  const sinceMs = entry === null ? 0 : Math.floor(millisecondsBetween(entry.intendedAt, now) / 4);
  return Math.min(UNREAD_MS, Math.max(SOONEST_MS, sinceMs));
}

/** Reopened and closed again before anybody read it: what was pending for the end before will not be sent for this one. */
async function cancelEarlier(deps: ActivityDeps, ref: TicketRef, judgement: Judgement): Promise<void> {
  const before = await deps.store.tickets.load(ref.account, ref.ticketId);
  if (before === null || before.decision === null || decide(before, judgement) === before) return;
  await cancelCampaign(deps, ref, 'the ticket was reopened: whatever was pending is cancelled');
}

/** The ticket is not closed any more: what was pending will not be sent. */
async function cancelCampaign(deps: ActivityDeps, { account, ticketId }: TicketRef, why: string): Promise<void> {
  await deps.store.decisions.cancelPending(account, ticketId, why);
  await abandon(deps, account, { key: campaignKey(account, ticketId), why });
}

function refreshAgain(view: View, until: Timestamp): TicketStatus {
  const { phase, outcome } = view.summary;
  return { phase, outcome, sentence: describe(view, null), until, done: false, wake: [] };
}

async function decideOutcome(deps: ActivityDeps, ref: TicketRef, judgement: Judgement): Promise<View> {
  const { account } = ref;
  const from = await fromOf(deps, ref);
  const change = async (
    before: TicketState,
    live: LiveTables,
  ): Promise<{ state: TicketState; view: View; answer: View }> => {
    const known = viewOf(before, judgement);
    const view = decided(known);
    if (view !== known) await publishOutcome(live, view, { account, watchedFrom: from });
    return { state: view.state, view, answer: view };
  };
  return changeTicket(deps, ref, change);
}

async function notEnded(
  deps: ActivityDeps,
  ref: TicketRef,
  { view, verdict }: { readonly view: View; readonly verdict: Exclude<Verdict, { kind: 'outcome' }> },
): Promise<TicketStatus> {
  const { phase, stage } = view.summary;
  const until = verdict.kind === 'waiting' ? verdict.until : verdict.refreshAt;
  const isUnwatched = verdict.kind === 'waiting' && (await closedUnwatched(deps, ref, verdict.until));
  const done = stage === 'ended' || isUnwatched;
  const why = isUnwatched ? `; no campaign: ${await whyUnwatched(deps, ref)}` : '';
  const sentence = `${describe(view, null)}${why}`;
  await deps.store.tickets.keepStage(ref.account, ref.ticketId, { stage, sentence });
  const wake = stage === 'ended' ? await heldByThis(deps, ref) : [];
  return { phase, outcome: null, sentence, until: done ? null : until, done, wake };
}

/** What ended before anybody watched causes nothing, so nothing is worth waiting for; an answer comes by the feed. */
async function closedUnwatched(deps: ActivityDeps, ref: TicketRef, until: Timestamp): Promise<boolean> {
  const closedAt = plus(until, -deps.configOf(ref.account).csat.waitMs);
  return closedAt < (await fromOf(deps, ref));
}

/** It may have been watched until its account was uninstalled, which was written down when the account came back. */
async function whyUnwatched({ store }: ActivityDeps, { account, ticketId }: TicketRef): Promise<string> {
  const said = (await store.stories.ticket(account, ticketId))?.sentence ?? '';
  return said.endsWith(UNINSTALLED_MEANWHILE) ? UNINSTALLED_MEANWHILE : BEFORE_IT_WATCHED;
}

async function fromOf(deps: ActivityDeps, ref: TicketRef): Promise<Timestamp> {
  const details = await deps.store.ticketReader.details(ref.account, ref.ticketId);
  return (await ticketWatched(deps, ref, details)).from;
}

async function ended(deps: ActivityDeps, ref: TicketRef, { view, decision, entry }: Ending): Promise<TicketStatus> {
  const { phase } = view.summary;
  const { tickets } = deps.store;
  const sentence = describe(view, decision, decision.kind === 'send' ? entry : null);
  let until = decision.kind === 'wait' || decision.kind === 'held' ? decision.until : null;
  if (decision.kind === 'held') {
    const hasEnded = await tickets.keepHeld(ref.account, ref.ticketId, {
      sentence,
      heldBy: decision.by,
      why: decision.why,
    });
    // Whoever ended while this was decided wakes nobody who was not yet seen to wait.
    if (hasEnded) until = timestampOf(deps.now());
  } else await tickets.keepStage(ref.account, ref.ticketId, { stage: 'ended', sentence });
  const outcome = view.decision?.outcome ?? null;
  // What a person must mend first has no time: whoever finds it mended says so.
  const isPending = until !== null || (decision.kind === 'send' && entry?.state === 'intended');
  const next = until === null ? null : soonest(deps, until);
  return { phase, outcome, sentence, until: next, done: !isPending, wake: await heldByThis(deps, ref) };
}

interface Ending {
  readonly view: View;
  readonly decision: CampaignDecision;
  readonly entry: OutboxEntry | null;
}

function soonest(deps: ActivityDeps, until: Timestamp): Timestamp {
  const next = plus(timestampOf(deps.now()), SOONEST_MS);
  return until > next ? until : next;
}

function heldByThis(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<readonly number[]> {
  return deps.store.ticketReader.heldBy(account, ticketId);
}

function describe(view: View, campaign: CampaignDecision | null, entry: OutboxEntry | null = null): string {
  const { gate: why = null, gateAt: at = null } = entry ?? {};
  const gate = why === null || at === null ? null : { why, at };
  return describeView(view, { campaign, fate: entry?.state, gate });
}
