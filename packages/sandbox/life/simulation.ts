import { createRandom, mix } from '../random';
import { type World } from '../world/world';
import { createCast } from './cast';
import { openOf, openOne } from './opening';
import { createShown, type Showing } from './shown';
import { stepOf, unfinished } from './story';

export interface Happening {
  /** Milliseconds since 1970, by the world's clock. */
  readonly at: number;
  /** One line in plain words: `ticket 82 rated 5`. */
  readonly text: string;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Shortest and longest time between two happenings, milliseconds. */
  readonly pace: readonly [number, number];
  readonly onHappening: (happening: Happening) => void;
  /** What is to be seen for certain, and soon. Missing: what happens is up to chance alone. */
  readonly showing?: Showing | undefined;
  /** Tickets whose stories run beside each other: the fewer, the sooner each comes to its end. Default 3. */
  readonly stories?: number;
}

export interface Simulation {
  stop(): void;
}

/** Lets tickets be opened, answered, closed, surveyed, rated, reopened and snoozed, one happening after the other, until it is stopped. */
export function startSimulation(world: World, options: SimulationOptions): Simulation {
  const beat = createBeat(world, options);
  const random = createRandom(options.seed);
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const next = (): void => {
    timer = setTimeout(
      () => {
        beat();
        // A listener may have had enough.
        if (!isStopped) next();
      },
      random.int(...options.pace),
    );
  };
  next();
  return {
    stop: () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** One beat of that life: at most one happening, told through `onHappening`. */
export function createBeat(world: World, options: Omit<SimulationOptions, 'pace'>): () => void {
  const { seed, onHappening, showing, stories = 3 } = options;
  // What has happened is part of the seed, or a restarted life would do again what it did before.
  const random = createRandom(mix(seed, world.happened.length));
  const cast = createCast(world, random);
  const shown = showing === undefined ? null : createShown(world, random, showing);
  let running: readonly number[] = unfinished(world);
  const report = (ticketId: number, text: string): void =>
    onHappening({ at: world.now(), text: `ticket ${ticketId} ${text}` });
  const open = (): boolean => {
    const wanted = shown?.next() ?? null;
    if (wanted === 'later') return false;
    const opened = wanted === null ? openOne(world, random, cast) : openOf(world, random, wanted);
    if (opened === null) return false;
    if (wanted !== null) shown?.opened(opened.ticketId);
    running = [...running, opened.ticketId];
    report(opened.ticketId, opened.words);
    return true;
  };
  return () => {
    if (running.length < stories && random.chance(0.6) && open()) return;
    for (const ticketId of running) {
      const step = stepOf(ticketId, { world, random, cast, shown });
      const others = running.filter((id) => id !== ticketId);
      // To the end of the queue, so that the stories take turns.
      running = step.kind === 'end' ? others : [...others, ticketId];
      if (step.kind !== 'happened') continue;
      report(ticketId, step.words);
      return;
    }
    if (running.length < stories) open();
  };
}
