import { isMeant, type RequestMatch } from './match';
import { type SandboxRequest } from './types';

/** What happens at a chosen moment. Nobody is answered before it is over. */
export type Act = (request: SandboxRequest) => void | Promise<void>;

export interface HookOptions {
  /** How often it happens. Default 1. */
  readonly times?: number | undefined;
  /** Matching requests that are let through first. Default 0. */
  readonly skip?: number | undefined;
}

export interface Hook {
  /** How often it has happened. */
  readonly played: number;
  /** It does not happen any more. */
  cancel(): void;
}

/**
 * The world goes on while a request is under way. Several acts for one request happen in the order in which they were ordered. One that
 * throws is a fault of the test: the request is answered 500 with `sandbox: 'bug'` and its message.
 */
export interface Hooks {
  /** Runs `act` when a matching request has arrived, before it is handled (or met by a fault). */
  before(match: RequestMatch, act: Act, options?: HookOptions): Hook;
  /** Runs `act` when a matching request has been handled (or met by a fault), before its answer leaves. */
  after(match: RequestMatch, act: Act, options?: HookOptions): Hook;
}

export interface PlayableHooks {
  readonly orders: Hooks;
  /** Those whose time has come. */
  take(place: 'before' | 'after', request: SandboxRequest): readonly Act[];
}

interface Ordered {
  readonly place: 'before' | 'after';
  readonly match: RequestMatch;
  readonly act: Act;
  left: number;
  skip: number;
  played: number;
}

export function createHooks(): PlayableHooks {
  const ordered = new Set<Ordered>();
  const order = (hook: Omit<Ordered, 'left' | 'skip' | 'played'>, { times = 1, skip = 0 }: HookOptions): Hook => {
    const entry = { ...hook, left: times, skip, played: 0 };
    ordered.add(entry);
    return {
      get played() {
        return entry.played;
      },
      cancel: () => void ordered.delete(entry),
    };
  };
  const isDue = (entry: Ordered, place: Ordered['place'], request: SandboxRequest): boolean => {
    if (entry.place !== place || !isMeant(entry.match, request)) return false;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    entry.left -= 1;
    entry.played += 1;
    if (entry.left <= 0) ordered.delete(entry);
    return true;
  };
  return {
    orders: {
      before: (match, act, options = {}) => order({ place: 'before', match, act }, options),
      after: (match, act, options = {}) => order({ place: 'after', match, act }, options),
    },
    take: (place, request) => [...ordered].filter((entry) => isDue(entry, place, request)).map(({ act }) => act),
  };
}
