import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { SyncProgress } from '../../client/types';
import type { ProgressView } from './progress-view';
import type { Paint } from '../paint';
import { type ListBar, listBars } from './list-bars';
import { plainText } from './plain-text';
import { progressFigures, totalFigures } from './progress-figures';

const CELLS = 20;
const LABEL = 22;
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

interface Screen {
  readonly stream: NodeJS.WritableStream;
  readonly columns: () => number;
  /** Lines of the terminal. */
  readonly rows: () => number;
  readonly paint: Paint;
}

/**
 * Redrawn in place: a bar for each list and one for all, and the run's own sentence. Where a terminal has no room for the lists there are two lines.
 */
export function createBar({ stream, columns, rows, paint }: Screen): ProgressView {
  let drawn = 0;
  let latest: SyncProgress | null = null;
  const draw = (progress: SyncProgress): void => {
    const width = Math.max(20, columns() - 1);
    const lines = linesOf(progress, { width, height: rows(), paint });
    if (drawn === 0) stream.write(HIDE_CURSOR);
    else if (drawn > 1) moveCursor(stream, 0, 1 - drawn);
    cursorTo(stream, 0);
    clearScreenDown(stream);
    stream.write(lines.join('\n'));
    drawn = lines.length;
    latest = progress;
  };
  return {
    update: draw,
    end(how) {
      // Of a run that ended between two looks the last state was another one.
      if (drawn > 0 && how === 'done' && latest !== null && latest.state !== 'completed')
        draw({ ...latest, state: 'completed', percent: 100, etaSeconds: 0, sentence: 'done' });
      if (drawn > 0) stream.write(`\n${SHOW_CURSOR}`);
      drawn = 0;
    },
  };
}

interface Room {
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

function linesOf(progress: SyncProgress, room: Room): readonly string[] {
  const { width, height, paint } = room;
  const lists = listBars(progress);
  const sentence = paint.faint(cut(progress.sentence, width));
  // A line that has scrolled away can't be redrawn.
  const isRoomy = lists.length > 0 && width >= LABEL + 2 * CELLS && height > lists.length + 2;
  if (!isRoomy) return [barLine(progress, room), sentence];
  const [percent, ...rest] = totalFigures(progress);
  const all = {
    label: 'all',
    share: (progress.percent ?? 0) / 100,
    figures: [...(percent ?? []), ...rest.flat()].join(', '),
  };
  return [...lists, all].map((list) => listLine(list, room)).concat(sentence);
}

/** Columns that stay where they are: label, bar, figures. */
function listLine({ label, share, figures }: ListBar, { width, paint }: Room): string {
  const bar = share === null ? ' '.repeat(CELLS) : paint.good(cellsOf(share));
  return `${cut(label, LABEL - 2).padEnd(LABEL)}${bar}  ${cut(figures, width - LABEL - CELLS - 2)}`.trimEnd();
}

function barLine(progress: SyncProgress, { width, paint }: Room): string {
  const figures = cut(progressFigures(progress).join(', '), Math.max(0, width - CELLS - 2));
  return `${paint.good(cellsOf((progress.percent ?? 0) / 100))}  ${figures}`;
}

/** Full only at the end. */
function cellsOf(share: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, share)) * CELLS);
  return '█'.repeat(full) + '░'.repeat(CELLS - full);
}

/** A line that wraps would be redrawn in the wrong place. */
function cut(text: string, width: number): string {
  const cells = Array.from(plainText(text));
  return cells.length <= width ? cells.join('') : `${cells.slice(0, Math.max(0, width - 1)).join('')}…`;
}
