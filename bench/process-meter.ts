import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

export interface ProcessMeter {
  /** `VmHWM`: what the process held at most, however short, in bytes. */
  readonly peakMemory: () => number;
  /** User and system time of all threads. */
  readonly processorMs: () => number;
}

/** Figures of a running process from `/proc`. */
export function meterOf(pid: number | undefined): ProcessMeter {
  if (pid === undefined) throw new Error('a process that was not started cannot be measured');
  const file = (name: string): string => readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  return {
    peakMemory: () => {
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(file('status')) ?? [];
      if (kilobytes === undefined) throw new Error('the system does not tell the peak memory of a process');
      return Number(kilobytes) * 1_024;
    },
    processorMs: () => {
      // proc(5): fields 14 and 15; the second, the name in brackets, may hold spaces.
      const fields = file('stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    },
  };
}
