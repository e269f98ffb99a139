import { isShopPath, isSourceField, SOURCE_FIELDS, UNIQUE_ATTRIBUTES } from '../../domain/contact/mapping-types';
import { nearMiss } from '../file/nearest';
import { type GorgiasSettings } from '../settings/settings';
import { below, type Finding } from './rules';

/** Attributes that every Brevo account has. */
const OWN_ATTRIBUTES = ['email', 'FIRSTNAME', 'LASTNAME', ...UNIQUE_ATTRIBUTES];

/**
 * Names that are allowed, since a custom field or an attribute may be called so, and are one or two letters beside one that is always there.
 * No vendor is asked: `config check --online` knows whether they exist.
 */
export function suggestNearMisses({ field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  return Object.entries(mapping).flatMap(([source, attribute]) => {
    const path = below('field_mapping', source);
    const sentences = [...missedField(source), ...missedAttribute(source, attribute)];
    return sentences.map((sentence) => ({ path, involves: [path], sentence }));
  });
}

/** The field of Gorgias that is meant by a name beside it; undefined: the name is a field, or like none. */
export function fieldMeantBy(source: string): string | undefined {
  return isSourceField(source) || isShopPath(source) ? undefined : nearMiss(source, Object.keys(SOURCE_FIELDS));
}

function missedField(source: string): readonly string[] {
  const meant = fieldMeantBy(source);
  if (meant === undefined) return [];
  return [
    `field_mapping.${source} is read as a customer custom field of Gorgias: if the field \`${meant}\` is meant, correct the name.`,
  ];
}

function missedAttribute(source: string, attribute: string): readonly string[] {
  const meant = nearMiss(attribute, OWN_ATTRIBUTES);
  if (meant === undefined || meant.toLowerCase() === attribute.toLowerCase()) return [];
  return [
    `field_mapping.${source} goes to ${attribute}, an attribute of your own: if Brevo’s \`${meant}\` is meant, correct the name.`,
  ];
}
