import type { ConnectorStatus } from '../../client/types';
import { count, counted, duration } from '../output/figures';

/** One row of the troubleshooting table: a symptom as people name it, and what the connector says about it now. */
export interface Symptom {
  readonly symptom: string;
  /** For the documentation: where the answer stands. */
  readonly answer: string;
  /** The figures of one account, in a sentence. */
  readonly now: (status: ConnectorStatus) => string;
}

export const TROUBLESHOOTING: readonly Symptom[] = [
  {
    symptom: '401',
    answer:
      'Gorgias refused the e-mail or API key: check Settings > REST API. The connector pauses, tells it once, and goes on after `tajo connectors rotate-key gorgias`.',
    now: ({ state, stateReason, contacts }) =>
      state === 'refused'
        ? `${stateReason ?? 'A key is refused.'} ${counted(contacts.due, 'contact')} wait for a new key.`
        : 'No key is refused.',
  },
  {
    symptom: '404',
    answer:
      'For everything: check that the domain is your subdomain. For one record: it was deleted and is kept as a tombstone; a merged one (301) is followed.',
    now: ({ domain, gone }) =>
      `The domain is ${domain}; ${counted(gone.deleted, 'record')} deleted in Gorgias, ${count(gone.merged)} merged and followed.`,
  },
  {
    symptom: 'customer without e-mail',
    answer:
      'Counted and listed as `no_email`, which is no error; such a customer becomes a contact when the e-mail appears later.',
    now: ({ customersCount, customersWithoutEmail }) =>
      `${count(customersWithoutEmail)} of ${counted(customersCount, 'customer')} have none.`,
  },
  {
    symptom: "tags don't sync",
    answer: 'The status says where tags were looked for, how many were found there, and how many lists mirror one.',
    now: ({ tags }) => `${tagFigures(tags)}.`,
  },
  {
    symptom: 'slow sync',
    answer: '`tajo connectors plan gorgias` and the progress line show the budget and the time that is left.',
    now: slowness,
  },
];

/** `Looked for on tickets (34 names, 12,300 tickets); 12 lists mirror one` */
export function tagFigures({ sources, found, lists }: ConnectorStatus['tags']): string {
  const places = sources.map(({ from, names, records }) =>
    from === 'tickets'
      ? `on tickets (${counted(names, 'tag')} on ${counted(records, 'ticket')})`
      : `on Shopify customers (${counted(names, 'tag')} on ${counted(records, 'customer')})`,
  );
  const mirrored =
    lists === 0 ? 'no list mirrors one yet' : `${counted(lists, 'list')} ${lists === 1 ? 'mirrors' : 'mirror'} one`;
  return `Looked for ${places.join(' and ')}; ${count(found)} in Gorgias’ list of tags; ${mirrored}`;
}

function slowness({ budget, progress, run }: ConnectorStatus): string {
  const left =
    budget === null
      ? 'Gorgias was not asked for anything yet'
      : `${count(budget.left)} of ${counted(budget.capacity, 'request')} left, ${String(budget.perSecond)} a second`;
  if (run?.state !== 'running') return `${left}; no sync is running.`;
  const eta = progress?.etaSeconds ?? null;
  return `${left}; ${eta === null ? 'how long it takes cannot be told yet' : `${duration(eta)} to go`}.`;
}
