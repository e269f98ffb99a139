import {
  customFieldName,
  isShopPath,
  isSourceField,
  SOURCE_FIELDS,
  UNIQUE_ATTRIBUTES,
} from '../../domain/contact/mapping-types';
import { nearest } from '../file/nearest';
import { below, type Finding } from './rules';
import { type GorgiasSettings } from '../settings/settings';

/**
 * Brevo's identifier of a contact in one other system. It is unique in the whole account and most often set by the shop's integration: a value
 * of ours would take its place, or be refused with everything beside it (brevo-api.md 2.3, 10).
 */
const EXTERNAL_ID = 'EXT_ID';
const SHOP_PATH = /^integrations(?:\.[A-Za-z0-9_-]{1,100}){2,10}$/;

/** `EMAIL` and `email` are the same thing to Brevo: the contact's identifier. */
export const isEmailTarget = (attribute: string): boolean => attribute.toLowerCase() === 'email';

export function checkFieldMapping({ field_mapping: mapping }: GorgiasSettings): readonly Finding[] {
  const sources = new Map<string, string>();
  return Object.entries(mapping).flatMap(([source, attribute]) => {
    const target = isEmailTarget(attribute) ? 'email' : attribute;
    const earlier = sources.get(target);
    sources.set(target, earlier ?? source);
    const complaint = complaintAboutSource(source) ?? complaintAboutTarget(source, target, earlier);
    if (complaint === undefined) return [];
    const path = below('field_mapping', source);
    return [{ path, involves: [path], sentence: `field_mapping.${source.slice(0, 60)} ${complaint}` }];
  });
}

function complaintAboutSource(source: string): string | undefined {
  if (isSourceField(source)) return undefined;
  if (isShopPath(source)) {
    if (SHOP_PATH.test(source)) return undefined;
    return 'is no path into shop data; write one such as `integrations.shopify.orders_count`.';
  }
  const spelled = customFieldName(source);
  if (source === spelled && source !== '' && source.length <= 100) return undefined;
  const closest = nearest(source, [...Object.keys(SOURCE_FIELDS), ...(spelled === '' ? [] : [spelled])]) ?? 'id';
  return `is not the name of a field: custom fields are written in snake case; the nearest valid name is \`${closest.slice(0, 60)}\`.`;
}

function complaintAboutTarget(source: string, target: string, earlier: string | undefined): string | undefined {
  if (earlier !== undefined) {
    return `goes to ${target}, and so does field_mapping.${earlier}: one attribute holds one field, so give one of them another.`;
  }
  if (target === 'email' && source !== 'email') {
    return 'goes to email, which is how Brevo knows the contact: only `email: email` may do that.';
  }
  if (UNIQUE_ATTRIBUTES.includes(target) && isSourceField(source) && source !== 'phone') {
    return `goes to ${target}, which takes phone numbers only: write \`phone: ${target}\`, and another attribute for this field.`;
  }
  if (target.toUpperCase() === EXTERNAL_ID) {
    return `goes to ${EXTERNAL_ID}, by which Brevo knows a contact in one other system, most often your shop: a value of Gorgias would take that place or be refused with the whole contact, so write it to an attribute of your own such as GORGIAS_${EXTERNAL_ID}.`;
  }
  return undefined;
}
