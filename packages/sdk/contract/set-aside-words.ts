import { isNoContact, needsPerson } from '../../../src/domain/errors/quarantine-causes';
import type { QuarantineList } from './quarantine';

type Cause = Pick<QuarantineList['causes'][number], 'cause' | 'held' | 'records'>;

/** What became of the records of a cause, in two or three words. */
export function setAsideWords({ cause, held }: Omit<Cause, 'records'>): string {
  const what = isNoContact(cause)
    ? 'no contact'
    : held
      ? 'waits'
      : cause === 'no_consent'
        ? 'kept off a list'
        : 'value left out';
  return held || needsPerson(cause) ? what : `${what}, nothing to do`;
}

/** `2 records wait for something to be mended; 24 people are no contacts, which needs nobody. …` */
export function setAsideSentence(causes: readonly Cause[]): string {
  const sum = (of: (cause: Cause) => boolean): number =>
    causes.filter(of).reduce((all, { records }) => all + records, 0);
  const none = sum(({ cause }) => isNoContact(cause));
  const waiting = sum(({ cause, held }) => held && !isNoContact(cause));
  const left = sum(({ cause, held }) => !held && !isNoContact(cause));
  if (none + waiting + left === 0) return 'Nothing is set aside: every record could be read, mapped and written.';
  const sentences = [
    waiting === 0
      ? 'No record waits'
      : `${counted(waiting, 'record waits', 'records wait')} for something to be mended`,
    left === 0
      ? 'nothing was left out'
      : `something was left out ${counted(left, 'time', 'times')} (a record counts once for each cause)`,
    ...(none === 0 ? [] : [`${counted(none, 'person is no contact', 'people are no contacts')}, which needs nobody`]),
  ];
  return `${sentences.join('; ')}. Everything else went on.`;
}

const NUMBER = new Intl.NumberFormat('en');
const counted = (value: number, one: string, many: string): string =>
  `${NUMBER.format(value)} ${value === 1 ? one : many}`;
