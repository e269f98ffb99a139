import { Counter, type Registry } from 'prom-client';

export interface ActivityMetrics {
  /** An attempt of an activity has failed, by the code of our list; Temporal tries most of them again. */
  activityFailed(activity: string, code: string): void;
  /** One failed attempt of a step: what it was about, and what it was taken for (`domain/errors/dispositions.ts`). */
  failureJudged(failure: { account: string; code: string; subject: string; disposition: string }): void;
}

export function activityMetrics(registry: Registry): ActivityMetrics {
  const registers = [registry];
  const failures = new Counter({
    name: 'tajo_activity_failures_total',
    help: 'Attempts of activities that failed, by error code; waiting for a limit is one, and most are tried again.',
    labelNames: ['activity', 'code'],
    registers,
  });
  const judged = new Counter({
    name: 'tajo_judged_failures_total',
    help: 'Failed attempts of steps, by what the step was about, the error, and what it was taken for.',
    labelNames: ['account', 'code', 'subject', 'disposition'],
    registers,
  });
  return {
    activityFailed: (activity, code) => failures.inc({ activity, code }),
    failureJudged: (failure) => judged.inc(failure),
  };
}
