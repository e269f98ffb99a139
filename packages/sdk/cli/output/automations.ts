import type { Automations } from '../../client/insight-types';
import { count, counted, formatTime } from './figures';
import { table } from './table';
import { labelled, wrap } from './wrap';

type Automation = Automations['automations'][number];

const WIDTH = 80;
const NAME = 20;
const LEAST_NAME = 8;
const COLUMNS = ['', 'name', 'runs', 'tickets', 'share', 'failed', 'CSAT', 'without', 'last'] as const;

/** A table of 80 columns of what ran, and below it what failed. */
export function automationLines(report: Automations): string[] {
  const { since, countedFrom, activeTickets, csat, automations, runsWithoutTicket } = report;
  const from = since > countedFrom ? since : countedFrom;
  const csatPart = csat.average === null ? '' : `, CSAT ${csatText(csat)} from ${counted(csat.responses, 'answer')}`;
  const head = wrap(`Since ${formatTime(from)}: ${counted(activeTickets, 'ticket')} changed${csatPart}.`, 80);
  if (automations.length === 0)
    return [...head, ...wrap('No rule ran and no macro was used, as far as is known.', 80), ...hint(report)];
  return [
    ...head,
    '',
    ...fitted(automations),
    ...failureLines(automations),
    ...(runsWithoutTicket === 0
      ? []
      : ['', ...wrap(`${counted(runsWithoutTicket, 'run')} changed no ticket that Gorgias names.`, 80)]),
    ...hint(report),
  ];
}

/** Figures are never cut: when they are long, names are shorter. */
function fitted(automations: readonly Automation[]): string[] {
  const drawn = (name: number): string[] =>
    table(
      COLUMNS,
      automations.map((one) => cells(one, name)),
      [2, 3, 4, 5, 6, 7],
    );
  const lines = drawn(NAME);
  const excess = Math.max(0, Math.max(...lines.map((line) => line.length)) - WIDTH);
  return excess === 0 ? lines : drawn(Math.max(LEAST_NAME, NAME - excess));
}

function cells(one: Automation, name: number): string[] {
  const failed = one.failures.reduce((sum, { times }) => sum + times, 0);
  return [
    one.kind,
    cropped(one.name, name),
    count(one.runs),
    count(one.tickets),
    `${String(Math.round(one.ticketShare * 100))}%`,
    count(failed),
    csatText(one.csatWith),
    csatText(one.csatWithout),
    one.lastAt.slice(5, 10),
  ];
}

function cropped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function csatText({ average }: Automation['csatWith']): string {
  return average === null ? '–' : average.toFixed(2);
}

function failureLines(automations: readonly Automation[]): string[] {
  const lines = automations.flatMap(({ kind, name, failures }) =>
    failures.flatMap(({ action, reason, times }) =>
      labelled(
        '  ',
        `${kind} ${cropped(name, 60)}: ${action} failed ${times === 1 ? 'once' : `${count(times)} times`}: ${reason}`,
        2,
      ),
    ),
  );
  return lines.length === 0 ? [] : ['', 'Failed actions', ...lines];
}

/** Where older figures come from, or how far they are. */
function hint({ since, countedFrom, backfill }: Automations): string[] {
  if (backfill?.state === 'running')
    return ['', ...wrap(`Reading the feed back: ${backfillText(backfill).replace(/\.$/, '')}.`, 80)];
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
