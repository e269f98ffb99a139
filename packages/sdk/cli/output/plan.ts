import type { Plan } from '../../client/types';
import { count, counted, duration } from './figures';
import { table } from './table';
import { wrap } from './wrap';

/** The price of a full sync: one row for each list that is read, then the two slow parts and what Brevo gets. */
export function planLines(plan: Plan): string[] {
  const rows = plan.resources.map(({ name, rows: records, requests }) => [name, count(records), count(requests), '']);
  return [
    plan.exact ? 'From the last complete sync:' : 'Estimated from a few pages:',
    '',
    ...table(
      ['read', 'records', 'requests', 'time'],
      [
        ...rows,
        ['all lists', '', count(plan.listRequests), duration(plan.listMinutes * 60)],
        ['enrichment', '', count(plan.enrichmentRequests), duration(plan.enrichmentMinutes * 60)],
      ],
      [1, 2, 3],
    ),
    '',
    `Brevo: up to ${counted(plan.contactsToWrite, 'contact')} to write, in ${counted(plan.brevoImports, 'import')}.`,
    ...wrap('Contacts are useful when the lists are read; enrichment (phones, response times) follows.', 80),
  ];
}
