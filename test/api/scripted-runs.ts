import type { SyncProgress as ShownProgress } from '../../packages/sdk/client/types';
import type { LatestRun } from '../../src/control/control';

export function runState(state: LatestRun['state'], over: Partial<LatestRun> = {}): LatestRun {
  const ended = state === 'running' ? null : '2026-11-20T10:04:00Z';
  const startedAt = '2026-11-20T10:00:00Z';
  return { runId: 'run-1', state, startedAt, finishedAt: ended, failure: null, failureCode: null, ...over };
}

export function progressOf(sentence: string, over: Partial<ShownProgress> = {}): ShownProgress {
  return {
    account: 'yourstore',
    runId: 'run-1',
    phase: 'reading',
    state: 'running',
    sentence,
    startedAt: '2026-11-20T10:00:00Z',
    resources: [{ name: 'customers', pages: 12, rows: 1200, expectedRows: 14_200, done: false }],
    published: 0,
    unchanged: 0,
    held: 0,
    due: 0,
    requests: 12,
    enriched: 0,
    toEnrich: null,
    expectedDetails: null,
    budgetLeft: 31,
    percent: 40,
    etaSeconds: 130,
    ...over,
  };
}
