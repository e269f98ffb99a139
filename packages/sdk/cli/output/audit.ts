import type { AuditReport, Audits } from '../../client/audit-types';
import type { Paint } from '../paint';
import { count, counted, formatTime } from './figures';
import { table } from './table';
import { WIDTH, labelled, wrap } from './wrap';

/** The answer first, then what differs by cause: what we caused, then what others did. */
export function auditLines(report: AuditReport, paint: Paint): string[] {
  const { differences, looked, differing, waiting, startedAt, requests, state } = report;
  const passed = waiting === 0 ? '' : `; ${counted(waiting, 'contact')} about to be written passed over`;
  const head = `${counted(looked, 'contact')} compared on ${formatTime(startedAt)}, ${counted(requests, 'request')}${passed}.`;
  return [
    ...wrap(head, WIDTH),
    ...(state === 'completed' ? [] : wrap(`The audit is not complete: ${state}.`, WIDTH)),
    ...verdict(report, differing, paint),
    ...part(
      'Caused by us, or dropped by Brevo',
      differences.filter(({ by }) => by === 'us'),
      paint,
    ),
    ...part(
      'Changed by somebody in Brevo',
      differences.filter(({ by }) => by === 'others'),
      paint,
    ),
    ...hint(report),
  ];
}

function verdict({ ours, others }: AuditReport, differing: number, paint: Paint): string[] {
  if (ours + others === 0) return [paint.good('✓ Brevo is as it should be.')];
  const text = `${counted(differing, 'contact')} ${differing === 1 ? 'differs' : 'differ'}: ${counted(ours, 'difference')} caused by us, ${count(others)} by others.`;
  return wrap(text, WIDTH).map((line) => (ours > 0 ? paint.bad(line) : line));
}

type Difference = AuditReport['differences'][number];

function part(title: string, differences: readonly Difference[], paint: Paint): string[] {
  if (differences.length === 0) return [];
  return ['', paint.strong(title), ...differences.flatMap(differenceLines)];
}

function differenceLines({ kind, about, what, contacts, step, examples }: Difference): string[] {
  const name = about === null ? kind : `${kind} ${about}`;
  const whose =
    kind.startsWith('attribute_') || kind === 'list_gone' ? what : `${counted(contacts, 'contact')} ${what}`;
  return [
    ...labelled('', `${name}: ${whose}`, 2),
    ...(step === null ? [] : labelled('    → ', step, 6)),
    ...examples.flatMap(({ customerId, has, should, state }) => {
      if (customerId === null && has === null) return [];
      if (kind === 'attribute_type') return [`    is of type ${quoted(has)}, was ${quoted(should)}`];
      const who = customerId === null ? 'unknown' : `customer ${String(customerId)}`;
      const values = has === null && should === null ? '' : `: has ${quoted(has)}, should have ${quoted(should)}`;
      return labelled('', `${who}${values}${state === 'open' ? '' : ` (${state})`}`, 4).map(
        (line) => `    ${line.trimStart()}`,
      );
    }),
  ];
}

function quoted(value: string | null): string {
  return value === null ? 'nothing' : `“${value}”`;
}

/** What to do about it. */
function hint({ report, repairs, differences, ...audit }: AuditReport): string[] {
  const { repaired, refused, superseded, open, overwritable } = repairs;
  const done = [
    ...(repaired === 0 ? [] : [`${count(repaired)} written`]),
    ...(superseded === 0 ? [] : [`${count(superseded)} written since by themselves`]),
    ...(refused === 0 ? [] : [`${count(refused)} refused by Brevo: see quarantine`]),
  ];
  const never = differences.reduce((sum, { repair, contacts }) => sum + (repair === 'never' ? contacts : 0), 0);
  const left =
    never === 0 ? '' : ` ${count(never)} ${never === 1 ? 'is' : 'are'} never written by a repair, as said above.`;
  return [
    ...(done.length === 0 ? [] : ['', ...wrap(`Repaired: ${done.join(', ')}.${left}`, WIDTH)]),
    ...(open === 0 ? [] : ['', 'Write what we caused:', `  tajo connectors audit gorgias --repair ${report}`]),
    ...(overwritable === 0 || open > 0
      ? []
      : ['', 'Write what others changed, too:', `  tajo connectors audit gorgias --repair ${report} --overwrite`]),
    ...cheaperLines(audit),
    '',
    `Report ${report}`,
  ];
}

/** Of so many requests on it is worth a word. */
const MANY_REQUESTS = 20;
const PAGE = 1_000;

/** A sample asks for each contact, all of them are read by pages of Brevo's contacts. */
function cheaperLines({ scope, nightly, requests }: Pick<AuditReport, 'scope' | 'nightly' | 'requests'>): string[] {
  if (scope === 'all' || nightly || requests < MANY_REQUESTS) return [];
  const text = `A sample takes a request for each contact. \`--all\` takes one for a thousand of Brevo’s: it is sooner done where Brevo holds fewer than ${count(requests * PAGE)}.`;
  return ['', ...wrap(text, WIDTH)];
}

export function auditListLines({ reports }: Audits): string[] {
  if (reports.length === 0) return ['No audit has run yet.'];
  return table(
    ['report', 'begun', 'of', 'compared', 'differ', 'state'],
    reports.map(({ report, startedAt, scope, nightly, looked, differing, state }) => [
      report,
      startedAt.slice(0, 16).replace('T', ' '),
      nightly ? 'night' : scope,
      count(looked),
      count(differing),
      state,
    ]),
    [3, 4],
  );
}
