import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import type { Store } from '../store/types';
import type { ConnectorControl } from './control';
import { answerErrors } from './error-handler';
import { HttpError } from './errors';
import { describeApi } from './openapi';
import { observeRequests } from './request-log';
import { controlRoutes } from './routes/control';
import { operationalRoutes, type Readiness } from './routes/operational';
import { OPERATIONS } from './routes/operations';

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
  /** Where the configuration looks for tags. */
  readonly tagSources?: readonly string[];
  /** Per address, over ten seconds; 50 by default. */
  readonly requestsPerSecond?: number;
}

const API_PER_SECOND = 50;

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
  app.use(operationalRoutes({ metrics, readiness, description: describeApi(OPERATIONS) }));
  app.use(
    controlRoutes({
      operations: OPERATIONS,
      operationDeps: { store, connector, uiUrl, tagSources: deps.tagSources ?? ['tickets'] },
      apiKey,
      requestsPerSecond: deps.requestsPerSecond ?? API_PER_SECOND,
    }),
  );
  app.use(() => {
    throw new HttpError('http.not_found', 'There is nothing at this address; /openapi.json lists what there is.');
  });
  app.use(answerErrors(log));
  return app;
}
