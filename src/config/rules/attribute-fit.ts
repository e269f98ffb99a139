import { type AttributeDefinition } from '../../brevo/types';
import { type TargetType, type ValueType } from '../../domain/contact/mapping-types';

/** What an attribute takes, or why it cannot take this kind of value (completes "the attribute …"). */
export type Fit = { readonly target: TargetType; readonly options?: readonly string[] } | { readonly misfit: string };

/** Types of attributes that hold each kind of value without a loss, besides text, which holds everything. */
const TYPED: Readonly<Record<string, { readonly target: TargetType; readonly values: readonly ValueType[] }>> = {
  float: { target: 'float', values: ['integer', 'number', 'unknown'] },
  date: { target: 'date', values: ['date', 'unknown'] },
  boolean: { target: 'boolean', values: ['boolean', 'unknown'] },
};

const VALUE_TEXTS: Readonly<Record<ValueType, string>> = {
  integer: 'a whole number',
  number: 'a number',
  text: 'text',
  date: 'a date',
  boolean: 'true or false',
  email: 'an e-mail address',
  phone: 'a phone number',
  unknown: 'a value',
};

/** The type of an attribute in the words of Brevo: what only Brevo writes, and categories, come without one. */
export function typeInBrevo({ category, type }: AttributeDefinition): string {
  return category === 'normal' ? (type ?? 'text') : category;
}

/**
 * Brevo answers 2xx to a value of the wrong type and drops it, and to a write of a computed attribute too, so both are told before
 * the run. Category attributes come without a type.
 */
export function fit(attribute: AttributeDefinition, value: ValueType): Fit {
  if (attribute.category === 'category' || attribute.type === 'category')
    return fitOption(attribute, value, 'category');
  if (attribute.category !== 'normal') {
    return {
      misfit: `is ${attribute.category} in Brevo, which only Brevo itself writes: map the field to a normal attribute`,
    };
  }
  const type = attribute.type ?? 'text';
  if (type === 'text') return { target: value === 'phone' ? 'phone' : 'text' };
  if (type === 'multiple-choice') return fitOption(attribute, value, 'multiple');
  const typed = Object.hasOwn(TYPED, type) ? TYPED[type] : undefined;
  if (typed === undefined)
    return { misfit: `is of type ${type} in Brevo, which the connector does not write: use a text attribute` };
  if (typed.values.includes(value)) return { target: typed.target };
  const wanted = creatableType(value);
  return {
    misfit: `is of type ${type} in Brevo, but the field holds ${VALUE_TEXTS[value]}: use an attribute of type ${wanted}${wanted === 'text' ? '' : ' or text'}`,
  };
}

function fitOption(attribute: AttributeDefinition, value: ValueType, target: 'category' | 'multiple'): Fit {
  if (value === 'text' || value === 'unknown') return { target, options: attribute.options };
  return {
    misfit: `takes one of its options, but the field holds ${VALUE_TEXTS[value]}: use an attribute of type ${creatableType(value)}`,
  };
}

/** The type that a missing attribute is created with. An id is text: it is a name, nobody adds it up. */
export function creatableType(value: ValueType): 'text' | 'date' | 'float' | 'boolean' {
  if (value === 'number') return 'float';
  return value === 'date' || value === 'boolean' ? value : 'text';
}
