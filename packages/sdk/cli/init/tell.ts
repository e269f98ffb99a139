import type { Offers } from '../../client/insight-types';
import type { Paint } from '../paint';
import { count, counted } from '../output/figures';
import { plainText } from '../output/plain-text';
import { labelled, wrap } from '../output/wrap';
import { type Choices, type ListChoice, SUPPORT_LISTS, type SupportList } from './choices';

/** What both sides have, in one line each. */
export function offersLines({ domain, fields, tags, attributes, lists }: Offers): string[] {
  return [
    `${domain}: ${counted(fields.length, 'custom field')} of customers, ${counted(tags.length, 'tag')} in use.`,
    `Brevo: ${counted(attributes.length, 'attribute')}, ${counted(lists.length, 'list')}.`,
  ];
}

/** What the answers come to, before anything is made or written: each list by its name, because some may have been answered days ago. */
export function choiceLines({ lists, customFields, tags, campaigns }: Choices): string[] {
  const mapped = Object.values(customFields).filter((attribute) => attribute !== null).length;
  const segments = Object.entries(tags).map(([tag, list]) => `${plainText(tag)} on ${named(list)}`);
  return [
    ...SUPPORT_LISTS.map(
      (list, index) => `${(index === 0 ? 'Lists:' : '').padEnd(LABEL)}${WHO[list]}: ${named(lists[list])}`,
    ),
    `${'Fields:'.padEnd(LABEL)}${counted(mapped, 'custom field')} beside the usual ones`,
    ...labelled('Segments:', segments.length === 0 ? 'none' : shortened(segments), LABEL),
    ...labelled(
      'Campaigns:',
      campaigns.length === 0 ? 'none; nothing is mailed' : campaigns.map(({ name }) => name).join(', '),
      LABEL,
    ),
  ];
}

/** `Campaigns: ` */
const LABEL = 11;

const WHO: Readonly<Record<SupportList, string>> = {
  all_support_contacts: 'everybody',
  satisfied_customers: 'satisfied',
  dissatisfied_customers: 'dissatisfied',
  open_support: 'with an open ticket',
};

function named(list: ListChoice | null): string {
  if (list === null) return 'none';
  if (list.id === null) return `${plainText(list.name)} (is made in Brevo)`;
  return `${plainText(list.name)} (${String(list.id)})`.trim();
}

const MOST_NAMED = 6;

function shortened(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${count(more)} more`;
}

export function misfitLines(paint: Paint, misfits: readonly string[]): string[] {
  return misfits.length === 0
    ? [`${paint.good('✓')} It fits Gorgias and Brevo, as they are now.`]
    : [`${paint.bad('✗')} This does not fit yet:`, ...indented(misfits)];
}

/** Sentences one below the other, each with its own lines. */
export function indented(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) => labelled('', sentence, INDENT));
}

const INDENT = 2;

/** Before the first sync there is nothing that a policy could be asked about. */
export const NOTHING_TO_REHEARSE = wrap(
  'What the campaigns would have sent is told by `tajo connectors rehearse gorgias` once the first sync has read the tickets.',
  80,
);
