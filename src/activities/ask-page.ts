import { activityInfo } from '@temporalio/activity';
import { failsTimeAndAgain, tooMuchAtOnce, type TooMuch } from '../domain/errors/too-much-at-once';
import { afterGood, fullSize, smaller } from '../domain/sync/page-size';
import type { ActivityDeps } from './deps';

/** What fails this often may fail because of a row of its own: a page is made smaller, and of a single row whoever asks has to find out. */
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
  /** The next row alone is too much. `too_slow` and `failing` may still be an outage. */
  | { readonly kind: 'row'; readonly why: TooMuch; readonly thrown: unknown };

/** From here on the list is asked for in full pages again. */
function forgetPageSize({ memory }: Pick<ActivityDeps, 'memory'>, list: PagedList): void {
  memory.pageSizes.delete(keyOf(list));
}

function keyOf({ account, name }: PagedList): string {
  return `${account}/${name}`;
}

/**
 * Asks for a page, and for a smaller one of the same place when it was too much at once: 100, 50, 25 … 1, and back again once pages come. A
 * page that is too large, or that has failed before, is asked for anew at once; for one that was too slow, Temporal does it.
 * @throws What `ask` throws, but where a single row is too large, or too slow or answered with an error time and again.
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
      const isPatient = activityInfo().attempt < PATIENT_ATTEMPTS;
      const why = tooMuchAtOnce(thrown) ?? (isPatient ? null : failsTimeAndAgain(thrown));
      if (why === null) throw thrown;
      const next = smaller(size);
      if (next === null) {
        if (why === 'too_slow' && isPatient) throw thrown;
        return { kind: 'row', why, thrown };
      }
      pageSizes.set(key, next);
      log.warn('page.smaller', { account: list.account, list: list.name, rows: next.limit, why });
      if (why === 'too_slow') throw thrown;
    }
  }
}

/** What is said of a row that was passed by. */
export const ROW_WAS: Readonly<Record<TooMuch, string>> = {
  too_large: 'larger than 8 MB',
  too_slow: 'never answered',
  failing: 'answered with an error each time',
};

/**
 * While the vendor as a whole is slow or failing, every row looks like one that is never answered: then this throws what `askElsewhere` does, and the
 * list is asked for in full pages again once the vendor is well.
 */
export async function requireOwnFault(
  deps: Pick<ActivityDeps, 'memory'>,
  list: PagedList,
  { why, askElsewhere }: { readonly why: TooMuch; readonly askElsewhere: () => Promise<unknown> },
): Promise<void> {
  try {
    if (why !== 'too_large') await askElsewhere();
  } catch (thrown) {
    if (why === 'failing') forgetPageSize(deps, list);
    throw thrown;
  }
  forgetPageSize(deps, list);
}
