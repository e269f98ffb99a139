import { silenceProblem, silenceWords, vendorNames } from '../contract/state-words';
import type { Connector } from '../contract/accounts';
import type { CliContext } from './context';

const LOOK_EVERY_MS = 5000;

/** Looks while a run is followed whether the vendors answer. */
export interface SilenceWatch {
  /** Asks, unless it was asked just now. */
  look(): void;
  /** Nothing is said any more. */
  end(): void;
}

/**
 * Says through `say` that vendors do not answer, with why, and that they do again: once, and when it changes. A run that waits for them makes
 * no progress, and would be followed in silence.
 * @param account The only one when missing.
 */
export function watchSilence(
  { client, now }: CliContext,
  account: string | undefined,
  say: (line: string) => void,
): SilenceWatch {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let said: Connector['unanswered'] = [];
  let isOver = false;

  const look = async (): Promise<void> => {
    const { connectors } = await client.connectors.list();
    const own = connectors.find((one) => account === undefined || one.account === account || one.domain === account);
    const unanswered = own?.unanswered ?? [];
    if (isOver || wordOf(unanswered) === wordOf(said)) return;
    const before = said;
    said = unanswered;
    if (unanswered.length > 0) say(silent(unanswered));
    // Of one that is paused, or whose key is refused, nobody is asked.
    else if (own?.state === 'connected') say(answeringAgain(before));
  };

  return {
    look: () => {
      if (isOver || now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = now();
      // Whoever follows hears of a connector that is away from the following itself.
      look().catch(() => undefined);
    },
    end: () => {
      isOver = true;
    },
  };
}

/** What has to change for a line of its own: the same failure in other words is none. */
function wordOf(unanswered: Connector['unanswered']): string {
  return unanswered.map(({ vendor, code }) => `${vendor} ${code}`).join(', ');
}

function silent(unanswered: Connector['unanswered']): string {
  const { sentence = '', steps = [] } = silenceProblem(unanswered) ?? {};
  return [`✗ ${silenceWords(unanswered) ?? ''}.`, sentence, ...new Set(steps)].join(' ');
}

function answeringAgain(before: Connector['unanswered']): string {
  return `✓ ${vendorNames(before)} ${before.length === 1 ? 'answers' : 'answer'} again.`;
}
