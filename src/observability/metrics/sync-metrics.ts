import { Counter, Histogram, type Registry } from 'prom-client';

export interface SyncMetrics {
  /** A page of one of Gorgias' lists, or of its feed (`events`), is stored. */
  pageStored(account: string, resource: string): void;
  quarantined(account: string, cause: string, records: number): void;
  syncFinished(account: string, run: FinishedRun): void;
}

export interface FinishedRun {
  readonly type: 'full' | 'incremental';
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly seconds: number;
}

const RUN_SECONDS = [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400];

export function syncMetrics(registry: Registry): SyncMetrics {
  const registers = [registry];
  const pages = new Counter({
    name: 'tajo_pages_total',
    help: 'Pages of Gorgias’ lists and of its feed that were read and stored.',
    labelNames: ['account', 'resource'],
    registers,
  });
  const quarantined = new Counter({
    name: 'tajo_quarantined_total',
    help: 'Records and values set aside, by cause; each attempt counts.',
    labelNames: ['account', 'cause'],
    registers,
  });
  const runs = new Histogram({
    name: 'tajo_sync_seconds',
    help: 'Finished sync runs: count and duration by type and end state.',
    labelNames: ['account', 'type', 'state'],
    buckets: RUN_SECONDS,
    registers,
  });
  return {
    pageStored: (account, resource) => pages.inc({ account, resource }),
    quarantined: (account, cause, records) => quarantined.inc({ account, cause }, records),
    syncFinished: (account, { type, state, seconds }) => runs.observe({ account, type, state }, seconds),
  };
}
