import { latest, millisecondsBetween, plus } from '../../domain/moment';
import type { Timestamp } from '../../domain/records';
import { askedCampaign, type AskedDecision, decideAskedCampaign } from '../../domain/campaign/asked-campaign';
import { type Campaign, DEFAULT_EXPIRES_MS } from '../../domain/campaign/campaign-types';
import { decisionOf, knowableAt } from '../../domain/ticket/outcome';
import { type TicketState, unknownTicket } from '../../domain/ticket/state';
import type { CampaignRequest } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { detailsOf, isFit, type JudgedDetails } from '../tickets/ticket-details';
import type { GateAnswer, GateFacts } from './campaign-gate';
import { requestEventKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { NEVER_SAID_NO } from './consent';
import { earlierOf, expiryOf, newIntent } from './intended-campaign';
import { nowOf, watchedFrom } from './policy-case';

/** A campaign that a program asked for, and what is known of its ticket. */
export interface RequestCase {
  readonly account: string;
  readonly request: CampaignRequest;
  readonly key: string;
  readonly campaign: Campaign;
  readonly watchedFrom: Timestamp;
  /** Null: the campaign belongs to no ticket. */
  readonly details: JudgedDetails | null;
  readonly state: TicketState | null;
  /** Of the person now; null: there is none that is written to. */
  readonly emailKey: string | null;
}

/** Null: the connector does not know the ticket. */
export async function openRequest(
  deps: ActivityDeps,
  account: string,
  request: CampaignRequest,
): Promise<RequestCase | null> {
  const { ticketId, name, emailKey } = request;
  const { campaigns } = deps.configOf(account);
  const common = {
    account,
    request,
    key: requestEventKey(account, request),
    campaign: askedCampaign(campaigns, name),
    watchedFrom: await watchedFrom(deps, account),
  };
  if (ticketId === null) {
    const fit = emailKey !== null && isFit(deps, account, emailKey) ? emailKey : null;
    return { ...common, details: null, state: null, emailKey: fit };
  }
  const details = await detailsOf(deps, { account, ticketId });
  if (details === null) return null;
  const state = (await deps.store.tickets.load(account, ticketId)) ?? unknownTicket(ticketId);
  return { ...common, details, state, emailKey: details.emailKey };
}

/** What the rules say before anybody is asked about the person. */
export function decideEarly(deps: ActivityDeps, asked: RequestCase, entry: OutboxEntry | null): AskedDecision {
  const { account, state, details, emailKey } = asked;
  const person = { ...NEVER_SAID_NO, hasEmail: emailKey !== null };
  const weighed = { person, otherTickets: [], earlierSends: [] };
  return decide(deps, asked, { now: nowOf(deps, account), entry, state, details, weighed, expires: false });
}

export function weighRequest(deps: ActivityDeps, asked: RequestCase, facts: GateFacts): GateAnswer<AskedDecision> {
  const said = decide(deps, asked, { ...facts, expires: true });
  switch (said.kind) {
    case 'send':
      return { kind: 'send', said };
    case 'held':
      return { kind: 'keep', said, why: said.why, until: said.until, toRead: said.toRead };
    case 'skip':
      return { kind: 'skip', said, why: said.why };
  }
}

interface Early extends Omit<GateFacts, 'entry'> {
  readonly entry: OutboxEntry | null;
  /** Whether it is too late is asked where the other tickets are known. */
  readonly expires: boolean;
}

function decide(
  deps: ActivityDeps,
  { account, request, campaign, watchedFrom: from }: RequestCase,
  { now, entry, state, details, weighed, expires }: Early,
): AskedDecision {
  const { frequencyCap, holdMs, csat } = deps.configOf(account);
  const ticket =
    state === null || details === null
      ? null
      : { state, createdAt: details.ticket.createdAt, earlier: earlierOf(entry, campaign.name) };
  return decideAskedCampaign({
    now,
    askedAt: request.askedAt,
    campaign,
    ticket,
    watchedFrom: from,
    csat,
    ...weighed,
    limits: { frequencyCap, holdMs },
    expiresAt: expires ? tooLateAt(entry, request, campaign) : null,
  });
}

/** Where the policy has written the same campaign down before, the program's has its whole time all the same. */
function tooLateAt(entry: OutboxEntry | null, { askedAt }: CampaignRequest, { rule }: Campaign): Timestamp {
  const own = plus(askedAt, rule.expiresMs ?? DEFAULT_EXPIRES_MS);
  return latest(expiryOf(entry) ?? own, own);
}

/** What the program says stands over what the ticket says. */
export function requestIntent(
  deps: ActivityDeps,
  { account, request, campaign, details, state, key, emailKey }: RequestCase,
): ReturnType<typeof newIntent> {
  const { askedAt, ticketId } = request;
  const decision = state === null ? null : decisionOf(state);
  const ofTicket = details === null || decision === null ? {} : campaignParams(details, decision);
  const knownAt =
    state === null || decision === null ? askedAt : knowableAt(state, decision, deps.configOf(account).csat);
  // It was asked for before its ticket had ended, or afterwards.
  const dueAt = millisecondsBetween(askedAt, knownAt) > 0 ? knownAt : askedAt;
  return newIntent({
    ticketId,
    campaign,
    key,
    at: nowOf(deps, account),
    dueAt: plus(dueAt, 0),
    emailKey: emailKey ?? '',
    customerId: details?.customerId ?? null,
    params: { ...ofTicket, ...request.params },
  });
}
