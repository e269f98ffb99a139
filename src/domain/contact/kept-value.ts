import type { AttributeValue } from './attribute-value';
import type { TargetType } from './mapping-types';
import { phoneDigits } from './phone';

/** Whether Brevo holds what it was sent, in whatever way it writes it. An option is read back by a number of its own, so any will do. */
export function isKept(
  target: TargetType,
  { sent, held }: { readonly sent: AttributeValue | undefined; readonly held: unknown },
): boolean {
  if (held === undefined || held === null || held === '') return sent === undefined;
  switch (target) {
    case 'float':
      return Number(held) === sent;
    case 'date':
      return typeof held === 'string' && held.slice(0, 10) === sent;
    case 'boolean':
      return held === sent;
    case 'phone':
      return phoneDigits(asText(held)) === phoneDigits(asText(sent));
    case 'multiple':
      return sameChoices(sent, held);
    case 'category':
      return true;
    case 'text':
      return asText(held).trim() === sent;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function sameChoices(sent: unknown, held: unknown): boolean {
  if (!Array.isArray(sent) || !Array.isArray(held)) return false;
  const [one, other] = [new Set<unknown>(sent), new Set<unknown>(held)];
  return one.size === other.size && [...one].every((choice) => other.has(choice));
}
