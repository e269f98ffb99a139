import { setTimeout as sleep } from 'node:timers/promises';
import { type Knock, lastRefreshes, lost, STORY_ON_TIMELINE } from '../test/live/webhook-load';
import { say, seconds } from './figures';
import type { SandboxProcess, TimelineEntry } from './sandbox-process';

const DRAIN_MS = 20 * 60_000;

/** Accepted webhooks whose ticket was not looked at after they were sent. */
export async function lostOf(sandbox: SandboxProcess, knocks: readonly Knock[]): Promise<number> {
  return lost(knocks, lastRefreshes(await sandbox.ticketRequests())).length;
}

/** Tickets whose timeline has not each event of the story exactly once. */
export async function unpublished(sandbox: SandboxProcess, knocks: readonly Knock[]): Promise<number> {
  const accepted = new Set(knocks.filter(({ status }) => status === 202).map(({ ticketId }) => ticketId));
  const timelines = timelinesOf(await sandbox.events());
  const published = (id: number): string => [...(timelines.get(id) ?? [])].sort().join();
  return [...accepted].filter((id) => published(id) !== STORY_ON_TIMELINE.join()).length;
}

/** Milliseconds from the last answer until every story was told. */
export async function drained(sandbox: SandboxProcess, knocks: readonly Knock[]): Promise<number> {
  const from = Math.max(...knocks.map(({ answeredAt }) => answeredAt));
  while (Date.now() - from < DRAIN_MS) {
    const left = (await unpublished(sandbox, knocks)) + (await lostOf(sandbox, knocks));
    if (left === 0) break;
    say(`             ${seconds(Date.now() - from)} after the last webhook: ${String(left)} to go`);
    await sleep(5_000);
  }
  return Date.now() - from;
}

function timelinesOf(events: readonly TimelineEntry[]): ReadonlyMap<number, readonly string[]> {
  const timelines = new Map<number, string[]>();
  for (const { ticketId, name } of events) timelines.set(ticketId, [...(timelines.get(ticketId) ?? []), name]);
  return timelines;
}
