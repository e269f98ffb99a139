import type { SyncProgress } from '../../client/types';
import type { ProgressView } from './progress-view';
import { progressFigures } from './progress-figures';
import { plainText } from './plain-text';

const EVERY_MS = 2000;

/** For files and pipes: a line when the sentence has changed, at most every two seconds; the last state is never swallowed. */
export function createLines(deps: { write: (line: string) => void; now: () => number }): ProgressView {
  let printedAt = Number.NEGATIVE_INFINITY;
  let printed = '';
  let latest: SyncProgress | null = null;

  const print = (progress: SyncProgress): void => {
    if (progress.sentence === printed) return;
    printed = progress.sentence;
    printedAt = deps.now();
    deps.write(`${plainText(progress.sentence)} (${progressFigures(progress).join(', ')})`);
  };

  return {
    update(progress) {
      latest = progress;
      if (deps.now() - printedAt >= EVERY_MS) print(progress);
    },
    end() {
      if (latest !== null) print(latest);
      latest = null;
    },
  };
}
