import { momentOf, plus } from '../../domain/moment';
import type { Timestamp } from '../../domain/records';
import type { CampaignRow } from '../../store/live/live-types';
import type { CampaignRequest, RequestSaid } from '../../store/live/subscriber-types';
import type { ActivityDeps } from '../deps';
import { requestEventKey } from './campaign-key';
import { decideRequest } from './decide-request';
import { deliverByKey } from './deliver-campaign';
import type { RequestStand } from '../tickets/types';

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
  const at = momentOf(deps.now());
  const paused = (await accounts.find(account))?.state === 'paused';
  const said = paused ? pausedUntil(at) : await settle(deps, account, request);
  await campaignRequests.settle(account, id, said);
  if (request.ticketId !== null && said.reason !== request.reason) {
    const note = `campaign ${request.name}, asked for by a program: ${said.status}, ${said.reason}`;
    await tickets.note(account, request.ticketId, [{ at, source: 'sdk', note }]);
  }
  return { status: said.status, until: said.until };
}

function pausedUntil(at: Timestamp): RequestSaid {
  return { status: 'held', reason: 'the connector is paused', until: plus(at, PAUSED_MS) };
}

async function settle(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestSaid> {
  const key = requestEventKey(account, request);
  const before = await deps.store.campaigns.findByKey(account, key);
  if (before === null) {
    const decision = await decideRequest(deps, account, request);
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
