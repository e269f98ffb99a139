import { plus } from '../../domain/timestamp';
import { decideCampaign } from '../../domain/campaign/campaign';
import type { Campaign, CampaignDecision, PolicyInput } from '../../domain/campaign/campaign-types';
import { knowableAt } from '../../domain/ticket/outcome';
import type { Decision, TicketState } from '../../domain/ticket/state';
import { type View, viewOf } from '../../domain/ticket/view';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { abandon, isEnded, takenMeanwhile, withdraw } from '../outbox/attempt';
import type { TicketRef } from '../tickets/types';
import { type GateAnswer, type GateSnapshot, sendThroughGate } from './campaign-gate';
import { campaignKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { NEVER_OPTED_OUT } from './ask-consent';
import { type Allowed, keepUnanswered } from './keep-unanswered';
import { isOutdated, newIntent } from './intended-campaign';
import { policyInput, keptDecision, nowOf, openCase, type PolicyCase } from './policy-case';

/** What has come of the policy for this end of the ticket. */
export type PolicyAnswer =
  /** The ticket must be refreshed first; `moved`: Gorgias has just shown it otherwise than it was read. */
  | { readonly kind: 'look'; readonly moved: boolean }
  | { readonly kind: 'decided'; readonly decision: CampaignDecision; readonly entry: OutboxEntry | null };

/**
 * Asks the policy about this end of the ticket, and sends its campaign if it may leave now. Its last word, to skip, is kept and
 * stands; a campaign that could not leave is asked about anew with each attempt.
 */
export async function askPolicy(deps: ActivityDeps, ref: TicketRef, view: View): Promise<PolicyAnswer> {
  const { account, ticketId } = ref;
  const { outbox, decisions, campaignRequests } = deps.store;
  const { decision } = view;
  if (decision === null) throw new Error('the policy was asked about a ticket without an outcome');
  const key = campaignKey(account, ticketId);
  const entry = await outbox.find(account, key);
  const { decision: final, about } = await finalDecision(deps, ref, decision);
  if (final !== null && (entry === null || isEnded(entry))) return { kind: 'decided', decision: final, entry };
  const isPrograms = entry !== null && (await campaignRequests.isOpen(account, { ticketId, name: entry.name }));
  if (final?.kind === 'skip') {
    // Whoever said it may have died before what was tried under it had its end.
    if (isOurs({ entry, isPrograms }, about)) await abandon(deps, account, { key, why: final.why });
    return { kind: 'decided', decision: final, entry: await outbox.find(account, key) };
  }
  const policyCase = await openCase(deps, ref, decision);
  const now = nowOf(deps, account);
  const emptyWeighed = { person: await personOf(deps, account, policyCase), otherTickets: [], earlierSends: [] };
  const early = decideCampaign(
    policyInput(deps, policyCase, { view, now, entry, isPrograms, weighed: emptyWeighed, expires: false }),
  );
  if (early.kind !== 'send') {
    // Until the campaign is due, and when there is none, nobody has to be asked about the person.
    await decisions.keep(account, ticketId, keptDecision(policyCase, early, now));
    const ours = isOurs({ entry, isPrograms }, about ?? policyCase.campaign?.name ?? null);
    if (early.kind === 'skip' && ours) await abandon(deps, account, { key, why: early.why });
    else if (!isPrograms) await withdrawOutdated(deps, policyCase, entry);
    return { kind: 'decided', decision: early, entry: await outbox.find(account, key) };
  }
  const isFree = entry === null || isEnded(entry) || (!isPrograms && (await withdrawOutdated(deps, policyCase, entry)));
  if (isFree)
    await outbox.intendCampaign(account, intentOf(deps, policyCase, { state: view.state, campaign: early.campaign }));
  return leave(deps, { ...policyCase, campaign: early.campaign }, { view, early });
}

/** What a program has asked for is its own, unless it is the policy's as well. */
function isOurs(
  { entry, isPrograms }: { readonly entry: OutboxEntry | null; readonly isPrograms: boolean },
  name: string | null,
): boolean {
  return entry !== null && (entry.name === name || (entry.state === 'intended' && !isPrograms));
}

/** `tajo.yaml` may have changed since it was written down: it says today what may leave. True: the entry has an end now. */
async function withdrawOutdated(
  deps: ActivityDeps,
  { ref: { account, ticketId }, campaign }: PolicyCase,
  entry: OutboxEntry | null,
): Promise<boolean> {
  if (entry === null || !isOutdated(entry, campaign)) return false;
  const why =
    campaign === null ? 'the policy has no campaign for it now' : `the policy has ${campaign.name} for it now`;
  if (await withdraw(deps, account, { key: campaignKey(account, ticketId), why })) return true;
  throw takenMeanwhile();
}

/** Of whom nobody has asked Brevo yet. */
async function personOf(deps: ActivityDeps, account: string, policyCase: PolicyCase): Promise<PolicyInput['person']> {
  const { emailKey = null, whyUnfit } = policyCase.details ?? {};
  const hasEmail = emailKey !== null;
  return { ...NEVER_OPTED_OUT, hasEmail, whyUnfit, unread: !hasEmail && (await isUnread(deps, account, policyCase)) };
}

/** A customer whose record is odd has been set aside, and is read again by itself. */
async function isUnread(deps: ActivityDeps, account: string, { details }: PolicyCase): Promise<boolean> {
  const customerId = details?.ticket.customerId ?? null;
  // Every ticket is somebody's: of one that is nobody's that could not be read.
  return customerId === null || !(await deps.store.ticketReader.hasRead(account, customerId));
}

async function leave(
  deps: ActivityDeps,
  policyCase: PolicyCase & { readonly campaign: Campaign },
  allowed: Allowed,
): Promise<PolicyAnswer> {
  const { ref, campaign, watchedFrom } = policyCase;
  const { account, ticketId } = ref;
  const key = campaignKey(account, ticketId);
  const attempted = await sendThroughGate(deps, {
    account,
    key,
    ticketId,
    campaign,
    watchedFrom,
    named: null,
    weigh: (snapshot) => weigh(deps, policyCase, snapshot),
    keep: (live, decision: CampaignDecision, now) =>
      live.decisions.keep(account, ticketId, keptDecision(policyCase, decision, now)),
    unanswered: (unanswered) => keepUnanswered(deps, policyCase, { ...allowed, unanswered }),
  });
  const no = attempted.kind === 'not_let_through' ? attempted.no : null;
  if (no?.kind === 'look') return no;
  const entry = await deps.store.outbox.find(account, key);
  if (no !== null) return { kind: 'decided', decision: no.decision, entry };
  const { decision } = await finalDecision(deps, ref, policyCase.decision);
  return { kind: 'decided', decision: decision ?? { kind: 'send', campaign, rules: [] }, entry };
}

/** The rules once more, with everything as it is now. */
function weigh(
  deps: ActivityDeps,
  policyCase: PolicyCase,
  { now, entry, state, details, weighed }: GateSnapshot,
): GateAnswer<CampaignDecision> {
  if (state === null) throw new Error('the policy is about tickets');
  const view = viewOf(state, { now, csat: deps.configOf(policyCase.ref.account).csat });
  const decision = decideCampaign(
    policyInput(deps, { ...policyCase, details }, { view, now, entry, weighed, expires: true }),
  );
  switch (decision.kind) {
    case 'send':
      return { kind: 'send', decision };
    case 'skip':
      return { kind: 'skip', decision, why: decision.why };
    case 'wait':
      return { kind: 'keep', decision, why: decision.why, until: decision.until };
    case 'held': {
      const toRead = decision.toRead === true ? decision.by : undefined;
      return { kind: 'keep', decision, why: decision.why, until: decision.until, toRead };
    }
  }
}

interface FinalDecision {
  /** Null: it has not said the last one yet. */
  readonly decision: CampaignDecision | null;
  /** The campaign that it was about; null: none was chosen. */
  readonly about: string | null;
}

async function finalDecision(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  decision: Decision,
): Promise<FinalDecision> {
  const kept = await deps.store.decisions.ofTicket(account, ticketId);
  const last = kept.find(({ closedAt }) => closedAt === decision.closedAt);
  const about = last?.campaign ?? null;
  if (last === undefined || last.kind === 'wait' || last.kind === 'held') return { decision: null, about };
  const { rules, why } = last;
  const by = rules.at(-1)?.rule ?? 'policy';
  // It was spam, in the trash or snoozed, and is not any more: the same end stands again.
  if (last.kind === 'skip' && by === 'still_ended') return { decision: null, about };
  if (last.kind === 'skip') return { decision: { kind: 'skip', by, why, rules }, about };
  const name = about ?? '';
  const rule = deps.configOf(account).campaigns[name] ?? { when: decision.outcome, delayMs: 0, send: { event: name } };
  return { decision: { kind: 'send', rules, campaign: { name, rule } }, about };
}

function intentOf(
  deps: ActivityDeps,
  { ref, details, decision }: PolicyCase,
  { state, campaign }: { readonly state: TicketState; readonly campaign: Campaign },
): ReturnType<typeof newIntent> {
  const { account, ticketId } = ref;
  const { csat } = deps.configOf(account);
  const dueAt = plus(knowableAt(state, decision, csat), campaign.rule.delayMs);
  const emailKey = details?.emailKey ?? '';
  return newIntent({
    ticketId,
    emailKey,
    campaign,
    dueAt,
    at: nowOf(deps, account),
    key: campaignKey(account, ticketId),
    params: details === null ? {} : campaignParams(details, decision),
    customerId: details?.customerId ?? null,
  });
}
