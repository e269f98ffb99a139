import { canRetry, causeText, needsPerson } from '../../../../src/domain/errors/quarantine-causes';
import type { QuarantineList, QuarantineRetry } from '../../client/types';
import { counted } from './figures';
import { amountOf } from './set-aside';
import { table } from './table';
import { labelled, shorten, wrap } from './wrap';

const CAUSE = 20;

/** How many records for which cause, what it means and what to do. */
export function causeLines({ causes: shown }: QuarantineList): string[] {
  return shown.flatMap((one, index) => {
    const { cause } = one;
    const text = causeText(cause);
    return [
      ...headLines(shown, index),
      ...labelled(cause, `${amountOf(one)}. ${text?.what ?? ''}`, CAUSE),
      ...(text === undefined ? [] : labelled('', text.nextStep, CAUSE)),
    ];
  });
}

/** How the first cause is tried again of which that may help; none where there is no such. */
export function retryHint({ causes }: QuarantineList): string[] {
  const found = causes.find(({ cause }) => canRetry(cause));
  if (found === undefined) return [];
  return ['', 'Once it is mended:', `  tajo connectors quarantine gorgias retry --cause ${found.cause}`];
}

/** Before the first of those that a person can mend, and before the first that nobody has to. */
function headLines(shown: QuarantineList['causes'], index: number): string[] {
  const needs = shown.map(({ cause }) => needsPerson(cause));
  if (needs[index] === needs[index - 1] || !needs.includes(true) || !needs.includes(false)) return [];
  return [...(index === 0 ? [] : ['']), needs[index] === true ? 'To be mended by a person:' : 'Nothing to do:'];
}

const RECORD = 28;

/** A line of at most 80 columns for each record; `--json` has every detail in full. */
export function recordLines({ records }: QuarantineList, ofOneCause: boolean): string[] {
  const room = ofOneCause ? 34 : 20;
  return table(
    ['record', ...(ofOneCause ? [] : ['cause']), 'detail', 'step', 'last seen', 'times'],
    records.map(({ kind, key, cause, detail = '', step, lastAt, times }) => [
      // A tag’s name may be a sentence.
      shorten(`${kind} ${key}`, RECORD),
      ...(ofOneCause ? [] : [cause]),
      shorten(detail, room),
      step,
      lastAt.slice(0, 10),
      String(times),
    ]),
  );
}

/** What a retry has made due, or would. */
export function retryLines({ cause, dryRun, records, contacts, details, events, nextSync }: QuarantineRetry): string[] {
  if (records === 0) return [`Nothing is in quarantine for ${cause}.`];
  const parts = [
    ...(contacts === 0 ? [] : [`${counted(contacts, 'contact')} to write again`]),
    ...(details === 0 ? [] : [`${counted(details, 'customer')} to read again`]),
    ...(events === 0 ? [] : [`${counted(events, 'event')} to send again`]),
    ...(nextSync === 0 ? [] : [`${counted(nextSync, 'record')} that the next full sync reads again anyway`]),
  ];
  if (parts.length === 0) {
    return wrap(
      `${counted(records, 'record')} for ${cause}, and nothing to try: ${causeText(cause)?.nextStep ?? ''}`,
      80,
    );
  }
  const sentence = `${counted(records, 'record')} for ${cause}: ${parts.join(', ')}.`;
  const next = dryRun ? 'Nothing was changed (dry run).' : 'The next sync takes them: tajo connectors sync gorgias';
  const byItself = canRetry(cause) ? '' : (causeText(cause)?.nextStep ?? '');
  return [...wrap(sentence, 80), ...wrap(next, 80), ...(byItself === '' ? [] : wrap(byItself, 80))];
}
