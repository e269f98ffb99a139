import { createRandom } from '../random';
import { type Fault, type FaultEffect } from './fault-types';
import { isMeant } from './match';
import { type SandboxRequest } from './types';

/** What shall go wrong from now on. Faults are tried in the order in which they were added; the first that hits is played. */
export interface FaultPlan {
  add(fault: Fault): void;
  clear(): void;
  /** Hits so far by kind; survives {@link FaultPlan.clear}. */
  readonly played: Readonly<Record<string, number>>;
}

export interface PlayableFaultPlan extends FaultPlan {
  take(request: SandboxRequest): FaultEffect | null;
}

interface Armed {
  readonly fault: Fault;
  left: number;
  skip: number;
}

export function createFaultPlan(faults: readonly Fault[] = [], seed = 1): PlayableFaultPlan {
  const random = createRandom(seed);
  const played: Record<string, number> = {};
  let armed: Armed[] = [];
  const add = (fault: Fault): void => {
    armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, skip: fault.skip ?? 0 });
  };
  faults.forEach(add);
  const hits = (candidate: Armed, request: SandboxRequest): boolean => {
    if (candidate.left <= 0 || !meets(candidate.fault, request)) return false;
    if (candidate.skip > 0) {
      candidate.skip -= 1;
      return false;
    }
    return candidate.fault.probability === undefined || random.chance(candidate.fault.probability);
  };
  return {
    add,
    clear: () => {
      armed = [];
    },
    played,
    take: (request) => {
      const hit = armed.find((candidate) => hits(candidate, request));
      if (hit === undefined) return null;
      hit.left -= 1;
      played[hit.fault.kind] = (played[hit.fault.kind] ?? 0) + 1;
      return hit.fault;
    },
  };
}

function meets({ kind, match }: Fault, request: SandboxRequest): boolean {
  if (kind === 'cursor-expired' && !request.query.has('cursor')) return false;
  return match === undefined || isMeant(match, request);
}
