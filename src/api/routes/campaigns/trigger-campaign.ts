import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { emailKey as keyOf } from '../../../domain/email';
import { ConnectorError } from '../../../domain/errors/connector-error';
import type { CampaignRequest } from '../../../store/campaigns/campaign-types';
import { chooseAccount } from '../../accounts';
import { triggerBodySchema, triggeredSchema } from '../../../../packages/sdk/contract/campaigns';
import { accountQuerySchema } from '../../../../packages/sdk/contract/requests';
import { defineOperation } from '../../operation';

/** The worker asks Brevo for consent and sends: usually within a second. */
const ANSWER_WITHIN_MS = 20_000;
const POLL_EVERY_MS = 100;
const NOT_YET = 'the connector has it and sends it as soon as it can';

export const triggerCampaignOperation = defineOperation({
  id: 'triggerCampaign',
  method: 'post',
  path: '/v1/connectors/gorgias/campaigns/trigger',
  summary:
    'Send a campaign to a customer, if the rules that protect people allow it. Repeating a call sends nothing twice.',
  query: accountQuerySchema,
  body: triggerBodySchema,
  answer: triggeredSchema,
  status: 200,
  async handle({ query, body, signal }, { store, connector }) {
    const { account } = await chooseAccount(store.accounts, query.account);
    const { campaignRequests } = store;
    const { name, email, params, ticketId } = body;
    const id = requestId(body);
    const emailKey = keyOf(email);
    const askedAt = new Date().toISOString();
    await campaignRequests.ask(account, { id, name, ticketId: ticketId ?? null, emailKey, params, askedAt });
    const stored = await campaignRequests.find(account, id);
    if (stored !== null && stored.name !== name) throw otherCampaign(stored.name);
    if (stored?.status === 'asked') await connector.triggerCampaign(account, id);
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    let request = stored;
    while (request?.status === 'asked' && Date.now() < deadline && !signal.aborted) {
      await sleep(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
      request = await campaignRequests.find(account, id);
    }
    return { account, ...answerOf(request) };
  },
});

/** What makes two calls the same. Hashed: a key of the caller's may be an address. */
function requestId({ name, ticketId, idempotencyKey }: z.output<typeof triggerBodySchema>): string {
  const same =
    idempotencyKey !== undefined
      ? ['key', idempotencyKey]
      : ticketId !== undefined
        ? ['ticket', String(ticketId), name]
        : ['call', randomUUID()];
  return createHash('sha256').update(JSON.stringify(same)).digest('hex').slice(0, 32);
}

function answerOf(request: CampaignRequest | null): Omit<z.output<typeof triggeredSchema>, 'account'> {
  if (request === null || request.status === 'asked') return { status: 'held', reason: NOT_YET, until: null };
  const { status, reason, until } = request;
  return { status, reason, until };
}

function otherCampaign(name: string): ConnectorError {
  return new ConnectorError('input.invalid', `This idempotencyKey was used for the campaign ${name}.`, {
    details: { field: 'idempotencyKey' },
  });
}
