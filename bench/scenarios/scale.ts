import { atMost, type Figure, median, megabytes, seconds } from '../figures';
import { REFERENCE_SIZE, times } from '../sizes';
import { runUnthrottled, type UnthrottledRound } from './unthrottled';

const FACTOR = 10;
const SMALL_ROUNDS = 3;

/** The reference account and one ten times as large, both without limits. */
export async function scale(): Promise<readonly Figure[]> {
  const small: UnthrottledRound[] = [];
  for (let round = 0; round < SMALL_ROUNDS; round += 1) small.push(await runUnthrottled(REFERENCE_SIZE));
  const large = await runUnthrottled(times(REFERENCE_SIZE, FACTOR));
  const ms = median(small.map(({ syncMs }) => syncMs));
  const memory = median(small.map(({ peakMemory }) => peakMemory));
  const slower = large.syncMs / ms;
  const heavier = large.peakMemory / memory;
  return [
    { name: 'time, reference size', value: seconds(ms) },
    { name: 'time, 10 x the data', value: seconds(large.syncMs) },
    { name: 'time ratio', value: slower.toFixed(2), target: atMost(11, slower) },
    {
      name: 'processor time ratio',
      value: (large.processorMs / median(small.map((round) => round.processorMs))).toFixed(2),
    },
    { name: 'peak memory, reference size', value: megabytes(memory) },
    { name: 'peak memory, 10 x the data', value: megabytes(large.peakMemory) },
    { name: 'memory ratio', value: heavier.toFixed(2), target: atMost(1.2, heavier) },
  ];
}
