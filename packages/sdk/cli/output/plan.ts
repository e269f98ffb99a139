import type { Plan } from '../../client/types';
import { count, counted, duration, formatTime } from './figures';
import { listLines } from './lists-by-name';
import { table } from './table';
import { wrap } from './wrap';

/** What it took in fact, beside the times above, which are those of the budget alone. */
function lastRunLines({ lastRun }: Plan): string[] {
  if (lastRun === null) return [];
  const { seconds, requests, finishedAt } = lastRun;
  return [
    `The last one took ${duration(seconds)} (${counted(requests, 'request')} meanwhile), until ${formatTime(finishedAt)}.`,
  ];
}

/** The price of a full sync: one row for each list that is read, then the two slow parts and what Brevo gets. */
export function planLines(plan: Plan): string[] {
  const { listRequests, listMinutes, enrichmentRequests, enrichmentMinutes } = plan;
  const rows = plan.resources.map(({ name, rows: records, requests: pages }) => [
    name,
    count(records),
    count(pages),
    '',
  ]);
  const reference = listRequests - plan.resources.reduce((sum, { requests }) => sum + requests, 0);
  // Who has written several times is counted once for each of these tickets, until all lists were read.
  const most = (figure: string): string => (plan.exact || enrichmentRequests === 0 ? figure : `up to ${figure}`);
  const requests = listRequests + enrichmentRequests;
  return [
    plan.exact ? 'From the last complete sync:' : 'Estimated from a few pages:',
    '',
    ...table(
      ['read', 'records', 'requests', 'time'],
      [
        ...rows,
        ['tags, agents, fields', '', count(reference), ''],
        ['all lists', '', count(listRequests), duration(listMinutes * 60)],
        ['enrichment', '', most(count(enrichmentRequests)), most(duration(enrichmentMinutes * 60))],
        ['together', '', most(count(requests)), most(duration((listMinutes + enrichmentMinutes) * 60))],
      ],
      [1, 2, 3],
    ),
    '',
    ...lastRunLines(plan),
    `Brevo: up to ${counted(plan.contactsToWrite, 'contact')} to write, in ${counted(plan.brevoImports, 'import')}.`,
    ...listLines(plan.lists),
    ...wrap('Contacts are useful when the lists are read; enrichment (phones, response times) follows.', 80),
  ];
}
