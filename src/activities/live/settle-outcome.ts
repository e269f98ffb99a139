import type { CampaignDecision } from '../../domain/ticket/campaign-types';
import { describeTicket } from '../../domain/ticket/describe';
import { momentOf, plus } from '../../domain/ticket/moment';
import { type CsatPolicy, decide, decisionOf, outcomeOf, type Verdict } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import { summarise } from '../../domain/ticket/summary';
import type { ActivityDeps } from '../deps';
import { askPolicy } from './ask-policy';
import { deliverCampaign, dropIntent } from './deliver-campaign';
import { tellOutcome } from './tell-subscribers';
import type { TicketRef, TicketStand } from './types';
import { wakeRequests } from './wake-requests';

/**
 * Decides how the ticket ended, as soon as that is known, asks the policy for its campaign and sends it. Called again for the same end it
 * goes on where it stopped: the outcome, the intent and the policy's last word are in the store.
 */
export async function settleOutcome(deps: ActivityDeps, ref: TicketRef): Promise<TicketStand> {
  const state = await decideOutcome(deps, ref);
  await wakeRequests(deps, ref);
  const verdict = outcomeOf(state, momentNow(deps));
  if (verdict.kind !== 'outcome') {
    await dropIntent(deps, ref, describe(deps, state, null));
    return notEnded(deps, ref, state, verdict);
  }
  await deliverCampaign(deps, ref);
  const decision = await askPolicy(deps, ref, state);
  if (decision.kind === 'send') await deliverCampaign(deps, ref);
  return ended(deps, ref, state, decision);
}

function momentNow(deps: ActivityDeps): { readonly now: string; readonly csat: CsatPolicy } {
  return { now: momentOf(deps.now().getTime()), csat: deps.config.csat };
}

async function decideOutcome(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<TicketState> {
  const moment = momentNow(deps);
  const watchedFrom = (await deps.store.accounts.find(account))?.installedAt ?? null;
  return deps.store.tickets.change(account, ticketId, async (before, live) => {
    const state = decide(before, moment);
    if (state !== before) await tellOutcome(live, state, { account, watchedFrom });
    return { state, summary: summarise(state, moment) };
  });
}

async function notEnded(
  deps: ActivityDeps,
  ref: TicketRef,
  state: TicketState,
  verdict: Exclude<Verdict, { kind: 'outcome' }>,
): Promise<TicketStand> {
  const { phase, stage } = summarise(state, momentNow(deps));
  const until = verdict.kind === 'waiting' ? verdict.until : verdict.lookAgainAt;
  const done = stage === 'ended' || (verdict.kind === 'waiting' && (await closedUnwatched(deps, ref, verdict.until)));
  const sentence = describe(deps, state, null);
  await deps.store.tickets.keepStage(ref.account, ref.ticketId, { stage, sentence });
  const wake = stage === 'ended' ? await heldByThis(deps, ref) : [];
  return { phase, outcome: null, sentence, until: done ? null : until, done, wake };
}

/** What ended before anybody watched causes nothing, so nothing is worth waiting for; an answer comes by the feed. */
async function closedUnwatched(deps: ActivityDeps, { account }: TicketRef, until: string): Promise<boolean> {
  const closedAt = plus(until, -deps.config.csat.waitMs);
  const installedAt = (await deps.store.accounts.find(account))?.installedAt;
  return installedAt !== undefined && closedAt < installedAt;
}

async function ended(
  deps: ActivityDeps,
  ref: TicketRef,
  state: TicketState,
  decision: CampaignDecision,
): Promise<TicketStand> {
  const { phase } = summarise(state, momentNow(deps));
  const sentence = describe(deps, state, decision);
  const { tickets } = deps.store;
  if (decision.kind === 'held')
    await tickets.keepStage(ref.account, ref.ticketId, { stage: 'held', sentence, heldBy: decision.by });
  else await tickets.keepStage(ref.account, ref.ticketId, { stage: 'ended', sentence });
  const until = decision.kind === 'wait' || decision.kind === 'held' ? decision.until : null;
  const outcome = decisionOf(state)?.outcome ?? null;
  return { phase, outcome, sentence, until, done: until === null, wake: await heldByThis(deps, ref) };
}

function heldByThis(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<readonly number[]> {
  return deps.store.ticketReader.heldBy(account, ticketId);
}

function describe(deps: ActivityDeps, state: TicketState, campaign: CampaignDecision | null): string {
  return describeTicket(state, { ...momentNow(deps), campaign });
}
