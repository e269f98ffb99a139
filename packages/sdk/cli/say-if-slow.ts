import type { CliContext } from './context';
import { WIDTH, wrap } from './output/wrap';

/** Of trying keys, which takes a second. */
const SLOW_MS = 3_000;
/** Of what asks both vendors one thing after the other. */
export const SLOW_TO_ASK_MS = 10_000;

/**
 * For calls that a worker answers: without one Temporal keeps the question for two minutes, in which a person would see nothing. Said on
 * standard error, so that standard output holds the answer alone.
 */
export async function sayIfSlow<Answer>(
  { io }: Pick<CliContext, 'io'>,
  call: Promise<Answer>,
  { afterMs = SLOW_MS, words = STILL_ASKING }: { readonly afterMs?: number; readonly words?: string } = {},
): Promise<Answer> {
  const timer = setTimeout(() => io.stderr.write(`${wrap(words, WIDTH).join('\n')}\n`), afterMs);
  try {
    return await call;
  } finally {
    clearTimeout(timer);
  }
}

const STILL_ASKING =
  'A worker is asked, and has not answered yet. If none runs (`tajo doctor` says so, `npm run worker` starts one), this gives up after two minutes and changes nothing; Ctrl-C leaves it.';
