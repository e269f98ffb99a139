import { atMost, type Figure, megabytes, seconds } from '../figures';
import { measureFullSync, type MeasuredRun } from '../full-sync';
import { REFERENCE_SIZE } from '../sizes';
import { openHarness, REAL_LIMITS } from '../harness';

const PAGE = 100;

export interface LimitedRun extends MeasuredRun {
  readonly requests: number;
  readonly refusals: number;
}

/** The reference account at Gorgias' real limit; takes about four minutes. */
export async function runLimited(): Promise<LimitedRun> {
  const harness = await openHarness({ size: REFERENCE_SIZE, rate: REAL_LIMITS, enrich: 'none' });
  try {
    const run = await measureFullSync(harness, 'confirmed');
    const requests = await harness.sandbox.count('gorgias');
    const refusals =
      (await harness.sandbox.count('gorgias', { status: 429 })) +
      (await harness.sandbox.count('brevo', { status: 429 }));
    return { ...run, requests, refusals };
  } finally {
    await harness.end();
  }
}

export function limits(run: LimitedRun): readonly Figure[] {
  const pages = run.progress.resources.reduce((sum, { rows }) => sum + Math.ceil(rows / PAGE), 0);
  const floorMs = ((run.requests - REAL_LIMITS.burst) / REAL_LIMITS.perSecond) * 1_000;
  const ratio = run.publishedMs / floorMs;
  return [
    { name: 'lists read and published', value: seconds(run.publishedMs) },
    { name: 'floor (requests - 40) / 2 s', value: seconds(floorMs) },
    { name: 'time / floor', value: ratio.toFixed(3), target: atMost(1.03, ratio) },
    { name: 'pages', value: String(pages) },
    { name: 'requests above the pages', value: String(run.requests - pages), target: atMost(10, run.requests - pages) },
    { name: 'answers 429, both vendors', value: String(run.refusals), target: atMost(0, run.refusals) },
    { name: 'contacts written', value: String(run.progress.published) },
    { name: 'confirmed by Brevo', value: seconds(run.confirmedMs ?? Number.NaN) },
    { name: 'peak memory of the connector', value: megabytes(run.peakMemory) },
  ];
}
