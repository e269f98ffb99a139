import type { CampaignDecision } from '../../domain/ticket/campaign-types';
import type { Timestamp } from '../../domain/records';
import { describeTicket } from '../../domain/ticket/describe';
import { plus } from '../../domain/moment';
import { decide, decisionOf, outcomeOf, type Verdict } from '../../domain/ticket/outcome';
import type { TicketState } from '../../domain/ticket/state';
import { summarise } from '../../domain/ticket/summary';
import type { CampaignRow, LiveTables } from '../../store/live/live-types';
import type { ActivityDeps } from '../deps';
import { askPolicy } from '../campaigns/ask-policy';
import { changeTicket, type Moment, momentFor } from './change-ticket';
import { deliverCampaign, dropIntent } from '../campaigns/deliver-campaign';
import { tellOutcome } from '../events/tell-subscribers';
import type { TicketRef, TicketStand } from './types';
import { wakeRequests } from '../campaigns/wake-requests';

/** What was seen longer ago than this is no ground for a campaign: a vendor that was down may have held the steps in between for hours. */
const FRESH_MS = 60_000;

/**
 * Decides how the ticket ended, as soon as that is known, asks the policy for its campaign and sends it. Called again for the same end it
 * goes on where it stopped: the outcome, the intent and the policy's last word are in the store. It is decided as of the last look: a
 * deadline that has passed since then is none yet, for the answer may have come in its last minute.
 */
export async function settleOutcome(deps: ActivityDeps, ref: TicketRef, lookedAt: Timestamp): Promise<TicketStand> {
  const { now, csat } = momentFor(deps, ref.account);
  const moment = { now: lookedAt < now ? lookedAt : now, csat };
  const state = await decideOutcome(deps, ref, moment);
  await wakeRequests(deps, ref);
  const verdict = outcomeOf(state, moment);
  if (verdict.kind !== 'outcome') {
    await dropIntent(deps, ref, describe(state, moment, null));
    return notEnded(deps, ref, { state, verdict, moment });
  }
  if (plus(lookedAt, FRESH_MS) < now) return lookAgain(state, moment, now);
  await deliverCampaign(deps, ref);
  const decision = await askPolicy(deps, ref, state);
  if (decision.kind === 'send') await deliverCampaign(deps, ref);
  return ended(deps, ref, { state, decision, moment });
}

function lookAgain(state: TicketState, moment: Moment, until: Timestamp): TicketStand {
  const { phase, outcome } = summarise(state, moment);
  return { phase, outcome, sentence: describe(state, moment, null), until, done: false, wake: [] };
}

async function decideOutcome(deps: ActivityDeps, ref: TicketRef, moment: Moment): Promise<TicketState> {
  const { account } = ref;
  const watchedFrom = (await deps.store.accounts.find(account))?.installedAt ?? null;
  const change = async (
    before: TicketState,
    live: LiveTables,
  ): Promise<{ state: TicketState; answer: TicketState }> => {
    const state = decide(before, moment);
    if (state !== before) await tellOutcome(live, state, { account, watchedFrom });
    return { state, answer: state };
  };
  return changeTicket(deps, ref, change, moment);
}

interface Case {
  readonly state: TicketState;
  readonly moment: Moment;
}

async function notEnded(
  deps: ActivityDeps,
  ref: TicketRef,
  { state, verdict, moment }: Case & { readonly verdict: Exclude<Verdict, { kind: 'outcome' }> },
): Promise<TicketStand> {
  const { phase, stage } = summarise(state, moment);
  const until = verdict.kind === 'waiting' ? verdict.until : verdict.lookAgainAt;
  const done = stage === 'ended' || (verdict.kind === 'waiting' && (await closedUnwatched(deps, ref, verdict.until)));
  const sentence = describe(state, moment, null);
  await deps.store.tickets.keepStage(ref.account, ref.ticketId, { stage, sentence });
  const wake = stage === 'ended' ? await heldByThis(deps, ref) : [];
  return { phase, outcome: null, sentence, until: done ? null : until, done, wake };
}

/** What ended before anybody watched causes nothing, so nothing is worth waiting for; an answer comes by the feed. */
async function closedUnwatched(deps: ActivityDeps, { account }: TicketRef, until: string): Promise<boolean> {
  const closedAt = plus(until, -deps.configOf(account).csat.waitMs);
  const installedAt = (await deps.store.accounts.find(account))?.installedAt;
  return installedAt !== undefined && closedAt < installedAt;
}

async function ended(
  deps: ActivityDeps,
  ref: TicketRef,
  { state, decision, moment }: Case & { readonly decision: CampaignDecision },
): Promise<TicketStand> {
  const { phase } = summarise(state, moment);
  const { campaigns, tickets } = deps.store;
  const campaign = decision.kind === 'send' ? await campaigns.find(ref.account, ref.ticketId) : null;
  const sentence = describe(state, moment, decision, campaign?.state);
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

function describe(
  state: TicketState,
  moment: Moment,
  campaign: CampaignDecision | null,
  fate?: CampaignRow['state'],
): string {
  return describeTicket(state, { ...moment, campaign, fate });
}
