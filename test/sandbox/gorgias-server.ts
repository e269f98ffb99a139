import {
  startGorgiasSandbox,
  type GorgiasSandbox,
  type GorgiasSandboxOptions,
} from '../../packages/sandbox/gorgias/start';
import { createWorld } from '../../packages/sandbox/world/world';
import { gorgiasClient, gorgiasCredentials } from './http';

/** When the past of these worlds ends. */
export const now = Date.parse('2026-09-01T00:00:00Z');

const running: GorgiasSandbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())));

/** A Gorgias without limits over a small world, and a client for it; stopped after the test. */
export async function start(options: Partial<GorgiasSandboxOptions> = {}) {
  const world = options.world ?? createWorld({ now, customers: 260, tickets: 430, surveys: 110 });
  const sandbox = await startGorgiasSandbox({ world, credentials: gorgiasCredentials, rate: null, ...options });
  running.push(sandbox);
  return { world, sandbox, client: gorgiasClient(sandbox.url) };
}
