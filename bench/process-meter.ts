import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

export interface ProcessMeter {
  /** `VmHWM`: what the process held at most, however short, in bytes. */
  readonly peakMemory: () => number;
  /** User and system time of all threads. */
  readonly processorMs: () => number;
  /** The same of those of its children that have ended. */
  readonly endedChildrenMs: () => number;
}

/** Figures of a running process from `/proc`. */
export function meterOf(pid: number | undefined): ProcessMeter {
  if (pid === undefined) throw new Error('a process that was not started cannot be measured');
  const file = (name: string): string => readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  /** Of a field and the next; the second of the file, the name in brackets, may hold spaces. */
  const ticks = (field: number): number => {
    const fields = file('stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[field]) + Number(fields[field + 1]);
  };
  return {
    peakMemory: () => {
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(file('status')) ?? [];
      if (kilobytes === undefined) throw new Error('the system does not tell the peak memory of a process');
      return Number(kilobytes) * 1_024;
    },
    // proc(5): fields 14 to 17.
    processorMs: () => ticks(11) * TICK_MS,
    endedChildrenMs: () => ticks(13) * TICK_MS,
  };
}
