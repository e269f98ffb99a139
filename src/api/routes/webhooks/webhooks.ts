import { receiveWebhook, receiveWebhookOfAccount } from '../../../../packages/sdk/contract/webhooks';
import { raw, type RequestHandler, type Response, Router } from 'express';
import type { Log } from '../../../observability/log';
import type { Metrics } from '../../../observability/metrics';
import { type ChooseAccount, createAccountChoice, pickAccount } from '../../../webhooks/accounts';
import { readWebhookBody } from '../../../webhooks/read-body';
import { createSecretCheck } from '../../../webhooks/secret';
import { createWebhookTally, type WebhookTally } from '../../../webhooks/webhook-counts';
import type { Accounts, Store } from '../../../store/types';
import type { ConnectorControl } from '../../../control/control';
import { nameRoute } from '../../request-log';
import { expressPath } from '../control';
import { refuseMethod } from '../health';
import {
  FORM,
  limitRate,
  MAX_BODY_BYTES,
  requireFittingLength,
  requireOpenDoor,
  requireReadableType,
  requireSecret,
} from './webhook-guards';

export interface WebhookDeps {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly connector: Pick<ConnectorControl, 'ticketEvent'>;
  readonly health: Store['webhookHealth'];
  readonly alertProblem: (account: string) => Promise<void>;
  /** Valid at once; none: the door is shut. */
  readonly secrets: readonly string[];
  /** Per caller. */
  readonly requestsPerSecond: number;
}

/** What became of a request that got no 202, by its status, for the metric. */
const OUTCOMES: Readonly<Record<number, string>> = {
  401: 'wrong_secret',
  404: 'unknown_account',
  405: 'wrong_method',
  413: 'too_large',
  415: 'unsupported_type',
  429: 'too_many',
  503: 'unavailable',
};

/**
 * Where Gorgias' HTTP integrations knock. Cheap checks come before dear ones and nothing is parsed before it is trusted: rate, content
 * type, size, secret, account, body. 202 is said only after Temporal has accepted the signal; then nothing can lose it.
 */
export function webhookRoutes(deps: WebhookDeps): Router {
  // Not strict: the address is pasted into Gorgias by hand, often with a slash at its end.
  const router = Router({ caseSensitive: true });
  const isRight = createSecretCheck(deps.secrets);
  const guards = [
    limitRate(deps.requestsPerSecond, isRight),
    requireOpenDoor(deps.secrets),
    requireReadableType,
    requireFittingLength,
    raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }),
    requireSecret(isRight),
  ];
  const choose = createAccountChoice(() => deps.accounts.list());
  const tally = createWebhookTally({
    accountOf: async (wanted) => pickAccount(await deps.accounts.list(), wanted),
    record: (account, count) => deps.health.record(account, count),
    alertProblem: deps.alertProblem,
  });
  for (const { path } of [receiveWebhook, receiveWebhookOfAccount]) {
    router
      .route(expressPath(path))
      .all(counted(deps.metrics, tally, path))
      .post(...guards, receive(deps, choose))
      .all(refuseMethod('POST'));
  }
  return router;
}

function receive({ log, connector }: WebhookDeps, choose: ChooseAccount): RequestHandler<{ account?: string }> {
  return async (request, response) => {
    const account = await choose(request.params.account);
    response.locals['account'] = account;
    const body: unknown = request.body;
    const read = readWebhookBody(Buffer.isBuffer(body) ? body : Buffer.alloc(0), request.is(FORM) !== false);
    if ('ignored' in read) {
      // Gorgias counts every other answer as a failure of the endpoint and switches it off after some hundred in a row; one wrong
      // template must not silence the others.
      log.info('webhook.ignored', { account, reason: read.ignored });
      answer(response, read.ignored, { accepted: false, reason: read.ignored });
      return;
    }
    const { ticketId, trigger } = read;
    await connector.ticketEvent(account, ticketId, { source: 'webhook', ...(trigger !== null && { trigger }) });
    answer(response, 'accepted', { accepted: true, ticketId });
  };
}

function answer(response: Response, outcome: string, body: object): void {
  response.locals['outcome'] = outcome;
  response.status(202).json(body);
}

function counted(metrics: Metrics, tally: WebhookTally, route: string): RequestHandler<{ account?: string }> {
  return (request, response, next) => {
    nameRoute(response, route);
    const { account: wanted } = request.params;
    response.once('finish', () => {
      const { outcome } = response.locals;
      const account = typeof response.locals['account'] === 'string' ? response.locals['account'] : null;
      const status = response.statusCode;
      metrics.webhookReceived(
        account ?? 'none',
        typeof outcome === 'string' ? outcome : (OUTCOMES[status] ?? 'failed'),
      );
      // Any other method is that of a browser.
      if (request.method === 'POST') tally.count({ account, wanted, status });
    });
    next();
  };
}
