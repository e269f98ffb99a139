import { condition, patched, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { endsRun } from '../../domain/errors/stop';
import { type StepFailure, isLimit, isRefusedKey, isStop } from '../step-failure';
import { pauseSignal, progressQuery, resumeSignal, SUMMARIES } from '../messages';
import { LONG_HISTORY, patiently, waitAfter } from '../retry-waits';
import { describeProgress, sentenceOf } from './progress';
import { type HandedOn, initialProgress, type ProgressState } from './progress-state';
import { shownAt } from './shown';

/** Pause, resume, patience and the report of progress: what every step of a sync needs. */
export type Control = ControlOf<ProgressState>;

/** The same for any run whose progress stands in such a state. */
export interface ControlOf<State extends Reported> {
  /** Runs a step when the run is not paused, and again after waits that a person or the vendor ends. */
  step<Result>(work: () => Promise<Result>): Promise<Result>;
  report(change: Partial<State>): void;
  readonly progress: () => State;
  readonly paused: () => boolean;
  /** True when this run's history is long enough to go on in a new one. */
  readonly handOver: () => boolean;
}

/** What every run says of itself. */
export interface Reported {
  readonly account: string;
  readonly state: 'running' | 'paused' | 'waiting' | 'completed';
  /** Why the run waits, in words; null while it works. */
  readonly waitingFor: string | null;
}

const PAUSED = { state: 'paused', waitingFor: 'paused; `tajo connectors resume gorgias` goes on' } as const;

/** Thrown by a step that has waited for so long that the run has to go on in a new one, with a small history. */
export class HandedOver extends Error {
  constructor() {
    super('the run goes on in a new one');
    this.name = 'HandedOver';
  }
}

/** @param before What an earlier part of the run knew and said last: nothing goes back from there. */
export function createControl(account: string, startPaused: boolean, before: Partial<HandedOn> = {}): Control {
  const { firstExecutionRunId, startTime } = workflowInfo();
  const initial = initialProgress(account, firstExecutionRunId, startTime.getTime());
  return controlOver(
    { ...initial, ...before },
    {
      startPaused,
      after: (progress) => shownAt(progress, Date.now()),
      sentenceOf,
      answer: (progress) => setHandler(progressQuery, () => describeProgress(progress())),
    },
  );
}

interface Words<State extends Reported> {
  readonly startPaused: boolean;
  /** What follows from each change. */
  readonly after?: (state: State) => State;
  /** For the details panel of the Temporal UI. */
  readonly sentenceOf: (state: State) => string;
  /** Has the `progress` query answered. */
  readonly answer: (state: () => State) => void;
}

export function controlOver<State extends Reported>(
  initial: State,
  { startPaused, after = (state) => state, sentenceOf: sentence, answer }: Words<State>,
): ControlOf<State> {
  const { account } = initial;
  let progress = initial;
  let paused = startPaused;
  let resumed = 0;
  const report = (change: Partial<State>): void => {
    progress = after({ ...progress, ...change });
    setCurrentDetails(sentence(progress));
  };
  const say = (change: Pick<Reported, 'state' | 'waitingFor'>): void => {
    progress = after({ ...progress, ...change });
    setCurrentDetails(sentence(progress));
  };
  setHandler(pauseSignal, () => {
    paused = true;
  });
  setHandler(resumeSignal, () => {
    paused = false;
    resumed += 1;
  });
  answer(() => progress);

  const whilePaused = async (): Promise<void> => {
    if (!paused) return;
    say(PAUSED);
    await condition(() => !paused);
    say({ state: 'running', waitingFor: null });
  };
  const waitOut = async (failure: StepFailure, heard: number): Promise<void> => {
    // Resumed while the step was under way: it has met a pause that is over, or a key that is none any more.
    if (resumed > heard && patched('resumed-meanwhile')) return;
    const seen = resumed;
    if (workflowInfo().historyLength > LONG_HISTORY) throw new HandedOver();
    // A step may hear of a pause before its signal does.
    const isPause = failure.code === 'account.paused';
    say(isPause ? PAUSED : { state: 'waiting', waitingFor: `waiting: ${failure.message}` });
    await condition(() => resumed > seen, waitAfter(failure), {
      summary: isRefusedKey(failure) ? SUMMARIES.keyRefused : SUMMARIES.rateLimited,
    });
    say({ state: 'running', waitingFor: null });
  };

  return {
    report,
    progress: () => progress,
    paused: () => paused,
    handOver: () => workflowInfo().continueAsNewSuggested,
    step: (work) => {
      let heard = resumed;
      const bears = isTolerable;
      return patiently({ account, bears, waitOut: (failure) => waitOut(failure, heard) }, async () => {
        await whilePaused();
        heard = resumed;
        return work();
      });
    },
  };
}

/** A mapping that Brevo does not fit ends the run, with a sentence: its settings were decided when it began. */
function isTolerable(failure: StepFailure): boolean {
  return isLimit(failure) || (isStop(failure) && !endsRun(failure.code));
}
