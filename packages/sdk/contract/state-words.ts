import type { Connector, PauseState } from './accounts';
import type { Live } from './live';

/** `Gorgias and Brevo do not answer`; null: each of them does, or nobody is asked. */
export function silenceWords(unanswered: Connector['unanswered']): string | null {
  if (unanswered.length === 0) return null;
  return `${vendorNames(unanswered)} ${unanswered.length === 1 ? 'does' : 'do'} not answer`;
}

/** `Gorgias and Brevo`. */
export function vendorNames(unanswered: Connector['unanswered']): string {
  return unanswered.map(({ vendor }) => ({ gorgias: 'Gorgias', brevo: 'Brevo' })[vendor]).join(' and ');
}

/** `Gorgias and Brevo answer`. */
function answer(unanswered: Connector['unanswered']): string {
  return `${vendorNames(unanswered)} ${unanswered.length === 1 ? 'answers' : 'answer'}`;
}

/** What is wrong, and what to do, as the heading of the console says it. */
export function silenceProblem(
  unanswered: Connector['unanswered'],
): { readonly sentence: string; readonly steps: readonly string[] } | null {
  if (unanswered.length === 0) return null;
  const steps = unanswered.flatMap(({ nextStep }) => (nextStep === null ? [] : [nextStep]));
  return { sentence: unanswered.map(({ reason }) => reason).join(' '), steps };
}

/** What doctor says of it. */
export function silenceSentence({ reason, nextStep }: Connector['unanswered'][number]): string {
  return nextStep === null ? reason : `${reason} ${nextStep}`;
}

/** What `resume` has done; of an account that is off, that nothing goes on all the same. */
export function resumeSentence({ account, changed, state }: PauseState): string {
  if (state === 'off')
    return `${changed ? `The pause of ${account} is over` : `${account} was not paused`}, and it is switched off: nothing goes on.`;
  return changed
    ? `${account} goes on.`
    : `${account} was not paused. What waits for something to be mended is tried at once.`;
}

/** Behind by more than a run of the schedule that takes its time. */
const BEHIND_SECONDS = 600;

/** What to do where Temporal does not answer. */
export const TEMPORAL_AWAY_STEP =
  'Look whether the Temporal server runs; `npx tajo doctor` says where it is looked for.';

/** That the feed of a connected account is not read, for the cause that is known; null: it is, or was never. */
export function feedProblem({
  feed,
  schedulePaused,
  unanswered,
  temporalReachable,
}: Pick<Live, 'feed' | 'schedulePaused' | 'unanswered' | 'temporalReachable'>): {
  readonly sentence: string;
  readonly step: string;
} | null {
  if (schedulePaused !== null) return schedulePauseProblem(schedulePaused);
  if (feed === null || feed.lagSeconds < BEHIND_SECONDS) return null;
  const minutes = String(Math.floor(feed.lagSeconds / 60));
  const silence = silenceWords(unanswered) ?? (temporalReachable ? null : 'Temporal cannot be reached');
  if (silence !== null)
    return {
      sentence: `Gorgias’ feed was last read ${minutes} minutes ago, for ${silence}: what happened since may not be known yet.`,
      step: unanswered.length === 0 ? TEMPORAL_AWAY_STEP : `It goes on by itself as soon as ${answer(unanswered)}.`,
    };
  return {
    sentence: `Gorgias’ feed was last read ${minutes} minutes ago: what happened since may not be known yet.`,
    step: 'Look whether a worker runs (`npx tajo doctor`); `npx tajo connectors resume gorgias` lets its schedule go on.',
  };
}

/** Somebody stopped it in Temporal itself, where no `pause` of ours says so. @param note that they left, or `''` */
export function schedulePauseProblem(note: string): { readonly sentence: string; readonly step: string } {
  return {
    sentence: `The schedule of the incremental sync is paused in Temporal (${note === '' ? 'without a note' : `“${note}”`}): Gorgias’ feed is not read.`,
    step: 'It goes on with `npx tajo connectors resume gorgias`, or where it was paused.',
  };
}

/** The command that replaces the key that an account is refused for; `code`: of the list of errors. */
export function rotateKeyCommand(code: string | null): string {
  const vendor = code?.includes('brevo') === true ? 'brevo' : 'gorgias';
  return `tajo connectors rotate-key gorgias --${vendor}-api-key -`;
}
