import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import type { Store } from '../store/types';
import type { ConnectorControl } from '../control/control';
import { answerErrors } from './error-handler';
import { HttpError } from './errors';
import { measureLags } from './measure-lags';
import { describeCalls } from './openapi';
import { observeRequests } from './request-log';
import type { PayloadTranslator } from './payload-json';
import { codecRoutes } from './routes/codec';
import { controlRoutes } from './routes/control';
import type { Readiness } from './readiness';
import { operationalRoutes } from './routes/health';
import { OPERATIONS } from './routes/operations';
import { webhookRoutes } from './routes/webhooks/webhooks';
import { timestampOf, type Timestamp } from '../domain/timestamp';
import { createWebhookAlerter } from '../webhooks/alert-problem';

export interface AppDeps {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Bearer key of the routes under `/v1`; at least 16 characters. */
  readonly apiKey: string;
  readonly store: Store;
  readonly connector: ConnectorControl;
  readonly readiness: () => Promise<Readiness>;
  /** Address of the Temporal web interface, when there is one. */
  readonly uiUrl: string | null;
  /** Id of the key that secrets are sealed with; null: not known. */
  readonly encryptionKeyId?: string | null;
  /** Where the configuration looks for tags. */
  readonly tagSources?: (account: string) => readonly string[];
  /** Decrypts payloads for the Temporal web interface; without it there is no codec route. */
  readonly translator?: PayloadTranslator;
  /** Per address, over ten seconds; 50 by default. */
  readonly requestsPerSecond?: number;
  /** Aborted when the server is about to close: requests that wait for events are answered at once. */
  readonly stopping?: AbortSignal;
  /** Secrets of the webhook door, all valid at once; without one it is shut. */
  readonly webhookSecrets?: readonly string[];
  /** Per address, over four seconds; 50 by default. */
  readonly webhooksPerSecond?: number;
}

const API_PER_SECOND = 50;
const WEBHOOKS_PER_SECOND = 50;

/** The control API (spec 12, design D12): checks the key, parses, asks Temporal or the store. It never calls a vendor. */
export function createApp(deps: AppDeps): Express {
  const { log, metrics, apiKey, store, connector, readiness, uiUrl } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.set('strict routing', true);
  app.set('etag', false);
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  );
  app.use(observeRequests({ log, metrics }));
  app.use(
    operationalRoutes({
      metrics,
      measure: () => measureLags(store, metrics),
      readiness,
      description: describeCalls(OPERATIONS.map(({ call }) => call)),
    }),
  );
  app.use(webhookDoor(deps));
  app.use(
    controlRoutes({
      operations: OPERATIONS,
      operationDeps: {
        store,
        connector,
        uiUrl,
        readiness,
        tagSources: deps.tagSources ?? (() => ['tickets']),
        webhookSecrets: deps.webhookSecrets?.length ?? 0,
        encryptionKeyId: deps.encryptionKeyId ?? null,
      },
      apiKey,
      requestsPerSecond: deps.requestsPerSecond ?? API_PER_SECOND,
      stopping: deps.stopping ?? new AbortController().signal,
    }),
  );
  if (deps.translator !== undefined) {
    app.use(
      codecRoutes({
        translator: deps.translator,
        apiKey,
        uiOrigin: uiUrl === null ? null : new URL(uiUrl).origin,
        requestsPerSecond: deps.requestsPerSecond ?? API_PER_SECOND,
      }),
    );
  }
  app.use(() => {
    throw new HttpError('http.not_found', 'There is nothing at this address; /openapi.json lists what there is.');
  });
  app.use(answerErrors(log));
  return app;
}

function webhookDoor({ log, metrics, connector, store, webhookSecrets = [], webhooksPerSecond }: AppDeps): Router {
  const health = store.webhookHealth;
  const now = (): Timestamp => timestampOf(Date.now());
  return webhookRoutes({
    log,
    metrics,
    connector,
    accounts: store.accounts,
    health,
    alertProblem: createWebhookAlerter({ health, log, metrics, secretSet: webhookSecrets.length > 0, now }),
    secrets: webhookSecrets,
    requestsPerSecond: webhooksPerSecond ?? WEBHOOKS_PER_SECOND,
  });
}
