import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { request } from 'undici';
import { z } from 'zod';
import type { WorldChange } from '../packages/sandbox/world/changes/schema';
import { endProcess, firstJsonLine } from './json-line';

const readySchema = z.object({
  gorgias: z.string(),
  brevo: z.string(),
  control: z.string(),
  credentials: z.object({ gorgias: z.object({ email: z.string(), apiKey: z.string() }), brevoApiKey: z.string() }),
});

const idsSchema = z.object({ ids: z.array(z.number()) });
const entriesSchema = z.object({ entries: z.array(z.object({ at: z.number(), path: z.string() })) });
const eventsSchema = z.object({
  events: z.array(
    z.object({
      name: z.string(),
      receivedAt: z.number(),
      properties: z.looseObject({ ticket_id: z.number().optional() }),
    }),
  ),
});
const countSchema = z.object({ total: z.number(), count: z.number() });

export interface SandboxSize {
  readonly customers: number;
  readonly tickets: number;
  readonly surveys: number;
  /** Customers and messages within the last 365 days: what enrichment costs. */
  readonly active?: { readonly customers: number; readonly messages: number };
}

export interface SandboxProcess {
  readonly gorgias: string;
  readonly brevo: string;
  readonly credentials: z.output<typeof readySchema>['credentials'];
  /** Requests that a vendor was asked, all or only those that fit. */
  count(of: 'gorgias' | 'brevo', filter?: { status?: number; pathPrefix?: string }): Promise<number>;
  /** Makes things happen in Gorgias; answers the ids. */
  change(changes: readonly WorldChange[]): Promise<readonly number[]>;
  /** Requests for single tickets, each with its arrival. */
  ticketRequests(): Promise<readonly { readonly at: number; readonly path: string }[]>;
  /** From now on Gorgias refuses the connector's key. */
  refuseKey(): Promise<void>;
  /** Brevo's timelines. */
  events(): Promise<readonly TimelineEntry[]>;
  end(): Promise<void>;
}

export interface TimelineEntry {
  readonly name: string;
  readonly ticketId: number;
  /** When Brevo received it, milliseconds since 1970. */
  readonly receivedAt: number;
}

/** The made-up vendors in a process of their own, so that neither their memory nor their work is taken for the connector's. */
export async function startSandboxProcess(
  size: SandboxSize,
  { limits, importDelayMs }: { readonly limits: boolean; readonly importDelayMs?: number | undefined },
): Promise<SandboxProcess> {
  const options = {
    ...size,
    gorgias: limits ? {} : { rate: null },
    brevo: { limits: limits ? 'on' : 'off', importDelayMs },
  };
  const child = spawn(process.execPath, [resolve('dist/packages/sandbox/serve.js'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = readySchema.parse(await firstJsonLine(child, 'The sandbox'));
  const ask = async (what: string, body: unknown): Promise<unknown> => {
    const answer = await request(`${ready.control}/__sandbox/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
      // A connection that is kept may be closed by the other side just when it is used again, and a change must not be made twice.
      reset: true,
    });
    return answer.body.json();
  };
  return {
    ...ready,
    count: async (of, filter = {}) => countSchema.parse(await ask('journal', { of, filter, countOnly: true })).count,
    change: async (changes) => idsSchema.parse(await ask('mutate', { changes })).ids,
    ticketRequests: async () => {
      const filter = { pathPrefix: '/api/tickets/' };
      return entriesSchema.parse(await ask('journal', { of: 'gorgias', filter })).entries;
    },
    refuseKey: async () => {
      await ask('credentials', { gorgias: { ...ready.credentials.gorgias, apiKey: 'another' } });
    },
    events: async () =>
      eventsSchema
        .parse(await ask('state', { of: 'brevo' }))
        .events.map(({ name, receivedAt, properties }) => ({ name, receivedAt, ticketId: properties.ticket_id ?? 0 })),
    end: () => endProcess(child),
  };
}
