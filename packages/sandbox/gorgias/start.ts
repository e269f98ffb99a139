import { createFaultPlan, type FaultPlan } from '../http/fault-plan';
import { type Fault } from '../http/fault-types';
import { createJournal, type Journal } from '../http/journal';
import { createHooks, type Hooks } from '../http/hooks';
import { createOddRecords, type OddRecords } from '../http/odd-records';
import { startServer } from '../http/server';
import { type Reply, type SandboxRequest } from '../http/types';
import { type World } from '../world/world';
import { createBucket, type Bucket } from './bucket';
import { type GorgiasContext } from './context';
import { createCursors } from './cursors';
import { errorReply } from './errors';
import { createIntegrations, type Integrations } from './integrations';
import { route } from './router';
import { createWebhookSender, type WebhookFigures, type WebhookSender } from './webhooks/sender';

export interface GorgiasCredentials {
  readonly email: string;
  readonly apiKey: string;
}

export interface GorgiasSandboxOptions {
  readonly world: World;
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  readonly credentials: GorgiasCredentials;
  /** Default: the real 40 and 2. Null: no limit, and no header about one. */
  readonly rate?: { readonly capacity: number; readonly perSecond: number } | null | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly faultSeed?: number | undefined;
  /** Age after which a cursor is refused. Default: never. */
  readonly cursorTtlMs?: number | undefined;
  /** `2024`: the older of two recorded shapes. */
  readonly shape?: '2024' | '2026' | undefined;
  readonly journalCap?: number | undefined;
  /** Default: Gorgias' own time-out and retries. */
  readonly webhooks?: WebhookFigures | undefined;
  readonly clock?: (() => number) | undefined;
}

export interface GorgiasSandbox extends Hooks {
  /** Origin without a path, as `GORGIAS_BASE_URL` wants it. */
  readonly url: string;
  readonly world: World;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  readonly odd: OddRecords;
  /** Who is called when something happens to a ticket, and how that went. */
  readonly integrations: Integrations & Omit<WebhookSender, 'close' | 'forgive'>;
  setCredentials(credentials: GorgiasCredentials): void;
  /** Requests of the merchant's other apps, taken out of the shared bucket. */
  spill(requests: number): void;
  close(): Promise<void>;
}

export async function startGorgiasSandbox(options: GorgiasSandboxOptions): Promise<GorgiasSandbox> {
  const { world, clock = Date.now } = options;
  const journal = createJournal({ cap: options.journalCap, clock });
  const faults = createFaultPlan(options.faults, options.faultSeed);
  const bucket =
    options.rate === null ? null : createBucket({ ...(options.rate ?? { capacity: 40, perSecond: 2 }), clock });
  let expected = basic(options.credentials);
  let url = '';
  const sender = createWebhookSender({ world, figures: options.webhooks ?? {}, clock });
  const integrations = createIntegrations(world, (id) => sender.forgive(id));
  const context: GorgiasContext = {
    world,
    integrations,
    cursors: createCursors({ ttlMs: options.cursorTtlMs ?? null, clock }),
    origin: () => url,
    older: options.shape === '2024',
  };
  const odd = createOddRecords({
    collectionOf: (path) => path.split('/')[2] ?? '',
    rowsIn: () => 'data',
    inside: { tickets: { satisfaction_survey: 'satisfaction-surveys', messages: 'messages' } },
  });
  const handle = (request: SandboxRequest): Reply => {
    if (request.headers['authorization'] !== expected) return errorReply(401, 'Invalid credentials.');
    const waitSeconds = bucket?.take() ?? null;
    const reply = waitSeconds === null ? odd.shown(request, route(context, request)) : tooMany(waitSeconds);
    return { ...reply, headers: { ...reply.headers, ...standardHeaders(request, bucket) } };
  };
  const vendor = {
    tooMany,
    unavailable: (status: number) => errorReply(status, 'An external service had an issue.'),
    cursorExpired,
  };
  const hooks = createHooks();
  const server = await startServer({ port: options.port ?? 0, handle, journal, faults, vendor, hooks });
  url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    world,
    journal,
    faults,
    odd,
    ...hooks.orders,
    integrations: { ...integrations, ...sender },
    setCredentials: (credentials) => {
      expected = basic(credentials);
    },
    spill: (requests) => bucket?.spill(requests),
    close: async () => {
      await sender.close();
      await server.close();
    },
  };
}

function basic({ email, apiKey }: GorgiasCredentials): string {
  return `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`;
}

function tooMany(retryAfterSeconds: number): Reply {
  const reply = errorReply(429, 'Too many requests.');
  return { ...reply, headers: { 'Retry-After': String(retryAfterSeconds) } };
}

function cursorExpired(): Reply {
  return errorReply(400, 'Bad request.', { cursor: ['Expired cursor.'] });
}

function standardHeaders({ seq }: SandboxRequest, bucket: Bucket | null): Record<string, string> {
  const limit = bucket === null ? {} : { 'X-Gorgias-Account-Api-Call-Limit': bucket.header() };
  return { ...limit, 'x-request-id': `sandbox-${seq}`, 'x-gorgias-release': '2026.11.1', via: '1.1 google' };
}
