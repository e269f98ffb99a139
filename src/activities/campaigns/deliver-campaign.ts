import { ConnectorError, isConnectorError } from '../../domain/errors';
import type { QuarantineCause } from '../../domain/quarantine-causes';
import type { CampaignRow } from '../../store/live/live-types';
import type { QuarantineEntry } from '../../store/types';
import type { ActivityDeps } from '../deps';
import { campaignKey } from './campaign-key';
import { takenMeanwhile, VISIBLE_WITHIN_MS } from '../events/deliver-events';
import type { TicketRef } from '../tickets/types';
import { wasReceived } from '../events/was-received';

/** Brevo remembers a mail's idempotency key for 30 minutes now, for 15 in an older note (brevo-api.md 3.22). */
const MAIL_KEY_HOLDS_MS = 14 * 60_000;

const UNKNOWN = 'the answer was lost, and it cannot be found out whether it was sent: it is not repeated';

/**
 * Sends the ticket's campaign when one is intended and unsettled: at most once. After a lost answer an event is looked for, a mail is sent
 * again under its key while Brevo remembers it, and what cannot be known is not repeated but listed for a person (design D8).
 */
export async function deliverCampaign(deps: ActivityDeps, { account, ticketId }: TicketRef): Promise<void> {
  return deliverByKey(deps, account, campaignKey(account, ticketId));
}

export async function deliverByKey(deps: ActivityDeps, account: string, eventKey: string): Promise<void> {
  const { campaigns, quarantine } = deps.store;
  const campaign = await campaigns.findByKey(account, eventKey);
  if (campaign === null || (campaign.state !== 'intended' && campaign.state !== 'sending')) return;
  if (campaign.state === 'sending') {
    const known = await afterLostAnswer(deps, account, campaign);
    if (known === 'sent') return campaigns.settle(account, eventKey, 'sent', 'found after a lost answer');
    if (known === 'unknown') {
      await campaigns.settle(account, eventKey, 'unknown', UNKNOWN);
      return quarantine.put(account, [entry(campaign, 'campaign_unknown')]);
    }
  }
  await send(deps, account, campaign);
}

/** The ticket is not closed any more: what was intended and certainly not tried will not be sent. */
export async function dropIntent(deps: ActivityDeps, { account, ticketId }: TicketRef, why: string): Promise<void> {
  const { campaigns } = deps.store;
  await campaigns.cancelPending(account, ticketId, why);
  const campaign = await campaigns.find(account, ticketId);
  if (campaign?.state === 'intended') await campaigns.settle(account, campaign.eventKey, 'refused', why);
}

async function afterLostAnswer(
  deps: ActivityDeps,
  account: string,
  campaign: CampaignRow,
): Promise<'sent' | 'again' | 'unknown'> {
  const sinceMs = deps.now().getTime() - Date.parse(campaign.triedAt ?? campaign.intendedAt);
  if ('listId' in campaign.send) return 'again';
  if ('templateId' in campaign.send) return sinceMs < MAIL_KEY_HOLDS_MS ? 'again' : 'unknown';
  const sent = { ...campaign, name: campaign.send.event, happenedAt: campaign.intendedAt };
  if (await wasReceived(deps, account, sent)) return 'sent';
  if (sinceMs >= VISIBLE_WITHIN_MS) return 'unknown';
  throw new ConnectorError('brevo.busy', 'A campaign may or may not have reached Brevo; it is looked for again', {
    retryAfterMs: VISIBLE_WITHIN_MS - sinceMs,
  });
}

async function send(deps: ActivityDeps, account: string, campaign: CampaignRow): Promise<void> {
  const { campaigns, quarantine } = deps.store;
  const { eventKey } = campaign;
  if (!(await campaigns.trying(account, campaign))) throw takenMeanwhile('A campaign');
  try {
    await request(deps, account, campaign);
  } catch (thrown) {
    if (isConnectorError(thrown, 'brevo.rejected', 'brevo.not_found', 'brevo.duplicate')) {
      await campaigns.settle(account, eventKey, 'refused', thrown.code);
      return quarantine.put(account, [entry(campaign, thrown.code)]);
    }
    const certainlyNot = isConnectorError(thrown) && thrown.details.outcomeUnknown !== true;
    if (certainlyNot && campaign.state === 'intended') await campaigns.untried(account, eventKey);
    throw thrown;
  }
  await campaigns.settle(account, eventKey, 'sent', null);
}

async function request(deps: ActivityDeps, account: string, campaign: CampaignRow): Promise<void> {
  const { send: way, emailKey: email, params, name, eventKey, intendedAt, mailKey } = campaign;
  const brevo = deps.brevo(account);
  if ('event' in way) {
    const properties = { ...params, campaign: name, event_key: eventKey };
    await brevo.sendEvent({ name: way.event, email, occurredAt: intendedAt, properties });
  } else if ('templateId' in way) {
    await brevo.sendTemplate({ templateId: way.templateId, email, params, idempotencyKey: mailKey, tags: [name] });
  } else {
    await brevo.upsertContact({ email, attributes: {}, listIds: [way.listId] });
  }
}

function entry({ ticketId, eventKey, name }: CampaignRow, cause: QuarantineCause): QuarantineEntry {
  const of =
    ticketId === null
      ? ({ kind: 'event', key: eventKey } as const)
      : ({ kind: 'ticket', key: String(ticketId) } as const);
  return { ...of, step: 'publish', cause, detail: `campaign ${name}`, held: true };
}
