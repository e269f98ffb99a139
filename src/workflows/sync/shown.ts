import { percentDone, secondsLeft } from './share';
import type { Pace, ProgressState } from './progress-state';

/** A pace is that of the last half minute or so. */
const PACE_MS = 30_000;
/** What is left may be found to be more than was thought; less than this is only noise. */
const CORRECTION = { factor: 1.25, seconds: 5 };

/**
 * What is said of the run from now on. The percentage never falls, and the time that is left grows only by what is a correction: a figure that
 * goes to and fro is not believed.
 */
export function shownAt<State extends ProgressState>(state: State, nowMs: number): State {
  const paced = { ...state, pace: paceAt(state, nowMs) };
  return { ...paced, shown: { percent: percentOf(paced), etaSeconds: etaOf(paced) } };
}

function percentOf(state: ProgressState): number | null {
  const percent = percentDone(state);
  return percent === null ? state.shown.percent : Math.max(percent, state.shown.percent ?? 0);
}

function etaOf(state: ProgressState): number | null {
  const seconds = secondsLeft(state);
  const said = state.shown.etaSeconds;
  if (seconds === null || said === null) return seconds;
  return seconds > said * CORRECTION.factor + CORRECTION.seconds ? seconds : Math.min(seconds, said);
}

/** Only the time in which something came in counts: whether Brevo or a pause took the rest says nothing of Gorgias. */
function paceAt({ pace, reads, meter, state }: ProgressState, nowMs: number): Pace {
  const lists = Object.values(reads).reduce((sum, { pages }) => sum + pages, 0);
  const requests = lists + (meter?.enriched ?? 0);
  const isWork = state === 'running' && requests > pace.requests;
  if (!isWork) return { ...pace, atMs: nowMs };
  const workedMs = pace.workedMs + nowMs - pace.atMs;
  const marks = [...pace.marks, { workedMs: pace.workedMs, requests: pace.requests }];
  const recent = marks.filter((mark) => mark.workedMs >= workedMs - PACE_MS);
  return { atMs: nowMs, workedMs, requests, marks: recent };
}
