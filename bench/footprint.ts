import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { meterOf } from './process-meter';

/** A server that runs beside the connector. */
export interface Beside {
  readonly pid: number;
  /** Where it keeps its data. */
  readonly folder: string;
}

export interface Footprint {
  /** Of the process and its children, what they share counted once, in bytes. */
  readonly memory: number;
  /** User and system time of the process and its children, those that have ended too. */
  readonly processorMs: number;
  /** Size of its files, in bytes. */
  readonly disk: number;
}

/** What a server holds at the moment. */
export function footprintOf({ pid, folder }: Beside): Footprint {
  const pids = [pid, ...childrenOf(pid)];
  const sum = (of: (each: number) => number): number => pids.reduce((total, each) => total + orGone(() => of(each)), 0);
  return {
    memory: sum(proportionalMemory),
    processorMs: sum((each) => meterOf(each).processorMs()) + meterOf(pid).endedChildrenMs(),
    disk: sizeOf(folder),
  };
}

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return children
    .split(' ')
    .filter((child) => child !== '')
    .map(Number);
}

/** What several processes share is counted to each of them in part, so the sum is right. */
function proportionalMemory(pid: number): number {
  const [, kilobytes = '0'] =
    /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

/** A child may end while it is looked at. */
function orGone(look: () => number): number {
  try {
    return look();
  } catch {
    return 0;
  }
}

function sizeOf(folder: string): number {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.reduce((total, path) => {
    const entry = statSync(join(folder, path), { throwIfNoEntry: false });
    return total + (entry?.isFile() === true ? entry.size : 0);
  }, 0);
}
