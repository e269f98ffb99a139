import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { request } from 'undici';
import { z } from 'zod';
import { endProcess, firstJsonLine } from './json-line';

const readySchema = z.object({
  gorgias: z.string(),
  brevo: z.string(),
  control: z.string(),
  credentials: z.object({ gorgias: z.object({ email: z.string(), apiKey: z.string() }), brevoApiKey: z.string() }),
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
  end(): Promise<void>;
}

/** The made-up vendors in a process of their own, so that neither their memory nor their work is taken for the connector's. */
export async function startSandboxProcess(size: SandboxSize, limits: boolean): Promise<SandboxProcess> {
  const options = {
    ...size,
    gorgias: limits ? {} : { rate: null },
    brevo: { limits: limits ? 'on' : 'off' },
  };
  const child = spawn(process.execPath, [resolve('dist/sandbox/serve.js'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = readySchema.parse(await firstJsonLine(child, 'The sandbox'));
  return {
    ...ready,
    count: async (of, filter = {}) => {
      const body = JSON.stringify({ of, filter, countOnly: true });
      const answer = await request(`${ready.control}/__sandbox/journal`, { method: 'POST', body });
      return countSchema.parse(await answer.body.json()).count;
    },
    end: () => endProcess(child),
  };
}
