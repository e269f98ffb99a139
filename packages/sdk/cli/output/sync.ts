import type { SyncFinished } from '../../client/types';
import type { Paint } from '../paint';
import { count, counted, duration } from './figures';

/** What a sync has done. */
export function syncLines(paint: Paint, { totals }: SyncFinished, dryRun: boolean): string[] {
  const written = counted(totals.published, 'contact');
  return [
    `${paint.good('✓')} Sync completed in ${duration(totals.seconds)}.`,
    `  Read: ${counted(totals.rows, 'record')} on ${counted(totals.pages, 'page')}; meanwhile ${counted(totals.requests, 'request')}.`,
    `  Brevo: ${written} ${dryRun ? 'would be ' : ''}written, ${count(totals.unchanged)} unchanged, ${count(totals.held)} held back.`,
    ...(dryRun ? ['  This was a dry run: nothing was written.'] : []),
  ];
}
