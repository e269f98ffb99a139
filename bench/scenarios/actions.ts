import type { Figure } from '../figures';
import type { MeasuredRun } from '../full-sync';
import { REFERENCE_SIZE } from '../sizes';

/** What a run at the real limit costs on Temporal. */
export function actions(run: MeasuredRun): readonly Figure[] {
  const perThousand = (run.actions / REFERENCE_SIZE.customers) * 1_000;
  return [
    { name: 'Temporal actions', value: String(run.actions) },
    { name: 'of them heartbeats', value: String(run.heartbeats) },
    { name: 'Temporal actions per 1,000 customers', value: perThousand.toFixed(1) },
    { name: 'history events', value: String(run.events) },
    { name: 'history bytes', value: String(run.bytes) },
  ];
}
