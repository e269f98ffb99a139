import { brevoBaseUrl } from '../brevo/base-url';
import { createBrevoClient } from '../brevo/client';
import { readBrevoLimit, readBrevoWaitMs } from '../brevo/limits';
import type { BrevoClient } from '../brevo/types';
import { proxyFor, type Proxies } from '../config/environment/proxies';
import type { ConnectorConfig } from '../config/types';
import { createGorgiasClient } from '../gorgias/client';
import { gorgiasAuthorization } from '../gorgias/credentials';
import { gorgiasBaseUrl } from '../gorgias/domain';
import { readGorgiasLimit, readRetryAfterMs } from '../gorgias/limits';
import type { GorgiasClient } from '../gorgias/types';
import type { Timeouts } from '../http/agent';
import { type ClosableTransport, createTransport, type HttpCall } from '../http/transport';
import type { Credentials } from '../store/accounts/account-types';
import type { Store } from '../store/types';
import { brevoBucket, brevoOwner, seenByBrevo } from './brevo-quota';
import { paced } from './pacing';

interface TrialOptions {
  readonly store: Pick<Store, 'budget'>;
  readonly configOf: (account: string) => Pick<ConnectorConfig, 'rate'>;
  readonly gorgiasBaseUrl: string | null;
  readonly brevoBaseUrl: string | null;
  readonly proxies?: Partial<Proxies>;
  readonly onCall: (call: HttpCall) => void;
  readonly timeouts?: Partial<Timeouts>;
}

/** Both vendors asked with keys that are not stored yet. */
export interface TrialClients {
  readonly gorgias: Pick<GorgiasClient, 'getAccount'>;
  readonly brevo: Pick<BrevoClient, 'getAccount'>;
  close(): Promise<void>;
}

/**
 * Within the account's budget, since a vendor counts these requests like all others; past the account's gate, since what holds it back is the
 * very key that these are to replace, and a refusal of them says nothing of the stored ones.
 */
export function createTrialClients(options: TrialOptions, account: string, keys: Credentials): TrialClients {
  const gorgias = gorgiasTransport(options, account, keys);
  const brevo = brevoTransport(options, keys);
  const { rate } = options.configOf(account);
  const pacing = { budget: options.store.budget, keep: 0, onWait: () => undefined };
  return {
    gorgias: createGorgiasClient(
      paced(gorgias, {
        ...pacing,
        vendor: 'gorgias',
        owner: () => Promise.resolve(account),
        sizeOf: () => ({ capacity: rate.burst, perSecond: rate.perSecond }),
        seen: ({ headers }) => {
          const limit = readGorgiasLimit(headers);
          return limit === null ? null : { left: limit.limit - limit.used, capacity: limit.limit };
        },
        retryAfterMs: (response) => readRetryAfterMs(response.headers),
      }),
    ),
    brevo: createBrevoClient(
      paced(brevo, {
        ...pacing,
        vendor: 'brevo',
        owner: () => Promise.resolve(brevoOwner(keys.brevoApiKey)),
        sizeOf: brevoBucket,
        seen: ({ headers }, group) => seenByBrevo(headers, group),
        retryAfterMs: (response, group) => readBrevoWaitMs(response.headers, group),
      }),
    ),
    close: async () => {
      await Promise.all([gorgias.close(), brevo.close()]);
    },
  };
}

function gorgiasTransport(
  options: TrialOptions,
  account: string,
  { email, gorgiasApiKey }: Credentials,
): ClosableTransport {
  return createTransport({
    vendor: 'gorgias',
    timeouts: options.timeouts ?? {},
    origin: gorgiasBaseUrl(`${account}.gorgias.com`, options.gorgiasBaseUrl),
    headers: () => Promise.resolve(gorgiasAuthorization({ email, apiKey: gorgiasApiKey })),
    proxyFor: (target) => proxyFor(target, options.proxies ?? {}),
    onCall: options.onCall,
  });
}

function brevoTransport(options: TrialOptions, { brevoApiKey }: Credentials): ClosableTransport {
  return createTransport({
    vendor: 'brevo',
    timeouts: options.timeouts ?? {},
    origin: brevoBaseUrl(options.brevoBaseUrl),
    headers: () => Promise.resolve({ 'api-key': brevoApiKey }),
    proxyFor: (target) => proxyFor(target, options.proxies ?? {}),
    budgetLeft: (headers) => readBrevoLimit(headers)?.remaining ?? null,
    onCall: options.onCall,
  });
}
