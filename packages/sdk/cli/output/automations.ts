import type { Automations } from '../../client/insight-types';
import { csatWords, FEW_ANSWERS } from '../../contract/csat-words';
import { count, counted, formatTime, percent } from './figures';
import { cropped, fitted, table } from './table';
import { WIDTH, labelled, wrap } from './wrap';

type Automation = Automations['automations'][number];
type Group = NonNullable<Automations['groups']>[number];
type Csat = Automation['csatWith'];

/** What failed, then tables of 80 columns; every figure is of the one time that the first line names. */
export function automationLines(report: Automations): string[] {
  const { from, activeTickets, csat, automations, runsWithoutTicket, groups } = report;
  const csatPart =
    csat.average === null ? '' : `, CSAT ${csat.average.toFixed(2)} from ${counted(csat.responses, 'answer')}`;
  const sharePart = automations.length === 0 ? '' : '; shares are of these';
  const changed = `${counted(activeTickets, 'ticket')} changed in Gorgias${csatPart}${sharePart}`;
  const head = wrap(`Since ${formatTime(from)}: ${changed}.`, WIDTH);
  if (automations.length === 0)
    return [...head, ...wrap('No rule ran and no macro was used, as far as is known.', WIDTH), ...hint(report)];
  const tables = [...automationTable(automations), ...(groups === null ? [] : ['', ...groupTable(groups)])];
  return [
    ...head,
    ...failureLines(automations),
    '',
    ...tables,
    ...(tables.some((line) => line.includes('~')) ? ['', FEW_ANSWERS] : []),
    ...(runsWithoutTicket === 0 ? [] : ['', ...wrap(ticketlessText(runsWithoutTicket), WIDTH)]),
    ...hint(report),
  ];
}

/** Why a rule may have run, and on no ticket. */
function ticketlessText(runs: number): string {
  const counts = runs === 1 ? 'it counts' : 'they count';
  return `Of ${counted(runs, 'run')} Gorgias does not say on which ticket: ${counts} under runs, and under no tickets (–).`;
}

const COLUMNS = ['', 'name', 'runs', 'tickets', 'share', 'CSAT (n)', 'without (n)', 'last'] as const;

function automationTable(automations: readonly Automation[]): string[] {
  return fitted((name) =>
    table(
      COLUMNS,
      automations.map((one) => [
        one.kind,
        cropped(one.name, name),
        count(one.runs),
        ...(one.tickets === 0 ? ['–', '–'] : [count(one.tickets), percent(one.ticketShare)]),
        csatText(one.csatWith),
        csatText(one.csatWithout),
        one.lastAt.slice(5, 10),
      ]),
      [2, 3, 4, 5, 6],
    ),
  );
}

const GROUP_COLUMNS = ['', 'changed', 'automated', 'runs', 'CSAT with (n)', 'without (n)'] as const;

function groupTable(groups: readonly Group[]): string[] {
  return fitted((name) =>
    table(
      GROUP_COLUMNS,
      groups.map((one) => [
        cropped(one.name ?? one.value ?? 'nobody', name),
        count(one.tickets),
        percent(one.tickets === 0 ? 0 : one.automatedTickets / one.tickets),
        count(one.runs),
        csatText(one.csatWith),
        csatText(one.csatWithout),
      ]),
      [1, 2, 3, 4, 5],
    ),
  );
}

/** `4.25 (31)`; `~4.50 (2)` where few have answered. */
function csatText(csat: Csat): string {
  return csat.average === null ? csatWords(csat) : `${csatWords(csat)} (${shortCount(csat.responses)})`;
}

function shortCount(value: number): string {
  return value < 10_000 ? String(value) : `${String(Math.floor(value / 1000))}k`;
}

function failureLines(automations: readonly Automation[]): string[] {
  const lines = automations.flatMap(({ kind, name, failures }) =>
    failures.flatMap(({ action, reason, times, tickets }) => {
      const often = times === 1 ? 'once' : `${count(times)} times`;
      const where = tickets.length === 0 ? '' : `, on ${tickets.map((id) => `ticket ${String(id)}`).join(', ')}`;
      return labelled('  ', `${kind} ${cropped(name, 60)}: ${action} failed ${often}${where}: ${reason}`, 2);
    }),
  );
  return lines.length === 0 ? [] : ['', 'Failed actions', ...lines];
}

/** Where older figures come from, or how far they are. */
function hint({ since, countedFrom, backfill }: Automations): string[] {
  if (backfill?.state === 'running')
    return ['', ...wrap(`Reading the feed back: ${backfillText(backfill).replace(/\.$/, '')}.`, WIDTH)];
  if (since >= countedFrom) return [];
  return [
    '',
    `Counted from ${formatTime(countedFrom)} on. Older ones:`,
    '  tajo connectors automations gorgias --backfill 30d',
  ];
}

export function backfillText({ sentence, percent }: NonNullable<Automations['backfill']>): string {
  return percent === null ? sentence : `${sentence.replace(/\.$/, '')} (${String(percent)}%)`;
}
