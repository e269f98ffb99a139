import { condition, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { type StepFailure, isLimit, isRefusedKey, isStop } from '../step-failure';
import { pauseSignal, progressQuery, resumeSignal, SUMMARIES } from '../messages';
import { LONG_HISTORY, patiently, waitAfter } from '../retry-waits';
import { describeProgress, initialProgress, type ProgressState, sentenceOf } from './progress';

/** Pause, resume, patience and the report of progress: what every step of a run needs. */
export interface Control {
  /** Runs a step when the run is not paused, and again after waits that a person or the vendor ends. */
  step<Result>(work: () => Promise<Result>): Promise<Result>;
  report(change: Partial<ProgressState>): void;
  readonly progress: () => ProgressState;
  readonly paused: () => boolean;
  /** True when this run's history is long enough to go on in a new one. */
  readonly handOver: () => boolean;
}

const PAUSED = { state: 'paused', waitingFor: 'paused; `tajo connectors resume gorgias` goes on' } as const;

/** Thrown by a step that has waited for so long that the run has to go on in a new one, with a small history. */
export class HandedOver extends Error {
  constructor() {
    super('the run goes on in a new one');
    this.name = 'HandedOver';
  }
}

export function createControl(account: string, startPaused: boolean): Control {
  let progress = initialProgress(account, workflowInfo().firstExecutionRunId, workflowInfo().startTime.getTime());
  let paused = startPaused;
  let resumed = 0;
  const report = (change: Partial<ProgressState>): void => {
    progress = { ...progress, ...change };
    setCurrentDetails(sentenceOf(progress));
  };
  setHandler(pauseSignal, () => {
    paused = true;
  });
  setHandler(resumeSignal, () => {
    paused = false;
    resumed += 1;
  });
  setHandler(progressQuery, () => describeProgress(progress, Date.now()));

  const whilePaused = async (): Promise<void> => {
    if (!paused) return;
    report(PAUSED);
    await condition(() => !paused);
    report({ state: 'running', waitingFor: null });
  };
  const waitOut = async (failure: StepFailure): Promise<void> => {
    const seen = resumed;
    if (workflowInfo().historyLength > LONG_HISTORY) throw new HandedOver();
    // A step may hear of a pause before its signal does.
    const isPause = failure.code === 'account.paused';
    report(isPause ? PAUSED : { state: 'waiting', waitingFor: `waiting: ${failure.message}` });
    await condition(() => resumed > seen, waitAfter(failure), {
      summary: isRefusedKey(failure) ? SUMMARIES.keyRefused : SUMMARIES.rateLimited,
    });
    report({ state: 'running', waitingFor: null });
  };

  return {
    report,
    progress: () => progress,
    paused: () => paused,
    handOver: () => workflowInfo().continueAsNewSuggested,
    step: (work) =>
      patiently({ account, bears: (failure) => isTolerable(failure), waitOut }, async () => {
        await whilePaused();
        return work();
      }),
  };
}

/** A mapping that Brevo does not fit ends the run, with a sentence: its settings were decided when it began. */
function isTolerable(failure: StepFailure): boolean {
  return isLimit(failure) || (isStop(failure) && failure.code !== 'config.invalid');
}
