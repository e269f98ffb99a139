import { nextStepOf } from '../../client/errors';
import type { Live } from '../../client/insight-types';
import type { ConnectorStatus, Run } from '../../client/types';
import {
  feedProblem,
  rotateKeyCommand,
  silenceSentence,
  silenceWords,
  TEMPORAL_AWAY_STEP,
} from '../../contract/state-words';
import type { Paint } from '../paint';
import { ago, count, counted, duration, formatTime } from './figures';
import { progressFigures } from './progress-figures';
import { WIDTH, labelled, wrap } from './wrap';

const LABEL = 17;

/** What the quick `live` and the `status` that counts everything both say: in the same words, by the same rows. */
type Standing = Pick<ConnectorStatus, keyof ConnectorStatus & keyof Live>;

export function stateLabel({ state, run, unanswered, temporalReachable }: Standing, paint: Paint): string {
  if (state === 'off') return 'off (`enabled: false`)';
  if (state === 'refused') return paint.bad('refused');
  if (state === 'paused') return 'paused';
  const silence = silenceWords(unanswered);
  if (silence !== null) return paint.bad(`connected, but ${silence}`);
  if (!temporalReachable) return paint.bad('connected, but Temporal does not answer');
  return paint.good(run?.state === 'running' ? 'connected, syncing' : 'connected');
}

/** The command that ends a state in which nothing goes on. */
export function wayOutRows({ state, stateCode }: Pick<Standing, 'state' | 'stateCode'>): string[] {
  if (state === 'paused') return ['Go on with: tajo connectors resume gorgias'];
  if (state === 'refused') return ['Give a key that works:', `  ${rotateKeyCommand(stateCode)}`];
  return [];
}

/** Who does not answer, and what a person has to mend. */
export function holdRows({ holds, stateCode, unanswered }: Standing): string[] {
  // What the account is refused for stands above already.
  const held = holds.filter(({ code }) => code !== stateCode);
  return [
    ...unanswered.map((one) => ({ since: one.since, sentence: silenceSentence(one) })),
    ...held.map(({ since, reason }) => ({ since, sentence: reason })),
  ].flatMap(({ since, sentence }) => wrap(`Since ${formatTime(since)}: ${sentence}`, WIDTH));
}

export function runRows({ run, progress }: Standing): string[] {
  if (run === null) return row('Full sync', 'none yet: tajo connectors sync gorgias');
  if (run.state !== 'running') return row('Run', runSentence(run));
  if (progress === null) return row('Run', `${run.type}, since ${formatTime(run.startedAt)}`);
  return [...row('Run', progress.sentence), ...row('', progressFigures(progress).join(', '))];
}

function runSentence({ type, state, totals, failure, failureCode, dryRun }: Run): string {
  const read = `${counted(totals.requests, 'request')}, ${counted(totals.rows, 'record')}, ${counted(totals.published, 'contact')} ${dryRun ? 'would have been written' : 'written'}`;
  const what = dryRun ? `${type} (a dry run)` : type;
  if (state === 'completed') return `${what}, completed in ${duration(totals.seconds)}: ${read}`;
  const said = [
    failure === null ? '' : `${failure.replace(/\.$/, '')}.`,
    failureCode === null ? '' : (nextStepOf(failureCode) ?? ''),
  ].filter((each) => each !== '');
  return [`${what}, ${state}`, said.join(' ')].filter((part) => part !== '').join(': ');
}

export function unreachableRows({ temporalReachable }: Standing): string[] {
  return temporalReachable ? [] : ['', ...wrap(UNREACHABLE, WIDTH), ...wrap(TEMPORAL_AWAY_STEP, WIDTH)];
}

const UNREACHABLE =
  'Temporal cannot be reached just now: nothing goes on until it is back, and what is said about the run is what was known last.';

export function contactsSentence({ published, due, importing }: Standing['contacts']): string {
  return `${count(published)} written, ${count(due)} to look at, ${count(importing)} in imports`;
}

export function webhookRows({ webhooks: { lastAcceptedAt, trouble } }: Standing, now: number): string[] {
  if (trouble !== null) return [...row('Webhooks', trouble.sentence), ...row('', trouble.nextStep)];
  return lastAcceptedAt === null
    ? []
    : row('Webhooks', `newest ${formatTime(lastAcceptedAt)}, ${ago(lastAcceptedAt, now)}`);
}

/** Whether anything is late, and since when. */
export function lagRows(standing: Standing): string[] {
  const { state, feed, undelivered } = standing;
  const behind = state === 'connected' ? feedProblem(standing) : null;
  const oldest = undelivered.map(({ kind, ageSeconds }) => `${kind} ${duration(ageSeconds)}`).join(', ');
  return [
    ...rows('Gorgias feed', [
      ...(feed === null ? [] : [`read up to ${duration(feed.lagSeconds)} ago`]),
      ...(behind === null ? [] : [behind.sentence, behind.step]),
    ]),
    ...row('To be delivered', undelivered.length === 0 ? 'nothing' : `oldest ${oldest}`),
  ];
}

export function budgetSentence(budget: NonNullable<Standing['budget']>): string {
  const closed = budget.closedForMs > 0 ? `, closed by Gorgias for ${duration(budget.closedForMs / 1000)}` : '';
  return `${count(budget.left)} of ${counted(budget.capacity, 'request')}, ${budget.perSecond} a second${closed}`;
}

/** Several sentences below one label. */
function rows(label: string, texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => row(index === 0 ? label : '', text));
}

export function row(label: string, text: string): string[] {
  return labelled(label, text, LABEL);
}
