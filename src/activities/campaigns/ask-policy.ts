import { momentOf } from '../../domain/moment';
import { decideCampaign, intendCampaign } from '../../domain/ticket/campaign';
import type { CampaignDecision } from '../../domain/ticket/campaign-types';
import { decisionOf } from '../../domain/ticket/outcome';
import type { Decision, TicketState } from '../../domain/ticket/state';
import type { ActivityDeps } from '../deps';
import { newIntent } from './campaign-intent';
import { campaignKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { changeTicket } from '../tickets/change-ticket';
import { consentOf, NEVER_SAID_NO } from './consent';
import { factsOf, keptDecision, openCase, type PolicyCase } from './policy-case';
import type { TicketRef } from '../tickets/types';

/**
 * What the policy says of this end of the ticket. Its last word, to send or to skip, is kept and stands; `send` has written the intent down
 * in the same transaction in which nobody else could decide about the person.
 */
export async function askPolicy(deps: ActivityDeps, ref: TicketRef, state: TicketState): Promise<CampaignDecision> {
  const decision = decisionOf(state);
  if (decision === null) throw new Error('the policy was asked about a ticket without an outcome');
  const said = await lastWord(deps, ref, decision);
  if (said !== null) return said;
  const asked = await openCase(deps, ref, decision);
  const unasked = { person: NEVER_SAID_NO, otherTickets: [], earlierSends: [] };
  const early = decideCampaign(factsOf(deps, asked, state, unasked));
  if (early.kind === 'send') return decideForPerson(deps, asked);
  // Until the campaign is due, and when there is none, nobody has to be asked about the person.
  await deps.store.campaigns.keepDecision(ref.account, ref.ticketId, keptDecision(asked, early, momentOf(deps.now())));
  return early;
}

async function lastWord(
  deps: ActivityDeps,
  { account, ticketId }: TicketRef,
  decision: Decision,
): Promise<CampaignDecision | null> {
  const kept = await deps.store.campaigns.decisions(account, ticketId);
  const said = kept.find(({ closedAt }) => closedAt === decision.closedAt);
  if (said === undefined || said.kind === 'wait' || said.kind === 'held') return null;
  const { rules, why, campaign } = said;
  if (said.kind === 'skip') return { kind: 'skip', by: rules.at(-1)?.rule ?? 'policy', why, rules };
  const rule = campaign === null ? undefined : deps.configOf(account).campaigns[campaign];
  const name = campaign ?? '';
  return {
    kind: 'send',
    rules,
    campaign: { name, rule: rule ?? { when: decision.outcome, delayMs: 0, send: { event: name } } },
  };
}

async function decideForPerson(deps: ActivityDeps, asked: PolicyCase): Promise<CampaignDecision> {
  const { account, ticketId } = asked.ref;
  const emailKey = asked.details?.emailKey ?? null;
  const person = await consentOf(deps, account, emailKey, asked.campaign);
  return changeTicket(deps, asked.ref, async (before, { campaigns, ticketReader }) => {
    if (emailKey !== null) await campaigns.lockPerson(account, emailKey);
    const otherTickets = emailKey === null ? [] : await ticketReader.othersOf(account, emailKey, ticketId);
    const earlierSends =
      emailKey === null ? [] : await campaigns.sentTo(account, emailKey, campaignKey(account, ticketId));
    const said = decideCampaign(factsOf(deps, asked, before, { person, otherTickets, earlierSends }));
    const at = momentOf(deps.now());
    await campaigns.keepDecision(account, ticketId, keptDecision(asked, said, at));
    if (said.kind !== 'send' || emailKey === null) return { state: before, answer: said };
    await campaigns.intend(account, intentOf({ ...asked, campaign: said.campaign }, emailKey, at));
    return { state: intendCampaign(before, { name: said.campaign.name, at }), answer: said };
  });
}

function intentOf(
  { ref, campaign, details, decision }: PolicyCase & { readonly campaign: NonNullable<PolicyCase['campaign']> },
  emailKey: string,
  at: string,
): ReturnType<typeof newIntent> {
  const { account, ticketId } = ref;
  return newIntent({
    ...{ ticketId, emailKey, campaign, at, eventKey: campaignKey(account, ticketId) },
    params: details === null ? {} : campaignParams(details, decision),
    customerId: details?.customerId ?? null,
  });
}
