import type { SyncProgress } from '../../client/types';
import { count, counted, duration } from './figures';

/** Percentage, pages, records, budget and time left; what is not known yet is left out rather than guessed. */
export function progressFigures(progress: SyncProgress): string[] {
  const sum = (figure: 'pages' | 'rows'): number => progress.resources.reduce((total, one) => total + one[figure], 0);
  const [percent, ...rest] = totalFigures(progress);
  return [...(percent ?? []), counted(sum('pages'), 'page'), counted(sum('rows'), 'record'), ...rest.flat()];
}

/** Of the run as a whole: percentage, then budget and time left. The budget of a run that stands still is what it saw last, and has filled since. */
export function totalFigures({ percent, budgetLeft, etaSeconds, state }: SyncProgress): readonly (readonly string[])[] {
  return [
    percent === null ? [] : [`${Math.floor(percent)} %`],
    budgetLeft === null || state === 'paused' || state === 'waiting'
      ? []
      : [`budget ${count(Math.max(0, Math.floor(budgetLeft)))}`],
    etaSeconds === null || etaSeconds <= 0 ? [] : [`${duration(etaSeconds)} left`],
  ];
}
