import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Log } from '../observability/log';
import type { Metrics } from '../observability/metrics';
import type { Store } from '../store/types';
import type { PolicyData } from '../config/policy-file';
import type { ConnectorControl } from '../control/control';
import { consoleRoutes } from './console';
import { answerErrors } from './error-handler';
import { HttpError } from './errors';
import { createMeasure } from './measure';
import { describeCalls } from './openapi';
import type { OperationDeps } from './operation';
import { observeRequests } from './request-log';
import type { TracedRequests } from '../observability/traced';
import type { PayloadTranslator } from './payload-json';
import { codecRoutes } from './routes/codec';
import { controlRoutes } from './routes/control';
import type { Readiness } from './readiness';
import { operationalRoutes } from './routes/health';
import { OPERATIONS } from './routes/operations';
import { createSignIn } from './sessions/sign-in';
import { webhookRoutes } from './routes/webhooks/webhooks';
import { timestampOf, type Timestamp } from '../domain/timestamp';
import { createWebhookAlerter } from '../webhooks/alert-problem';

export interface AppDeps {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Missing: requests are no steps of a trace. */
  readonly traced?: TracedRequests | null;
  /** Bearer key of the routes under `/v1`; at least 16 characters. */
  readonly apiKey: string;
  /** Another key, that sees without people and changes nothing; null: there is none. */
  readonly readKey?: string | null;
  /** Where the console was built to; null: it was not. */
  readonly consoleFolder?: string | null;
  readonly store: Store;
  readonly connector: ConnectorControl;
  /** Answers in any case, in a few seconds. */
  readonly readiness: () => Promise<Readiness>;
  /** Address of the Temporal web interface, when there is one. */
  readonly uiUrl: string | null;
  /** Of Temporal; Temporal's own usual one when missing. */
  readonly namespace?: string;
  /** Id of the key that secrets are sealed with; null: not known. */
  readonly encryptionKeyId?: string | null;
  /** Where the configuration looks for tags, and which have a list; by default on tickets, and none. */
  readonly tagsOf?: OperationDeps['tagsOf'];
  /** How the configuration names its campaigns, and Brevo's events; by default there are none. */
  readonly campaignNames?: (account: string) => readonly string[];
  readonly eventNames?: (account: string) => readonly string[];
  /** `exclude` of the configuration; by default nothing is left out. */
  readonly excludeOf?: (account: string) => readonly string[];
  /** `lists` of the configuration; by default there is no list of open support. */
  readonly openSupportOf?: OperationDeps['openSupportOf'];
  /** `csat` of the configuration; by default as it is without that section. */
  readonly csatOf?: OperationDeps['csatOf'];
  /** The campaign policy of an account, in the words of `tajo.yaml`; without it there is none to show. */
  readonly policyOf?: (account: string) => PolicyData;
  /** The name of the configuration's file; `tajo.yaml` when missing. */
  readonly settingsFile?: string;
  /** Decrypts payloads for the Temporal web interface; without it there is no codec route. */
  readonly translator?: PayloadTranslator;
  /** Per caller, over ten seconds; 50 by default. */
  readonly requestsPerSecond?: number;
  /** Aborted when the server is about to close: requests that wait for events are answered at once. */
  readonly stopping?: AbortSignal;
  /** Reverse proxies whose `X-Forwarded-For` is believed (`trust_proxy`); none by default. */
  readonly trustProxy?: readonly string[];
  /** Secrets of the webhook door, all valid at once; without one it is shut. */
  readonly webhookSecrets?: readonly string[];
  /** Per caller, over four seconds; 50 by default. */
  readonly webhooksPerSecond?: number;
}

const API_PER_SECOND = 50;
const WEBHOOKS_PER_SECOND = 50;
const USUAL_CSAT = { waitMs: 7 * 86_400_000, satisfiedFrom: 4, dissatisfiedTo: 2 };

/** The control API (spec 12, design D12): checks the key, parses, asks Temporal or the store. It never calls a vendor. */
export function createApp(deps: AppDeps): Express {
  const { log, metrics, apiKey, store, connector, readiness, uiUrl } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...(deps.trustProxy ?? [])]);
  app.set('strict routing', true).set('etag', false);
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  );
  app.use(observeRequests(deps));
  app.use(
    operationalRoutes({
      metrics,
      measure: createMeasure({ store, metrics, readiness }),
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
        namespace: deps.namespace ?? 'default',
        readiness,
        ...settingsOf(deps),
        webhookSecrets: deps.webhookSecrets?.length ?? 0,
        encryptionKeyId: deps.encryptionKeyId ?? null,
        signIn: createSignIn({ apiKey, readKey: deps.readKey ?? null }, store.sessions),
      },
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
  app.use(consoleRoutes(deps.consoleFolder ?? null));
  app.use(() => {
    throw new HttpError('http.not_found', 'There is nothing at this address; /openapi.json lists what there is.');
  });
  app.use(answerErrors(log));
  return app;
}

/** What of the configuration is told, or what stands for it where nobody has given it. */
function settingsOf(
  deps: AppDeps,
): Pick<
  OperationDeps,
  'tagsOf' | 'campaignNames' | 'eventNames' | 'excludeOf' | 'openSupportOf' | 'csatOf' | 'policyOf' | 'settingsFile'
> {
  return {
    tagsOf: deps.tagsOf ?? (() => ({ from: ['tickets'], lists: {}, auto: false })),
    campaignNames: deps.campaignNames ?? (() => []),
    eventNames: deps.eventNames ?? (() => []),
    excludeOf: deps.excludeOf ?? (() => []),
    openSupportOf: deps.openSupportOf ?? (() => null),
    csatOf: deps.csatOf ?? (() => USUAL_CSAT),
    policyOf: deps.policyOf ?? (() => ({})),
    settingsFile: deps.settingsFile ?? 'tajo.yaml',
  };
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
