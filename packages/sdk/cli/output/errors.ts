import { ERROR_CATALOG, type CatalogEntry } from '../errors/catalog';
import { causeText } from '../../../../src/domain/errors/quarantine-causes';
import type { HeldUp } from '../errors/blocked-records';
import type { Paint } from '../paint';
import { counted } from './figures';
import { amountOf } from './set-aside';
import { labelled, wrap } from './wrap';

const SYMPTOM = 25;
const CODE = 30;

/** One installed account and what holds records up in it. */
export interface AccountProblems {
  readonly account: string;
  readonly heldUp: readonly HeldUp[];
  readonly symptoms: readonly { readonly symptom: string; readonly now: string }[];
}

/** What is held up now and why, the troubleshooting table with its figures, and the list of all codes. */
export function errorListLines(accounts: readonly AccountProblems[] | null, paint: Paint): string[] {
  return [
    ...(accounts === null ? ['No connector can be asked, so nothing is said about how many records wait.', ''] : []),
    ...(accounts ?? []).flatMap((problems) => accountLines(problems, paint)),
    paint.strong('All errors'),
    ...ERROR_CATALOG.flatMap(({ code, what }) => labelled(code, what, CODE)),
    '',
    'One of them in full: tajo errors auth.gorgias_refused',
  ];
}

function accountLines({ account, heldUp, symptoms }: AccountProblems, paint: Paint): string[] {
  return [
    paint.strong(`${account}: held up now`),
    ...(heldUp.length === 0 ? ['Nothing.'] : heldUp.flatMap(heldUpLines)),
    '',
    paint.strong(`${account}: troubleshooting`),
    ...symptoms.flatMap(({ symptom, now }) => labelled(symptom, now, SYMPTOM)),
    '',
  ];
}

function heldUpLines(one: HeldUp): string[] {
  const { code, cause } = one;
  const entry = ERROR_CATALOG.find((known) => known.code === code);
  const text = (cause === null ? undefined : causeText(cause)) ?? entry;
  const what = `${amountOf(one)}. ${text?.what ?? ''}`;
  return [...labelled(cause ?? code ?? '', what, SYMPTOM), ...labelled('', text?.nextStep ?? '', SYMPTOM)];
}

/** One code or cause in full. */
export function errorLines(
  entry: Partial<Omit<CatalogEntry, 'code'>> | undefined,
  code: string,
  heldUp: number | null,
  paint: Paint,
): string[] {
  const { what = '', why = '', nextStep = '', http, exitCode, retryable } = entry ?? {};
  const fields = [
    ...(typeof http === 'number' ? [`HTTP ${String(http)}`] : []),
    ...(exitCode === undefined ? [] : [`exit code ${String(exitCode)}`]),
    ...(retryable === true ? ['tried again by itself'] : []),
    ...(heldUp === null ? [] : [`holds up ${counted(heldUp, 'record')} now`]),
  ];
  return [
    paint.strong(code),
    ...wrap(what, 80),
    ...labelled('Why', why, 9),
    ...labelled('Do', nextStep, 9),
    ...(fields.length === 0 ? [] : labelled('Facts', fields.join(', '), 9)),
  ];
}
