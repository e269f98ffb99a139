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
  const amount = cause === null ? everything(one.records) : amountOf(one);
  const what = `${amount}. ${text?.what ?? ''}`;
  return [...labelled(cause ?? code ?? '', what, SYMPTOM), ...labelled('', text?.nextStep ?? '', SYMPTOM)];
}

/** The account's own state holds up what is not counted, too: what was not read yet, and what is not written down yet. */
function everything(due: number): string {
  return `Everything of the account waits${due === 0 ? '' : `, ${counted(due, 'contact')} to be written among it`}`;
}

interface HeldNow {
  /** Null: no connector can be asked. */
  readonly heldUp: number | null;
  /** Accounts of which everything waits for it. */
  readonly accounts: readonly string[];
}

/** One code or cause in full. */
export function errorLines(
  entry: Partial<Omit<CatalogEntry, 'code'>> | undefined,
  code: string,
  { heldUp, accounts, paint }: HeldNow & { readonly paint: Paint },
): string[] {
  const { what = '', why = '', nextStep = '', http, exitCode, retryable } = entry ?? {};
  const fields = [
    ...(typeof http === 'number' ? [`HTTP ${String(http)}`] : []),
    ...(exitCode === undefined ? [] : [`exit code ${String(exitCode)}`]),
    ...(retryable === true ? ['tried again by itself'] : []),
    ...(accounts.length > 0
      ? [`holds up everything of ${accounts.join(', ')} now`]
      : heldUp === null
        ? []
        : [`holds up ${counted(heldUp, 'record')} now`]),
  ];
  return [
    paint.strong(code),
    ...wrap(what, 80),
    ...labelled('Why', why, 9),
    ...labelled('Do', nextStep, 9),
    ...(fields.length === 0 ? [] : labelled('Facts', fields.join(', '), 9)),
  ];
}
