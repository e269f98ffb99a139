import { bareLoop } from '../bare-loop';
import { atMost, type Figure, median, megabytes, say, seconds } from '../figures';
import { measureFullSync } from '../full-sync';
import type { SandboxSize } from '../sandbox-process';
import { REFERENCE_SIZE } from '../sizes';
import { NO_LIMITS, openHarness } from '../harness';

const ROUNDS = 3;

export interface UnthrottledRound {
  readonly syncMs: number;
  readonly bareMs: number;
  readonly pages: number;
  readonly peakMemory: number;
  readonly processorMs: number;
}

/** One full sync and, on the same vendors in the same minute, the bare loop before and after it. */
export async function runUnthrottled(size: SandboxSize): Promise<UnthrottledRound> {
  const harness = await openHarness({ size, rate: NO_LIMITS, enrich: 'none' });
  try {
    // The first loop warms the vendors up for everybody.
    await bareLoop(harness.sandbox);
    const before = await bareLoop(harness.sandbox);
    const run = await measureFullSync(harness, 'published');
    const after = await bareLoop(harness.sandbox);
    const round = { syncMs: run.publishedMs, bareMs: (before.ms + after.ms) / 2, pages: before.pages };
    say(`             ${seconds(round.syncMs)} against ${seconds(before.ms)} and ${seconds(after.ms)}`);
    return { ...round, peakMemory: run.peakMemory, processorMs: run.processorMs };
  } finally {
    await harness.end();
  }
}

export async function unthrottled(): Promise<readonly Figure[]> {
  const rounds: UnthrottledRound[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runUnthrottled(REFERENCE_SIZE));
  const ratio = median(rounds.map(({ syncMs, bareMs }) => syncMs / bareMs));
  return [
    { name: 'full sync', value: seconds(median(rounds.map(({ syncMs }) => syncMs))) },
    { name: 'bare loop over the same pages', value: seconds(median(rounds.map(({ bareMs }) => bareMs))) },
    { name: 'time / bare loop', value: ratio.toFixed(2), target: atMost(2.5, ratio) },
    { name: 'processor time of the connector', value: seconds(median(rounds.map(({ processorMs }) => processorMs))) },
    { name: 'peak memory of the connector', value: megabytes(median(rounds.map(({ peakMemory }) => peakMemory))) },
  ];
}
