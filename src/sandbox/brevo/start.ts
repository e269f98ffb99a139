import { createFaultPlan, type FaultPlan } from '../http/faults';
import { type Fault } from '../http/fault-types';
import { createJournal, type Journal } from '../http/journal';
import { startServer } from '../http/server';
import { type Reply, type SandboxRequest } from '../http/types';
import { type BrevoContext, type BrevoSwitches } from './context';
import { defaultAttributes, defaultFolders, defaultLists, defaultTemplates } from './defaults';
import { refusal } from './errors';
import { settleImports } from './imports';
import { createLimiter, generalTier, groupOf, type BrevoLimits, type Limiter } from './limits';
import { createMemory, emptySnapshot } from './memory';
import { route } from './router';
import {
  type BlockedContact,
  type BrevoAttribute,
  type BrevoFolder,
  type BrevoListRecord,
  type BrevoSnapshot,
} from './model';
import { type SeedContact, seedContacts } from './seed';
import { createState, type BrevoState } from './state';

export interface BrevoSandboxOptions {
  readonly apiKey: string;
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  readonly attributes?: readonly BrevoAttribute[] | undefined;
  readonly folders?: readonly BrevoFolder[] | undefined;
  readonly lists?: readonly BrevoListRecord[] | undefined;
  /** People who are known before the connector comes. */
  readonly contacts?: readonly SeedContact[] | undefined;
  readonly blocked?: readonly BlockedContact[] | undefined;
  /** Default `on`: the general tier. */
  readonly limits?: 'on' | 'off' | Partial<BrevoLimits> | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly faultSeed?: number | undefined;
  /** Default 500. */
  readonly importDelayMs?: number | undefined;
  /** Default 0. */
  readonly eventDelayMs?: number | undefined;
  /** Default true. */
  readonly createContactsFromEvents?: boolean | undefined;
  /** Default `+02:00`. */
  readonly utcOffset?: string | undefined;
  /** A former {@link BrevoState.snapshot}; then `attributes`, `folders`, `lists`, `contacts` and `blocked` are not looked at. */
  readonly state?: BrevoSnapshot | undefined;
  readonly journalCap?: number | undefined;
  readonly clock?: (() => number) | undefined;
}

export interface BrevoSandbox {
  /** Ends in /v3, as `BREVO_BASE_URL` wants it. */
  readonly url: string;
  readonly journal: Journal;
  readonly state: BrevoState;
  readonly faults: FaultPlan;
  readonly switches: BrevoSwitches;
  setApiKey(apiKey: string): void;
  close(): Promise<void>;
}

export async function startBrevoSandbox(options: BrevoSandboxOptions): Promise<BrevoSandbox> {
  const { clock = Date.now } = options;
  const journal = createJournal({ cap: options.journalCap, clock });
  const faults = createFaultPlan(options.faults, options.faultSeed);
  const context = createContext(options, clock);
  const limiter = options.limits === 'off' ? null : createLimiter({ ...generalTier, ...tierOf(options.limits) }, clock);
  let expected = options.apiKey;
  const settle = (): void =>
    settleImports(context, ({ seq, effectiveRows }) => journal.settle(seq, { effective: effectiveRows > 0 }));
  const handle = (request: SandboxRequest): Reply => {
    settle();
    const key = request.headers['api-key'];
    if (key === undefined) return refusal(401, 'unauthorized', 'authentication not found in headers');
    if (key !== expected) return refusal(401, 'unauthorized', 'Key not found');
    return answer(context, limiter, request);
  };
  const vendor = {
    tooMany: (seconds: number): Reply => ({ ...tooMany, headers: exhausted(seconds) }),
    unavailable: (status: number): Reply => refusal(status, 'internal_error', 'Internal server error'),
    cursorExpired: (): Reply => refusal(400, 'invalid_parameter', 'Invalid cursor'),
  };
  const server = await startServer({ port: options.port ?? 0, handle, journal, faults, vendor });
  return {
    url: `http://127.0.0.1:${server.port}/v3`,
    journal,
    state: createState(context, settle),
    faults,
    switches: context.switches,
    setApiKey: (apiKey) => {
      expected = apiKey;
    },
    close: () => server.close(),
  };
}

const tooMany = refusal(429, 'too_many_requests', 'rate limit exceeded');

function answer(context: BrevoContext, limiter: Limiter | null, request: SandboxRequest): Reply {
  const path = request.path.replace(/^\/v3/, '');
  const standard = { 'sib-request-id': `sandbox-${request.seq}`, 'cf-ray': `${request.seq}-CDG`, server: 'cloudflare' };
  const taken = limiter?.take(groupOf(request.method, path)) ?? { ok: true, headers: {} };
  // The live recording of the templates carries no headers about the limit (brevo-api.md 3.23).
  const limit = path.startsWith('/smtp/templates') ? {} : taken.headers;
  const reply = taken.ok ? routeBelow(context, request, path) : tooMany;
  return { ...reply, headers: { ...standard, ...limit, ...reply.headers } };
}

function routeBelow(context: BrevoContext, request: SandboxRequest, path: string): Reply {
  return request.path.startsWith('/v3/')
    ? route(context, request, path)
    : refusal(404, 'document_not_found', 'Route not found');
}

function exhausted(seconds: number): Record<string, string> {
  return { 'x-sib-ratelimit-limit': '10', 'x-sib-ratelimit-remaining': '0', 'x-sib-ratelimit-reset': String(seconds) };
}

function tierOf(limits: BrevoSandboxOptions['limits']): Partial<BrevoLimits> {
  return typeof limits === 'object' ? limits : {};
}

function createContext(options: BrevoSandboxOptions, clock: () => number): BrevoContext {
  const fresh: BrevoSnapshot = {
    ...emptySnapshot(),
    attributes: options.attributes ?? defaultAttributes(),
    folders: options.folders ?? defaultFolders,
    lists: options.lists ?? defaultLists,
    templates: defaultTemplates,
    blocked: options.blocked ?? [],
  };
  const memory = createMemory(options.state ?? fresh);
  if (options.state === undefined) seedContacts(memory, options.contacts ?? [], clock());
  return {
    memory,
    clock,
    utcOffset: options.utcOffset ?? '+02:00',
    importDelayMs: options.importDelayMs ?? 500,
    eventDelayMs: options.eventDelayMs ?? 0,
    createContactsFromEvents: options.createContactsFromEvents ?? true,
    switches: { smtpActivated: true, hasCredits: true },
  };
}
