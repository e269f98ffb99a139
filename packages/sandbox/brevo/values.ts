import { type BrevoMemory, uniqueAttributes } from './memory';
import { invalid } from './errors';
import { type AttributeValue, type BrevoAttribute } from './model';
import { normalisePhone } from './phone';

/** Null erases the value. */
export type AcceptedAttributes = Readonly<Record<string, AttributeValue | null>>;

export interface ReadingRules {
  /** A bad phone fails the whole call, except in imports, where only the phone is lost (brevo-api.md 4.3). */
  readonly badPhone: 'refuse' | 'drop';
  /** What an empty text does: erase, or nothing (imports without `emptyContactsAttributes`). */
  readonly empty: 'erase text' | 'erase any' | 'ignore';
}

/**
 * Brevo's silence: unknown attributes and values of the wrong type vanish behind a 2xx (brevo-api.md 4.5). Here they are counted.
 * @throws Refused when a phone is none and the rules say so.
 */
export function readAttributes(
  memory: BrevoMemory,
  raw: Readonly<Record<string, unknown>>,
  rules: ReadingRules,
): AcceptedAttributes {
  const { dropped } = memory.data;
  const accepted: Record<string, AttributeValue | null> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (name === 'EMAIL' || name === 'EXT_ID') continue;
    const definition = memory.attribute(name);
    if (definition === null) {
      count(dropped.unknownAttributes, name);
    } else if (value === '' && (rules.empty !== 'erase text' || definition.category === 'normal')) {
      // Of another type than a text an empty one does nothing in a single write, and nothing is lost by it.
      if (rules.empty === 'erase any' || (rules.empty === 'erase text' && definition.type === 'text'))
        accepted[name] = null;
    } else if (isPhone(name)) {
      const phone = readPhone(memory, value, rules);
      if (phone !== null) accepted[name] = phone;
    } else {
      const read = readValue(definition, value);
      if (read === null) count(dropped.wrongTypes, name);
      else accepted[name] = read;
    }
  }
  return accepted;
}

export function count(counters: Record<string, number>, name: string): void {
  counters[name] = (counters[name] ?? 0) + 1;
}

function isPhone(name: string): boolean {
  return uniqueAttributes.some((unique) => unique === name);
}

function readPhone(memory: BrevoMemory, value: unknown, { badPhone }: ReadingRules): string | null {
  const phone = typeof value === 'string' || typeof value === 'number' ? normalisePhone(String(value)) : null;
  if (phone !== null) return phone;
  if (badPhone === 'refuse') throw invalid('Invalid phone number');
  memory.data.dropped.invalidPhones += 1;
  return null;
}

function readValue(definition: BrevoAttribute, value: unknown): AttributeValue | null {
  if (definition.category === 'category') return readOption(definition, value);
  // Calculated and global ones are Brevo's own sums.
  if (definition.category !== 'normal') return null;
  switch (definition.type) {
    case 'text':
    case 'user':
      return typeof value === 'string' ? value : null;
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' && isDate(value) ? value : null;
    case 'multiple-choice':
      return readChoices(definition, value);
    default:
      return null;
  }
}

function isDate(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return parsed !== null && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function readOption({ enumeration = [] }: BrevoAttribute, value: unknown): AttributeValue | null {
  const option = enumeration.find((item) => item.label === value || item.value === value);
  return option === undefined ? null : option.value;
}

function readChoices({ multiCategoryOptions = [] }: BrevoAttribute, value: unknown): AttributeValue | null {
  if (!Array.isArray(value)) return null;
  const choices = value.filter(
    (item): item is string => typeof item === 'string' && multiCategoryOptions.includes(item),
  );
  return choices.length === value.length ? choices : null;
}
