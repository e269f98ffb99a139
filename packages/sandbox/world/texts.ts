import { mix, pickBy } from '../random';
import { type MessageRecord, type TicketRecord } from './records';

const openings = [
  'Where is my order',
  'Wrong size',
  'Refund for',
  'Can I change the address of',
  'Damaged parcel',
  'Question about',
  'Exchange of',
  'Ma commande n’est pas arrivée',
  'Rückgabe von',
  'サイズ交換について',
  '¿Dónde está mi pedido',
  'Зворотний зв’язок про',
] as const;
const goods = [
  'the linen shirt',
  'order',
  'the walnut lamp',
  'my subscription',
  'a gift card',
  'the rain jacket 🌧️',
  'ceramic mugs',
] as const;
const customerWords = [
  'Hello, I still have not received my parcel. Could you look into it, please?',
  'Hi! The colour is not what I expected. How do I send it back?',
  'Bonjour, pourriez-vous modifier mon adresse de livraison ? Merci !',
  'Thanks, that helped a lot.',
] as const;
const agentWords = [
  'Thank you for your patience. I have checked with the carrier and your parcel arrives tomorrow.',
  'I am sorry about that. A return label is on its way to you.',
  'Good news: the refund was booked today.',
] as const;
const noteWords = ['Checked with the warehouse, two pieces left.', 'Customer called twice this week.'] as const;
export const comments = ['Great help, thank you!', 'Took too long.', 'Très bien 👍', 'Not solved.', 'Ok'] as const;

/** Everything that is read but not stored; the same world always says the same. */
export interface Texts {
  /** Adds the canary to words about a person, if there is one. */
  mark(words: string): string;
  subjectOf(ticket: Pick<TicketRecord, 'id' | 'subject'>): string | null;
  bodyOf(message: Pick<MessageRecord, 'id' | 'kind'>): string;
}

export function createTexts({ seed, canary }: { seed: number; canary: string | undefined }): Texts {
  const mark = (words: string): string => (canary === undefined || words === '' ? words : `${words} ${canary}`);
  return {
    mark,
    subjectOf: ({ id, subject }) => (subject === undefined ? pastSubject(mix(seed, id, 1), id, mark) : subject),
    bodyOf: ({ id, kind }) => {
      const hash = mix(seed, id, 2);
      if (kind === 'customer') return mark(pickBy(customerWords, hash));
      return mark(kind === 'note' ? pickBy(noteWords, hash) : pickBy(agentWords, hash));
    },
  };
}

function pastSubject(hash: number, id: number, mark: (words: string) => string): string | null {
  if (hash % 53 === 0) return null;
  if (hash % 53 === 1) return '';
  return mark(`${pickBy(openings, hash >>> 4)} ${pickBy(goods, hash >>> 9)} #${id % 100_000}`);
}
