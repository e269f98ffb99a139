import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { emailKey as keyOf, isSameAddress } from '../../../domain/email';
import { PersonErased } from '../../../domain/privacy/person-erased';
import { answeredFate } from '../../../domain/campaign/requested-campaign';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { CampaignRequest } from '../../../store/campaigns/campaign-types';
import type { Store } from '../../../store/types';
import { chooseAccount } from '../../accounts';
import { requireKnown } from '../../known-names';
import type { RequestOf } from '../../../../packages/sdk/contract/call';
import { type CampaignAnswer, triggerCampaign } from '../../../../packages/sdk/contract/campaigns';
import { implement } from '../../operation';
import { timestampOf } from '../../../domain/timestamp';

/** The worker asks Brevo for consent and sends: usually within a second. */
const ANSWER_WITHIN_MS = 20_000;
const POLL_EVERY_MS = 100;
const AD_HOC = 'With `adHoc: true` it is sent as the Brevo event of this name.';
const NOT_YET = 'the connector has it and sends it as soon as it can';

export const campaignOperations = {
  triggerCampaign: implement(triggerCampaign, async ({ query, body, signal }, { store, connector, campaignNames }) => {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { campaignRequests } = store;
    const { name, email, params, ticketId, adHoc } = body;
    const names = campaignNames(account);
    // Without a policy each name is that of an event.
    if (adHoc !== true && names.length > 0)
      requireKnown(name, names, { field: 'name', thing: 'campaign', otherwise: AD_HOC });
    if (email !== null && ticketId === undefined) await requirePerson(store, account, email);
    const id = requestId(body);
    const emailKey = keyOf(email);
    const askedAt = timestampOf(new Date());
    // Whoever repeats a call hears what became of it.
    if (ticketId !== undefined && (await campaignRequests.find(account, id))?.emailKey !== emailKey)
      await requireOwner(store, { account, ticketId, emailKey });
    try {
      await campaignRequests.ask(account, { id, name, ticketId: ticketId ?? null, emailKey, params, askedAt });
    } catch (thrown) {
      if (!(thrown instanceof PersonErased)) throw thrown;
      return { account, status: 'skipped' as const, reason: thrown.message, until: null };
    }
    const stored = await campaignRequests.find(account, id);
    if (stored !== null && body.idempotencyKey !== undefined) requireSame(stored, { name, emailKey, ticketId });
    if (stored?.status === 'asked') await connector.triggerCampaign(account, id);
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    let request = stored;
    while (request?.status === 'asked' && Date.now() < deadline && !signal.aborted) {
      await sleep(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
      request = await campaignRequests.find(account, id);
    }
    return { account, ...answerOf(request) };
  }),
};

/** Whoever has a ticket is known by it, also before they were read. */
async function requirePerson({ stories }: Pick<Store, 'stories'>, account: string, email: string): Promise<void> {
  if ((await stories.customers(account, email)).length > 0) return;
  throw new ConnectorError('input.unknown_person', 'No Gorgias customer has this e-mail address.', {
    details: { field: 'email' },
  });
}

/** A ticket that was not read yet is nobody's: then the worker asks, before it sends. */
async function requireOwner(
  { ticketReader }: Pick<Store, 'ticketReader'>,
  of: { readonly account: string; readonly ticketId: number; readonly emailKey: string | null },
): Promise<void> {
  const { account, ticketId, emailKey } = of;
  const customerId = (await ticketReader.details(account, ticketId))?.customerId ?? null;
  if (emailKey === null || customerId === null) return;
  const own = await ticketReader.addressesOf(account, customerId);
  if (own.some((address) => isSameAddress(address, emailKey))) return;
  const sentence = `This is no e-mail address of the customer of ticket ${String(ticketId)}.`;
  throw new ConnectorError('input.invalid', sentence, { details: { field: 'email' } });
}

/** What makes two calls the same. Hashed: a key of the caller's may be an address. */
function requestId({ name, ticketId, idempotencyKey }: RequestOf<typeof triggerCampaign>['body']): string {
  const same =
    idempotencyKey !== undefined
      ? ['key', idempotencyKey]
      : ticketId !== undefined
        ? ['ticket', String(ticketId), name]
        : ['call', randomUUID()];
  return createHash('sha256').update(JSON.stringify(same)).digest('hex').slice(0, 32);
}

function answerOf(request: CampaignRequest | null): Omit<CampaignAnswer, 'account'> {
  if (request === null || request.status === 'asked') return { status: 'held', reason: NOT_YET, until: null };
  const { status, reason, until } = request;
  return { status: answeredFate(status), reason, until };
}

/** What a key has become of is the answer to the same call alone: to another one it would be untrue. */
function requireSame(
  stored: CampaignRequest,
  asked: { readonly name: string; readonly emailKey: string | null; readonly ticketId: number | undefined },
): void {
  const other = otherUse(stored, asked);
  if (other === null) return;
  throw new ConnectorError('input.invalid', `This idempotencyKey was used for ${other}.`, {
    details: { field: 'idempotencyKey' },
    nextStep: 'Give each campaign, ticket and person a key of its own, or none.',
  });
}

function otherUse(
  stored: CampaignRequest,
  { name, emailKey, ticketId }: Parameters<typeof requireSame>[1],
): string | null {
  if (stored.name !== name) return `the campaign ${stored.name}`;
  if (ticketId !== undefined && stored.ticketId !== ticketId) return 'another ticket';
  // Of a person that was erased since the address is not known any more.
  return emailKey !== null && stored.emailKey !== null && stored.emailKey !== emailKey ? 'another person' : null;
}
