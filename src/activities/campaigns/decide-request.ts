import { momentOf } from '../../domain/moment';
import {
  askedCampaign,
  type AskedDecision,
  type AskedFacts,
  decideAskedCampaign,
} from '../../domain/ticket/asked-campaign';
import { intendCampaign } from '../../domain/ticket/campaign';
import type { Campaign } from '../../domain/ticket/campaign-types';
import { decisionOf } from '../../domain/ticket/outcome';
import type { LiveTables, TicketDetails } from '../../store/live/live-types';
import type { CampaignRequest } from '../../store/live/subscriber-types';
import type { ActivityDeps } from '../deps';
import { newIntent } from './campaign-intent';
import { requestEventKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { changeTicket } from '../tickets/change-ticket';
import { consentOf } from './consent';

interface Asked {
  readonly request: CampaignRequest;
  readonly account: string;
  readonly campaign: Campaign;
  /** Null: the campaign belongs to no ticket. */
  readonly details: TicketDetails | null;
  readonly person: AskedFacts['person'];
  readonly watchedFrom: AskedFacts['watchedFrom'];
}

/**
 * What the policy's rules say of a campaign that a program asked for. `send` has written the intent down in the transaction in which nobody
 * else could decide about the person or the ticket.
 */
export async function decideRequest(
  deps: ActivityDeps,
  account: string,
  request: CampaignRequest,
): Promise<AskedDecision> {
  const { emailKey, ticketId, name } = request;
  const { accounts, ticketReader } = deps.store;
  const campaign = askedCampaign(deps.configOf(account).campaigns, name);
  const asked = {
    ...{ request, account, campaign },
    person: await consentOf(deps, account, emailKey, campaign),
    watchedFrom: (await accounts.find(account))?.installedAt ?? null,
  };
  if (ticketId === null) {
    return deps.store.liveTransaction((live) => weighAndIntend(deps, live, { ...asked, details: null }, null));
  }
  const details = await ticketReader.details(account, ticketId);
  if (details === null) return { kind: 'skip', why: `the connector knows no ticket ${String(ticketId)}` };
  return changeTicket(deps, { account, ticketId }, async (before, live) => {
    const ticket = { state: before, createdAt: details.ticket.createdAt };
    const answer = await weighAndIntend(deps, live, { ...asked, details }, ticket);
    const campaignOfTicket = { name: campaign.name, at: momentOf(deps.now()) };
    return { state: answer.kind === 'send' ? intendCampaign(before, campaignOfTicket) : before, answer };
  });
}

async function weighAndIntend(
  deps: ActivityDeps,
  live: LiveTables,
  asked: Asked,
  ticket: AskedFacts['ticket'],
): Promise<AskedDecision> {
  const { request, account, campaign, person, watchedFrom } = asked;
  const { emailKey, ticketId, askedAt } = request;
  const { frequencyCap, holdMs, csat } = deps.configOf(account);
  const eventKey = requestEventKey(account, request);
  if (emailKey !== null) await live.campaigns.lockPerson(account, emailKey);
  const otherTickets = emailKey === null ? [] : await live.ticketReader.othersOf(account, emailKey, ticketId ?? 0);
  const earlierSends = emailKey === null ? [] : await live.campaigns.sentTo(account, emailKey, eventKey);
  const said = decideAskedCampaign({
    ...{ now: momentOf(deps.now()), askedAt, campaign, person, ticket, watchedFrom, csat },
    ...{ otherTickets, earlierSends, limits: { frequencyCap, holdMs } },
  });
  if (said.kind === 'send' && emailKey !== null) {
    const at = momentOf(deps.now());
    const intent = { ticketId, emailKey, eventKey, campaign, at, customerId: asked.details?.customerId ?? null };
    await live.campaigns.intend(account, newIntent({ ...intent, params: paramsOf(asked, ticket) }));
  }
  return said;
}

/** What the program says stands over what the ticket says. */
function paramsOf({ request, details }: Asked, ticket: AskedFacts['ticket']): Readonly<Record<string, unknown>> {
  const decision = ticket === null ? null : decisionOf(ticket.state);
  const ofTicket = details === null || decision === null ? {} : campaignParams(details, decision);
  return { ...ofTicket, ...request.params };
}
