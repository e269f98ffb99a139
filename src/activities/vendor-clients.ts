import { asyncLocalStorage } from '@temporalio/activity';
import { brevoBaseUrl } from '../brevo/base-url';
import { createBrevoClient } from '../brevo/client';
import { brevoError } from '../brevo/errors';
import { readBrevoLimit, readBrevoWaitMs } from '../brevo/limits';
import type { BrevoClient } from '../brevo/types';
import { proxyFor, type Proxies } from '../config/environment/proxies';
import type { ConnectorConfig } from '../config/types';
import { createGorgiasClient } from '../gorgias/client';
import { gorgiasAuthorization } from '../gorgias/credentials';
import { gorgiasBaseUrl } from '../gorgias/domain';
import { gorgiasError } from '../gorgias/errors';
import { readGorgiasLimit, readRetryAfterMs } from '../gorgias/limits';
import type { GorgiasClient } from '../gorgias/types';
import type { Timeouts } from '../http/agent';
import { type ClosableTransport, createTransport, type HttpCall } from '../http/transport';
import type { HttpResponse, Transport } from '../http/types';
import type { Vendor } from '../http/vendor';
import type { Credentials } from '../store/accounts/account-types';
import type { Lane, Store } from '../store/types';
import { type Admittance, admitted } from './admission';
import { createBrevoBinding, sinceStepBegan } from './brevo-binding';
import { brevoBucket, brevoOwner, seenByBrevo } from './brevo-quota';
import { departingSoon } from './send-deadline';
import type { ActivityLog, Asker } from './deps';
import { laneReserve } from './lane-reserve';
import { newLane, paced } from './pacing';
import type { BudgetWait } from '../observability/metrics/call-metrics';
import { keepReadingNotes } from './reading-notes';
import { createTrialClients, type TrialClients } from './trial-clients';

export interface VendorOptions {
  readonly store: Store;
  readonly configOf: (account: string) => Pick<ConnectorConfig, 'enabled' | 'rate'>;
  readonly gorgiasBaseUrl: string | null;
  readonly brevoBaseUrl: string | null;
  /** By which proxies the vendors are reached; by default none. */
  readonly proxies?: Partial<Proxies>;
  readonly onCall: (call: HttpCall) => void;
  readonly onWait?: (wait: BudgetWait) => void;
  /** A vendor takes an account's requests again; missing: what waits finds out for itself. */
  readonly onLift?: (account: string) => void;
  /** How long a request may take; missing: as long as its vendor is known to need. */
  readonly timeouts?: Partial<Timeouts>;
  readonly log: ActivityLog;
}

export interface Vendors {
  gorgias(account: string, lane: Lane, asker?: Asker): GorgiasClient;
  brevo(account: string, asker?: Asker): BrevoClient;
  /** With keys that are not stored; whoever takes them closes them. */
  withKeys(account: string, keys: Credentials): TrialClients;
  /** When the vendor last answered this process for the account, by our clock (milliseconds since 1970); null: not yet. */
  answeredAt(vendor: Vendor, account: string): number | null;
  close(): Promise<void>;
}

/** Both vendors' clients by account: every request within the account's budget, through its gate, and with its newest keys. */
export function createVendors(options: VendorOptions): Vendors {
  const transports = new Map<string, unknown>();
  const closing: ClosableTransport[] = [];
  const once = <Made>(key: string, make: () => Made): Made => {
    const known = transports.get(key) as Made | undefined;
    if (known !== undefined) return known;
    const made = make();
    transports.set(key, made);
    return made;
  };
  const opened = (transport: ClosableTransport): ClosableTransport => {
    closing.push(transport);
    return transport;
  };
  const answers = new Map<string, number>();
  const answered = (vendor: Vendor, account: string): void => {
    answers.set(`${vendor}/${account}`, Date.now());
  };
  const access: Access = { ...options, once, opened, answered };
  return {
    gorgias: (account, lane, asker = 'program') => gorgiasClient(access, { account, asker }, lane),
    brevo: (account, asker = 'program') => brevoClient(access, { account, asker }),
    withKeys: (account, keys) => createTrialClients(options, account, keys),
    answeredAt: (vendor, account) => answers.get(`${vendor}/${account}`) ?? null,
    close: async () => {
      await Promise.all(closing.map((open) => open.close()));
    },
  };
}

interface Access extends VendorOptions {
  /** What was made under this key before, or makes it. */
  readonly once: <Made>(key: string, make: () => Made) => Made;
  readonly opened: (transport: ClosableTransport) => ClosableTransport;
  readonly answered: (vendor: Vendor, account: string) => void;
}

interface Caller {
  readonly account: string;
  readonly asker: Asker;
}

function admittance(
  { store, configOf, log, answered, onLift }: Access,
  { account, asker }: Caller,
  vendor: Vendor,
): Omit<Admittance, 'errorOf'> {
  return {
    account,
    vendor,
    admission: store.admission,
    unanswered: store.unanswered,
    asked: asker === 'person',
    enabled: configOf(account).enabled,
    // One alert for however many that wait.
    onHold: ({ code, scope }) => log.error('account.refused', { account, code, scope }),
    onLift: () => {
      log.info('account.connected', { account });
      onLift?.(account);
    },
    onAnswered: () => answered(vendor, account),
  };
}

function gorgiasClient(access: Access, caller: Caller, lane: Lane): GorgiasClient {
  const { store, configOf, onCall, once, opened } = access;
  const { account } = caller;
  const { rate } = configOf(account);
  const transport = once(`gorgias/${account}`, () =>
    opened(
      createTransport({
        vendor: 'gorgias',
        timeouts: access.timeouts ?? {},
        origin: gorgiasBaseUrl(`${account}.gorgias.com`, access.gorgiasBaseUrl),
        headers: async () => {
          const { email, gorgiasApiKey } = await store.accounts.credentials(account);
          return gorgiasAuthorization({ email, apiKey: gorgiasApiKey });
        },
        proxyFor: (target) => proxyFor(target, access.proxies ?? {}),
        budgetLeft: (headers) => seenByGorgias(headers)?.left ?? null,
        onCall,
      }),
    ),
  );
  const size = { capacity: rate.burst, perSecond: rate.perSecond };
  const inBudget = paced(transport, {
    vendor: 'gorgias',
    budget: store.budget,
    ...laneReserve(lane, rate),
    lane,
    state: once(`gorgias/${account}/${lane}`, newLane),
    // Who is behind is let through in time; the many are live.
    ...(lane === 'live' && { attempt: attemptOfStep }),
    owner: () => Promise.resolve(account),
    sizeOf: () => size,
    seen: (response) => seenByGorgias(response.headers),
    onWait: (how, ms) => access.onWait?.({ vendor: 'gorgias', lane, how, ms }),
    retryAfterMs: (response) => readRetryAfterMs(response.headers),
  });
  // Asked before the budget: what waits for a key must not use up what the others may take.
  return createGorgiasClient(
    admitted(inBudget, { ...admittance(access, caller, 'gorgias'), errorOf: gorgiasError }),
    keepReadingNotes({ quarantine: store.quarantine, log: access.log }, account),
  );
}

/** Outside a step, in a person's trial of keys, it is the first. */
function attemptOfStep(): number {
  return asyncLocalStorage.getStore()?.info.attempt ?? 1;
}

function seenByGorgias(headers: HttpResponse['headers']): { left: number; capacity: number } | null {
  const limit = readGorgiasLimit(headers);
  return limit === null ? null : { left: limit.limit - limit.used, capacity: limit.limit };
}

function brevoClient(access: Access, caller: Caller): BrevoClient {
  const { store, log, once } = access;
  const { account, asker } = caller;
  const binding = once(`brevo-binding/${account}`, () =>
    createBrevoBinding({ account, store, onChange: () => log.warn('account.brevo_changed', { account }) }),
  );
  const since = asker === 'person' ? null : sinceStepBegan(binding);
  const { atTheGate, inBudget } = brevoTransport(access, caller);
  const departing = asker === 'attempt' ? departingSoon(atTheGate) : atTheGate;
  // Asked after the wait for the budget, like the gate: the key may have been another one before it.
  return createBrevoClient(
    inBudget(binding.bound(departing, { client: createBrevoClient(inBudget(atTheGate)), since })),
  );
}

interface BrevoTransport {
  readonly atTheGate: Transport;
  readonly inBudget: (transport: Transport) => Transport;
}

function brevoTransport(access: Access, caller: Caller): BrevoTransport {
  const { store, onCall, once, opened } = access;
  const { account } = caller;
  const transport = once(`brevo/${account}`, () =>
    opened(
      createTransport({
        vendor: 'brevo',
        timeouts: access.timeouts ?? {},
        origin: brevoBaseUrl(access.brevoBaseUrl),
        headers: async () => ({ 'api-key': (await store.accounts.credentials(account)).brevoApiKey }),
        proxyFor: (target) => proxyFor(target, access.proxies ?? {}),
        budgetLeft: (headers) => readBrevoLimit(headers)?.remaining ?? null,
        onCall,
      }),
    ),
  );
  // Asked after the wait for the budget: a pause must find nobody who only waits to be sent.
  const atTheGate = admitted(transport, { ...admittance(access, caller, 'brevo'), errorOf: brevoError });
  const inBudget = (inner: Transport): Transport =>
    paced(inner, {
      vendor: 'brevo',
      owner: async () => brevoOwner((await store.accounts.credentials(account)).brevoApiKey),
      budget: store.budget,
      keep: 0,
      sizeOf: brevoBucket,
      seen: (response, group) => seenByBrevo(response.headers, group),
      onWait: (how, ms) => access.onWait?.({ vendor: 'brevo', lane: 'all', how, ms }),
      retryAfterMs: (response, group) => readBrevoWaitMs(response.headers, group),
    });
  return { atTheGate, inBudget };
}
