import { randomUUID } from 'node:crypto';
import {
  askedCampaign,
  type AskedDecision,
  type AskedFacts,
  decideAskedCampaign,
} from '../../domain/ticket/asked-campaign';
import { intendCampaign } from '../../domain/ticket/campaign';
import type { Campaign } from '../../domain/ticket/campaign-types';
import { momentOf, plus } from '../../domain/ticket/moment';
import { decisionOf } from '../../domain/ticket/outcome';
import { summarise } from '../../domain/ticket/summary';
import type { CampaignRow, LiveTables, TicketDetails } from '../../store/live-types';
import type { CampaignRequest, RequestSaid } from '../../store/subscriber-types';
import type { ActivityDeps } from '../deps';
import { campaignKey, requestKey } from './campaign-key';
import { campaignParams } from './campaign-params';
import { consentOf } from './consent';
import { deliverByKey } from './deliver-campaign';
import type { RequestStand } from './types';

/** A paused connector is asked again after this; nobody tells requests that it goes on. */
const PAUSED_MS = 60_000;

/**
 * Decides about a campaign that a program asked for, and sends it: under the locks and with the rules of the policy, so that both together
 * send a ticket at most one. Called again it goes on where it stopped.
 */
export async function settleRequest(deps: ActivityDeps, account: string, id: string): Promise<RequestStand> {
  const { accounts, campaignRequests, tickets } = deps.store;
  const request = await campaignRequests.find(account, id);
  if (request === null) return { status: 'skipped', until: null };
  if (request.status === 'sent' || request.status === 'skipped') return { status: request.status, until: null };
  const paused = (await accounts.find(account))?.state === 'paused';
  const said = paused ? pausedUntil(now(deps)) : await settle(deps, account, request);
  await campaignRequests.settle(account, id, said);
  if (request.ticketId !== null && said.reason !== request.reason) {
    const note = `campaign ${request.name}, asked for by a program: ${said.status}, ${said.reason}`;
    await tickets.note(account, request.ticketId, [{ at: now(deps), source: 'sdk', note }]);
  }
  return { status: said.status, until: said.until };
}

function pausedUntil(at: string): RequestSaid {
  return { status: 'held', reason: 'the connector is paused', until: plus(at, PAUSED_MS) };
}

async function settle(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestSaid> {
  const key = keyOf(account, request);
  const before = await deps.store.campaigns.findByKey(account, key);
  if (before === null) {
    const decision = await decideAndIntend(deps, account, request);
    if (decision.kind === 'held') return { status: 'held', reason: decision.why, until: decision.until };
    if (decision.kind === 'skip') return { status: 'skipped', reason: decision.why, until: null };
  } else if (before.name !== request.name) {
    const reason = `this ticket caused the campaign ${before.name} before: at most one per ticket, ever`;
    return { status: 'skipped', reason, until: null };
  }
  await deliverByKey(deps, account, key);
  return becameOf(await deps.store.campaigns.findByKey(account, key));
}

function becameOf(campaign: CampaignRow | null): RequestSaid {
  if (campaign?.state === 'sent') return { status: 'sent', reason: `sent as ${wayOf(campaign.send)}`, until: null };
  const reason = campaign?.state === 'refused' ? `it was not sent: ${campaign.reason ?? 'refused'}` : null;
  return { status: 'skipped', reason: reason ?? campaign?.reason ?? 'another campaign went before it', until: null };
}

function wayOf(send: CampaignRow['send']): string {
  if ('event' in send) return `the Brevo event ${send.event}`;
  return 'templateId' in send
    ? `the template ${String(send.templateId)}`
    : `a place on the list ${String(send.listId)}`;
}

function keyOf(account: string, { ticketId, id }: CampaignRequest): string {
  return ticketId === null ? requestKey(account, id) : campaignKey(account, ticketId);
}

async function decideAndIntend(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<AskedDecision> {
  const { store, config } = deps;
  const { emailKey, ticketId } = request;
  const campaign = askedCampaign(config.campaigns, request.name);
  const known = { hasEmail: emailKey !== null, blocklisted: false, unsubscribed: false };
  const person = emailKey === null ? known : await consentOf(deps, account, emailKey, campaign);
  const watchedFrom = (await store.accounts.find(account))?.installedAt ?? null;
  const details = ticketId === null ? null : await store.ticketReader.details(account, ticketId);
  const weigh = async (live: LiveTables, ticket: AskedFacts['ticket']): Promise<AskedDecision> => {
    if (emailKey !== null) await live.campaigns.lockPerson(account, emailKey);
    const others = emailKey === null ? [] : await live.ticketReader.othersOf(account, emailKey, ticketId ?? 0);
    const sends = emailKey === null ? [] : await live.campaigns.sentTo(account, emailKey, keyOf(account, request));
    const { frequencyCap, holdMs, csat } = config;
    return decideAskedCampaign({
      ...{ now: now(deps), askedAt: request.askedAt, campaign, person, ticket, watchedFrom, csat },
      ...{ otherTickets: others, earlierSends: sends, limits: { frequencyCap, holdMs } },
    });
  };
  const asked: Asked = { request, account, campaign, details };
  if (ticketId === null) {
    return store.liveTransaction(async (live) => {
      const said = await weigh(live, null);
      if (said.kind === 'send') await intend(deps, live, asked, null);
      return said;
    });
  }
  return details === null
    ? { kind: 'skip', why: `the connector knows no ticket ${String(ticketId)}` }
    : decideForTicket(deps, { ...asked, details }, weigh);
}

interface Asked {
  readonly request: CampaignRequest;
  readonly account: string;
  readonly campaign: Campaign;
  readonly details: TicketDetails | null;
}

async function decideForTicket(
  deps: ActivityDeps,
  asked: Asked & { readonly details: TicketDetails },
  weigh: (live: LiveTables, ticket: AskedFacts['ticket']) => Promise<AskedDecision>,
): Promise<AskedDecision> {
  const { ticket } = asked.details;
  const said: AskedDecision[] = [];
  await deps.store.tickets.change(asked.account, ticket.id, async (state, live) => {
    const word = await weigh(live, { state, createdAt: ticket.createdAt });
    said.push(word);
    const at = now(deps);
    const after = word.kind === 'send' ? intendCampaign(state, { name: asked.campaign.name, at }) : state;
    if (word.kind === 'send') await intend(deps, live, asked, decisionOf(state));
    return { state: after, summary: summarise(after, { now: at, csat: deps.config.csat }) };
  });
  const [word] = said;
  if (word === undefined) throw new Error('nothing was decided about the campaign');
  return word;
}

async function intend(
  deps: ActivityDeps,
  live: LiveTables,
  { request, account, campaign, details }: Asked,
  decision: ReturnType<typeof decisionOf>,
): Promise<void> {
  const { emailKey, ticketId } = request;
  if (emailKey === null) return;
  const ticketParams = details === null || decision === null ? {} : campaignParams(details, decision);
  await live.campaigns.intend(account, {
    ...{ ticketId, emailKey, eventKey: keyOf(account, request), name: campaign.name, send: campaign.rule.send },
    params: { ...ticketParams, ...request.params },
    customerId: details?.customerId ?? null,
    mailKey: randomUUID(),
    intendedAt: now(deps),
  });
}

function now(deps: ActivityDeps): string {
  return momentOf(deps.now().getTime());
}
