import { latest, millisecondsBetween, plus, type Timestamp } from '../../domain/timestamp';
import {
  requestedCampaign,
  type RequestDecision,
  decideRequestedCampaign,
} from '../../domain/campaign/requested-campaign';
import { type Campaign, DEFAULT_EXPIRES_MS } from '../../domain/campaign/campaign-types';
import { decisionOf, knowableAt } from '../../domain/ticket/outcome';
import { type TicketState, unknownTicket } from '../../domain/ticket/state';
import type { CampaignRequest } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { detailsOf, isFit, isSomebodyElses, type JudgedDetails, unfitAt } from '../tickets/ticket-details';
import { ticketWatched, watchedFrom } from '../tickets/watched-from';
import type { GateAnswer, GateSnapshot } from './campaign-gate';
import { requestEventKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { NEVER_OPTED_OUT } from './ask-consent';
import { earlierOf, expiryOf, newIntent } from './intended-campaign';
import { nowOf } from './policy-case';

/** A campaign that a program asked for, and what is known of its ticket. */
export interface RequestCase {
  readonly account: string;
  readonly request: CampaignRequest;
  readonly key: string;
  readonly campaign: Campaign;
  readonly watchedFrom: Timestamp;
  /** The ticket had caused a campaign before its person was erased. */
  readonly hadCampaign: boolean;
  /** Null: the campaign belongs to no ticket. */
  readonly details: JudgedDetails | null;
  readonly state: TicketState | null;
  /** Of the person now; null: there is none that is written to. */
  readonly emailKey: string | null;
  /** Who that is; null: nobody who is known. */
  readonly customerId: number | null;
  /** The program has named an address that is none of the ticket's customer's. */
  readonly isOthers: boolean;
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
    campaign: requestedCampaign(campaigns, name),
  };
  if (ticketId === null) {
    const fit = emailKey !== null && isFit(deps, account, emailKey) ? emailKey : null;
    const from = await watchedFrom(deps, account);
    const [customerId = null] = fit === null ? [] : await deps.store.ticketReader.customersOf(account, fit, 1);
    return {
      ...common,
      watchedFrom: from,
      hadCampaign: false,
      details: null,
      state: null,
      emailKey: fit,
      customerId,
      isOthers: false,
    };
  }
  const details = await detailsOf(deps, { account, ticketId });
  if (details === null) return null;
  const state = (await deps.store.tickets.load(account, ticketId)) ?? unknownTicket(ticketId);
  const { from, hadCampaign } = await ticketWatched(deps, { account, ticketId }, details);
  const isOthers = await isSomebodyElses(deps.store.ticketReader, { account, details, named: emailKey });
  const { emailKey: own, customerId } = details;
  return { ...common, watchedFrom: from, hadCampaign, details, state, emailKey: own, customerId, isOthers };
}

/** What the rules say before anybody is asked about the person. */
export function decideEarly(deps: ActivityDeps, requestCase: RequestCase, entry: OutboxEntry | null): RequestDecision {
  const { account, request, state, details, emailKey, isOthers } = requestCase;
  const named = details === null ? request.emailKey : null;
  const unfit = named === null ? details?.whyUnfit : unfitAt(deps, account, named);
  const person = { ...NEVER_OPTED_OUT, hasEmail: emailKey !== null, whyUnfit: unfit };
  const weighed = { person, otherTickets: [], earlierSends: [] };
  const now = nowOf(deps, account);
  return decide(deps, requestCase, { now, entry, state, details, isOthers, weighed, expires: false });
}

export function weighRequest(
  deps: ActivityDeps,
  requestCase: RequestCase,
  snapshot: GateSnapshot,
): GateAnswer<RequestDecision> {
  const decision = decide(deps, requestCase, { ...snapshot, expires: true });
  switch (decision.kind) {
    case 'send':
      return { kind: 'send', decision };
    case 'held':
      return { kind: 'keep', decision, why: decision.why, until: decision.until, toRead: decision.toRead };
    case 'skip':
      return { kind: 'skip', decision, why: decision.why };
  }
}

const NOT_THEIRS = 'the program has named an e-mail address that is none of the ticket’s customer’s';

interface Early extends Omit<GateSnapshot, 'entry'> {
  readonly entry: OutboxEntry | null;
  /** Whether it is too late is asked where the other tickets are known. */
  readonly expires: boolean;
}

function decide(
  deps: ActivityDeps,
  { account, request, campaign, watchedFrom: from, hadCampaign }: RequestCase,
  { now, entry, state, details, isOthers, weighed, expires }: Early,
): RequestDecision {
  if (isOthers) return { kind: 'skip', by: null, why: NOT_THEIRS };
  const { frequencyCap, holdMs, csat } = deps.configOf(account);
  const ticket =
    state === null || details === null
      ? null
      : {
          state,
          createdAt: details.ticket.createdAt,
          closedAt: details.ticket.status === 'closed' ? details.ticket.closedAt : null,
          earlier: earlierOf(entry, { name: campaign.name, hadCampaign }),
        };
  return decideRequestedCampaign({
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
  { account, request, campaign, details, state, key, emailKey, customerId }: RequestCase,
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
    customerId,
    params: { ...ofTicket, ...request.params },
  });
}
