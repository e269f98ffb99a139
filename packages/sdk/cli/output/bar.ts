import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { SyncProgress } from '../../client/types';
import type { ProgressView } from './progress-view';
import type { Paint } from '../paint';
import { count, duration } from './figures';
import { plainText } from './plain-text';

const BAR_CELLS = 20;
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** Two lines that are redrawn in place: bar with figures, and the run's own sentence. */
export function createBar(deps: { stream: NodeJS.WritableStream; columns: () => number; paint: Paint }): ProgressView {
  const { stream, columns, paint } = deps;
  let drawn = false;

  return {
    update(progress) {
      const width = Math.max(20, columns() - 1);
      if (drawn) moveCursor(stream, 0, -1);
      else stream.write(HIDE_CURSOR);
      cursorTo(stream, 0);
      clearScreenDown(stream);
      const figures = progressFigures(progress).join('  ');
      const room = Math.max(0, width - BAR_CELLS - 2);
      stream.write(
        `${paint.good(barCells(progress.percent))}  ${cut(figures, room)}\n${paint.faint(cut(progress.sentence, width))}`,
      );
      drawn = true;
    },
    end() {
      if (drawn) stream.write(`\n${SHOW_CURSOR}`);
      drawn = false;
    },
  };
}

function barCells(percent: number | null): string {
  const full = Math.round((Math.min(100, Math.max(0, percent ?? 0)) / 100) * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

/** Percentage, pages, records, budget and time left; what is not known yet is left out rather than guessed. */
export function progressFigures(progress: SyncProgress): string[] {
  const sum = (figure: 'pages' | 'rows'): number => progress.resources.reduce((total, one) => total + one[figure], 0);
  return [
    progress.percent === null ? null : `${Math.floor(progress.percent)} %`,
    `${count(sum('pages'))} pages`,
    `${count(sum('rows'))} records`,
    progress.budgetLeft === null ? null : `budget ${count(Math.max(0, Math.floor(progress.budgetLeft)))}`,
    progress.etaSeconds === null ? null : `${duration(progress.etaSeconds)} left`,
  ].filter((figure) => figure !== null);
}

/** A line that wraps would be redrawn in the wrong place. */
function cut(text: string, width: number): string {
  const cells = Array.from(plainText(text));
  return cells.length <= width ? cells.join('') : `${cells.slice(0, Math.max(0, width - 1)).join('')}…`;
}
