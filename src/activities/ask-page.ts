import { activityInfo } from '@temporalio/activity';
import { tooMuchAtOnce, type TooMuch } from '../domain/errors/too-much-at-once';
import { afterGood, fullSize, smaller } from '../domain/sync/page-size';
import type { ActivityDeps } from './deps';

/** A single row that is too slow this often may be the row's own fault: whoever asks has to find out. */
const PATIENT_ATTEMPTS = 3;

/** One of the lists that are read in pages. */
export interface PagedList {
  readonly account: string;
  /** `brevo contacts`, `gorgias ticket` */
  readonly name: string;
  /** Rows of a page, where nothing speaks against it. */
  readonly most: number;
}

export type AskedPage<Answer> =
  | { readonly kind: 'page'; readonly answer: Answer; readonly limit: number }
  /** The next row alone is too much. `too_slow` may still be an outage. */
  | { readonly kind: 'row'; readonly why: TooMuch; readonly thrown: unknown };

/** From here on the list is asked for in full pages again. */
export function forgetPageSize({ memory }: Pick<ActivityDeps, 'memory'>, list: PagedList): void {
  memory.pageSizes.delete(keyOf(list));
}

function keyOf({ account, name }: PagedList): string {
  return `${account}/${name}`;
}

/**
 * Asks for a page, and for a smaller one of the same place when it was too much at once: 100, 50, 25 … 1, and back again once pages come. A
 * page that is too large is asked for anew at once; for one that was too slow, Temporal does it.
 * @throws What `ask` throws, but where a single row is too large, or too slow time and again.
 */
export async function askPage<Answer>(
  { memory: { pageSizes }, log }: Pick<ActivityDeps, 'memory' | 'log'>,
  list: PagedList,
  ask: (limit: number) => Promise<Answer>,
): Promise<AskedPage<Answer>> {
  const key = keyOf(list);
  for (;;) {
    const known = pageSizes.get(key) ?? fullSize(list.most);
    const size = known.limit > list.most ? fullSize(list.most) : known;
    try {
      const answer = await ask(size.limit);
      pageSizes.set(key, afterGood(size, list.most));
      return { kind: 'page', answer, limit: size.limit };
    } catch (thrown) {
      const why = tooMuchAtOnce(thrown);
      if (why === null) throw thrown;
      const next = smaller(size);
      if (next === null) {
        if (why === 'too_slow' && activityInfo().attempt < PATIENT_ATTEMPTS) throw thrown;
        return { kind: 'row', why, thrown };
      }
      pageSizes.set(key, next);
      log.warn('page.smaller', { account: list.account, list: list.name, rows: next.limit, why });
      if (why === 'too_slow') throw thrown;
    }
  }
}
