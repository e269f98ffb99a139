import { isConnectorError } from '../../domain/errors/connector-error';
import { isStop } from '../../domain/errors/stop';
import { momentOf } from '../../domain/moment';
import type { AskedDecision } from '../../domain/campaign/asked-campaign';
import type { RequestSaid } from '../../store/campaigns/campaign-types';
import type { CampaignRequest } from '../../store/campaigns/campaign-types';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import type { ActivityDeps } from '../deps';
import { abandon, isEnded, takenMeanwhile } from '../outbox/attempt';
import { lookAtTicket } from '../tickets/read-ticket';
import type { RequestStand } from '../tickets/types';
import { sendThroughGate } from './campaign-gate';
import { decideEarly, openRequest, type RequestCase, requestIntent, weighRequest } from './decide-request';

const PAUSED = 'the connector is paused';
const OFF = 'the connector is switched off';
/** The look may be overtaken by a minute of waiting for a vendor. */
const MOST_LOOKS = 3;

/**
 * Decides about a campaign that a program asked for, and sends it: under the locks and with the rules of the policy, so that both together
 * send a ticket at most one. Called again it goes on where it stopped. What a person must end first has no time: whoever ends it wakes it.
 */
export async function settleRequest(deps: ActivityDeps, account: string, id: string): Promise<RequestStand> {
  const { accounts, campaignRequests, tickets } = deps.store;
  const request = await campaignRequests.find(account, id);
  if (request === null) return { status: 'skipped', until: null };
  if (request.status === 'sent' || request.status === 'skipped') return { status: request.status, until: null };
  const at = momentOf(deps.now());
  const row = await accounts.find(account);
  const isOff = row?.enabled === false || !deps.configOf(account).enabled;
  const said = isOff || row?.state === 'paused' ? heldBack(isOff ? OFF : PAUSED) : await settle(deps, account, request);
  await campaignRequests.settle(account, id, said);
  if (request.ticketId !== null && said.reason !== request.reason) {
    const note = `campaign ${request.name}, asked for by a program: ${said.status}, ${said.reason}`;
    await tickets.note(account, request.ticketId, [{ at, source: 'sdk', note }]);
  }
  return { status: said.status, until: said.until };
}

async function settle(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestSaid> {
  try {
    return await settleOrLook(deps, account, request);
  } catch (thrown) {
    if (isConnectorError(thrown) && isStop(thrown.code)) return heldBack(thrown.message);
    throw thrown;
  }
}

async function settleOrLook(deps: ActivityDeps, account: string, request: CampaignRequest): Promise<RequestSaid> {
  for (let looks = 0; looks <= MOST_LOOKS; looks += 1) {
    const said = await settleOnce(deps, account, request);
    if (said === 'unknown_ticket' && looks > 0) return skipped(`Gorgias has no ticket ${String(request.ticketId)}`);
    if (said !== 'look' && said !== 'unknown_ticket') return said;
    if (request.ticketId !== null) await lookAtTicket(deps, { account, ticketId: request.ticketId });
  }
  return heldBack('its ticket has to be looked at first');
}

async function settleOnce(
  deps: ActivityDeps,
  account: string,
  request: CampaignRequest,
): Promise<RequestSaid | 'look' | 'unknown_ticket'> {
  const { outbox } = deps.store;
  const asked = await openRequest(deps, account, request);
  if (asked === null) return 'unknown_ticket';
  const { key } = asked;
  const before = await outbox.find(account, key);
  if (before !== null && before.name !== request.name && before.state !== 'given_up') {
    return skipped(`this ticket caused the campaign ${before.name} before: at most one per ticket, ever`);
  }
  if (before !== null && isEnded(before) && before.state !== 'given_up') return becameOf(before);
  const early = decideEarly(deps, asked, before);
  if (early.kind !== 'send') {
    return early.kind === 'skip' ? skip(deps, account, key, early.why) : saidOf(early);
  }
  if (before === null || isEnded(before)) await outbox.intendCampaign(account, requestIntent(deps, asked));
  return leave(deps, asked);
}

async function leave(deps: ActivityDeps, asked: RequestCase): Promise<RequestSaid | 'look'> {
  const { account, key, campaign, request, watchedFrom } = asked;
  const attempted = await sendThroughGate<AskedDecision>(deps, {
    account,
    key,
    campaign,
    watchedFrom,
    ticketId: request.ticketId,
    weigh: (facts) => weighRequest(deps, asked, facts),
    keep: () => Promise.resolve(),
  });
  if (attempted.kind === 'waits') return heldBack(attempted.why);
  if (attempted.kind === 'ended') {
    const entry = await deps.store.outbox.find(account, key);
    // The policy has given the same campaign up just now: that was for another moment, or holds for this one too.
    if (entry?.state === 'given_up') throw takenMeanwhile();
    return becameOf(entry);
  }
  if (attempted.no.kind === 'look') return 'look';
  const { said } = attempted.no;
  return said.kind === 'skip' ? skip(deps, account, key, said.why) : saidOf(said);
}

/** What was tried before and never answered has an end first, and that end is what is said. */
async function skip(deps: ActivityDeps, account: string, key: string, why: string): Promise<RequestSaid> {
  await abandon(deps, account, key, why);
  const entry = await deps.store.outbox.find(account, key);
  return entry === null || entry.state === 'given_up' ? skipped(why) : becameOf(entry);
}

function saidOf(said: Exclude<AskedDecision, { kind: 'skip' }>): RequestSaid {
  if (said.kind === 'send') return heldBack('it is about to be sent');
  return { status: 'held', reason: said.why, until: said.until };
}

function skipped(reason: string): RequestSaid {
  return { status: 'skipped', reason, until: null };
}

/** Until somebody acts; `until` is nobody's to know. */
function heldBack(reason: string): RequestSaid {
  return { status: 'held', reason, until: null };
}

function becameOf(entry: OutboxEntry | null): RequestSaid {
  if (entry?.state === 'sent') return { status: 'sent', reason: `sent as ${wayOf(entry)}`, until: null };
  if (entry !== null && !isEnded(entry)) return heldBack('it is being sent');
  if (entry?.state === 'refused') return skipped(`it was not sent: ${entry.reason ?? 'refused'}`);
  return skipped(entry?.reason ?? 'another campaign went before it');
}

function wayOf({ send, name }: OutboxEntry): string {
  if (send === null) return `the Brevo event ${name}`;
  if ('event' in send) return `the Brevo event ${send.event}`;
  return 'templateId' in send
    ? `the template ${String(send.templateId)}`
    : `a place on the list ${String(send.listId)}`;
}
