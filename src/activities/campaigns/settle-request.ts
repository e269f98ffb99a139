import { FATE_TEXTS } from '../../domain/campaign/fates';
import { isConnectorError } from '../../domain/errors/connector-error';
import { isStop } from '../../domain/errors/stop';
import { PersonErased } from '../../domain/privacy/person-erased';
import { waitReason } from '../../domain/ticket/waits';
import { timestampOf } from '../../domain/timestamp';
import { requestEvent } from '../../domain/campaign/request-sentence';
import { answeredFate, type RequestDecision } from '../../domain/campaign/requested-campaign';
import type { CampaignRequest, RequestResult } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { abandon, isEnded, takenMeanwhile } from '../outbox/attempt';
import { refreshTicket } from '../tickets/read-ticket';
import type { RequestStatus } from '../tickets/types';
import { unansweredText } from './ask-about';
import { sendThroughGate } from './campaign-gate';
import { decideEarly, openRequest, type RequestCase, requestIntent, weighRequest } from './decide-request';

const PAUSED = 'the connector is paused';
const OFF = 'the connector is switched off';
/** The refresh may be overtaken by a minute of waiting for a vendor. */
const MAX_REFRESHES = 3;

/**
 * Decides about a campaign that a program asked for, and sends it: under the locks and with the rules of the policy, so that both together
 * send a ticket at most one. Called again it goes on where it stopped. What a person must end first has no time: whoever ends it wakes it.
 */
export async function settleRequest(deps: ActivityDeps, account: string, id: string): Promise<RequestStatus> {
  const { accounts, campaignRequests, tickets } = deps.store;
  const request = await campaignRequests.find(account, id);
  if (request === null) return { status: 'skipped', until: null };
  if (request.status !== 'asked' && request.status !== 'held')
    return { status: answeredFate(request.status), until: null };
  const at = timestampOf(deps.now());
  const row = await accounts.find(account);
  const isOff = row?.enabled === false || !deps.configOf(account).enabled;
  const result =
    isOff || row?.state === 'paused' ? heldBack(isOff ? OFF : PAUSED) : await settle(deps, account, request);
  await campaignRequests.settle(account, id, result);
  if (request.ticketId !== null && result.status !== 'held') await tickets.endWait(account, request.ticketId);
  if (request.ticketId !== null && result.reason !== request.reason) {
    const note = requestEvent({ name: request.name, ...result });
    await tickets.note(account, request.ticketId, [{ at, source: 'sdk', note }]);
  }
  return { status: answeredFate(result.status), until: result.until };
}

async function settle(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestResult> {
  try {
    return await settleOrRefresh(deps, account, request);
  } catch (thrown) {
    if (isConnectorError(thrown) && isStop(thrown.code)) return heldBack(thrown.message);
    if (thrown instanceof PersonErased) return skipped(thrown.message);
    const reason = isConnectorError(thrown) ? waitReason(thrown) : null;
    if (reason !== null && request.ticketId !== null)
      await deps.store.tickets.beginWait(account, request.ticketId, reason);
    throw thrown;
  }
}

async function settleOrRefresh(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestResult> {
  for (let refreshes = 0; refreshes <= MAX_REFRESHES; refreshes += 1) {
    const result = await settleOnce(deps, account, request);
    if (result === 'unknown_ticket' && refreshes > 0)
      return skipped(`Gorgias has no ticket ${String(request.ticketId)} that could be read`);
    if (result !== 'look' && result !== 'unknown_ticket') return result;
    if (request.ticketId !== null) await refreshTicket(deps, { account, ticketId: request.ticketId });
  }
  return heldBack('its ticket has to be looked at first');
}

async function settleOnce(
  deps: ActivityDeps,
  account: string,
  request: CampaignRequest,
): Promise<RequestResult | 'look' | 'unknown_ticket'> {
  const { outbox } = deps.store;
  const requestCase = await openRequest(deps, account, request);
  if (requestCase === null) return 'unknown_ticket';
  const { key } = requestCase;
  const before = await outbox.find(account, key);
  if (before !== null && before.name !== request.name && before.state !== 'given_up') {
    const has =
      before.state === 'intended'
        ? `is to get the campaign ${before.name}`
        : `caused the campaign ${before.name} before`;
    return skipped(`this ticket ${has}: at most one per ticket, ever`);
  }
  if (before !== null && isEnded(before) && before.state !== 'given_up') return becameOf(before);
  const early = decideEarly(deps, requestCase, before);
  if (early.kind !== 'send') {
    return early.kind === 'skip' ? skip(deps, account, { key, decision: early }) : resultOf(early);
  }
  if (before === null || isEnded(before)) await outbox.intendCampaign(account, requestIntent(deps, requestCase));
  return leave(deps, requestCase);
}

async function leave(deps: ActivityDeps, requestCase: RequestCase): Promise<RequestResult | 'look'> {
  const { account, key, campaign, request, watchedFrom } = requestCase;
  const attempted = await sendThroughGate<RequestDecision>(deps, {
    account,
    key,
    campaign,
    watchedFrom,
    ticketId: request.ticketId,
    named: request.emailKey,
    weigh: (snapshot) => weighRequest(deps, requestCase, snapshot),
    keep: () => Promise.resolve(),
    unanswered: async (unanswered) => {
      const reason = unansweredText(unanswered, unanswered.entry.intendedAt);
      await deps.store.campaignRequests.settle(account, request.id, {
        status: 'held',
        reason,
        until: unanswered.until,
      });
    },
  });
  if (attempted.kind === 'waits') return heldBack(attempted.why);
  if (attempted.kind === 'ended') {
    const entry = await deps.store.outbox.find(account, key);
    // The policy has given the same campaign up just now: that was for another moment, or holds for this one too.
    if (entry?.state === 'given_up') throw takenMeanwhile();
    return becameOf(entry);
  }
  if (attempted.no.kind === 'look') return 'look';
  const { decision: result } = attempted.no;
  return result.kind === 'skip' ? skip(deps, account, { key, decision: result }) : resultOf(result);
}

/** What was tried before and never answered has an end first, and that end is what is said. */
async function skip(
  deps: ActivityDeps,
  account: string,
  { key, decision }: { readonly key: string; readonly decision: Extract<RequestDecision, { kind: 'skip' }> },
): Promise<RequestResult> {
  const { why, by } = decision;
  await abandon(deps, account, { key, why });
  const entry = await deps.store.outbox.find(account, key);
  if (entry !== null && entry.state !== 'given_up') return becameOf(entry);
  return by === 'not_expired' ? ended('given-up', why) : skipped(why);
}

function resultOf(result: Exclude<RequestDecision, { kind: 'skip' }>): RequestResult {
  if (result.kind === 'send') return heldBack('it is about to be sent');
  return { status: 'held', reason: result.why, until: result.until, heldBy: result.by };
}

function ended(status: Exclude<RequestResult['status'], 'held'>, reason: string): RequestResult {
  return { status, reason, until: null };
}

function skipped(reason: string): RequestResult {
  return ended('skipped', reason);
}

/** Until somebody acts; `until` is nobody's to know. */
function heldBack(reason: string): RequestResult {
  return { status: 'held', reason, until: null };
}

function becameOf(entry: OutboxEntry | null): RequestResult {
  if (entry?.state === 'sent') return ended('sent', `sent as ${wayOf(entry)}`);
  if (entry !== null && !isEnded(entry)) return heldBack('it is being sent');
  if (entry?.state === 'refused') return ended('given-up', `it was not sent: ${entry.reason ?? 'refused'}`);
  if (entry?.state === 'unknown') return ended('unknown', entry.reason ?? FATE_TEXTS.unknown);
  return skipped(entry?.reason ?? 'another campaign went before it');
}

function wayOf({ send, name }: OutboxEntry): string {
  if (send === null) return `the Brevo event ${name}`;
  if ('event' in send) return `the Brevo event ${send.event}`;
  return 'templateId' in send
    ? `the template ${String(send.templateId)}`
    : `a place on the list ${String(send.listId)}`;
}
