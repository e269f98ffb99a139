import { type AttributeDefinition } from '../../brevo/types';
import {
  customFieldName,
  isShopPath,
  isSourceField,
  SOURCE_FIELDS,
  UNIQUE_ATTRIBUTES,
  type ResolvedField,
  type ValueType,
} from '../../domain/contact/mapping-types';
import { type CustomField } from '../../domain/records';
import { creatableType, fit } from './attribute-fit';
import { mayBeMeant } from '../file/nearest';
import { fieldMeantBy } from './near-misses';
import { type ConnectorConfig } from '../types';

export interface MappingProblem {
  /** The mapping's key: `field_mapping.<source>` is the setting. */
  readonly source: string;
  readonly attribute: string;
  /** What is wrong and the fix, without a full stop. */
  readonly sentence: string;
}

export interface AttributeToCreate {
  readonly name: string;
  readonly type: 'text' | 'date' | 'float' | 'boolean';
}

export interface CheckedMapping {
  readonly problems: readonly MappingProblem[];
  /** To create before the run, once there are no faults. */
  readonly create: readonly AttributeToCreate[];
  /** In the order of the file, without the fields that have a fault. */
  readonly resolved: readonly ResolvedField[];
}

interface Account {
  readonly attributes: readonly AttributeDefinition[];
  readonly customFields: readonly CustomField[];
}

/**
 * Holds the field mapping against the account: Gorgias' customer fields and Brevo's attributes as they are right now. Unknown fields,
 * attributes that are missing and must not be created, and attributes that would swallow the value are faults.
 */
export function checkMapping(
  config: Pick<ConnectorConfig, 'fieldMapping'> & {
    readonly brevo: Pick<ConnectorConfig['brevo'], 'createAttributes'>;
  },
  account: Account,
): CheckedMapping {
  const lines = Object.entries(config.fieldMapping).map(([source, attribute]) =>
    checkLine({ source, attribute, mayCreate: config.brevo.createAttributes }, account),
  );
  return {
    problems: lines.flatMap((line) => ('problem' in line ? [line.problem] : [])),
    create: lines.flatMap((line) => ('create' in line ? [line.create] : [])),
    resolved: lines.flatMap((line) => ('resolved' in line ? [line.resolved] : [])),
  };
}

interface MappingLine {
  readonly source: string;
  readonly attribute: string;
  readonly mayCreate: boolean;
}

type CheckedLine =
  | { readonly problem: MappingProblem }
  | { readonly resolved: ResolvedField; readonly create: AttributeToCreate }
  | { readonly resolved: ResolvedField };

function checkLine({ source, attribute, mayCreate }: MappingLine, account: Account): CheckedLine {
  const problem = (sentence: string): CheckedLine => ({
    problem: { source, attribute, sentence },
  });
  const found = findSource(source, account.customFields);
  if ('unknown' in found) return problem(found.unknown);
  const { value } = found;
  const field = { source, attribute, ...(found.id === undefined ? {} : { customFieldId: found.id }) };
  if (attribute === 'email') return { resolved: { ...field, kind: 'email', target: 'text' } };
  if (UNIQUE_ATTRIBUTES.includes(attribute)) {
    if (!['phone', 'text', 'unknown'].includes(value))
      return problem(`${attribute} takes phone numbers, and this field holds none`);
    return { resolved: { ...field, kind: attribute === 'SMS' ? 'sms' : 'attribute', target: 'phone' } };
  }
  const existing = findAttribute(attribute, account.attributes);
  if (existing !== undefined) {
    const fitted = fit(existing, value);
    if ('misfit' in fitted) return problem(`the attribute ${attribute} ${fitted.misfit}`);
    return { resolved: { ...field, kind: 'attribute', ...fitted } };
  }
  const type = creatableType(value);
  if (!mayCreate) {
    return problem(
      `Brevo has no attribute ${attribute}: create it there with type ${type}, or set brevo.create_attributes to true${closeTo(attribute, account.attributes)}`,
    );
  }
  const target = value === 'phone' ? 'phone' : type;
  return { resolved: { ...field, kind: 'attribute', target }, create: { name: attribute, type } };
}

/** Whether an attribute of the mapping is one that a merchant has, and not one of Brevo's own. */
export function isOfOurs(attribute: string): boolean {
  return attribute !== 'email' && !UNIQUE_ATTRIBUTES.includes(attribute);
}

/** Brevo compares names without case and stores them in capitals; a name may exist once per category, and the normal one is written. */
export function findAttribute(
  name: string,
  attributes: readonly AttributeDefinition[],
): AttributeDefinition | undefined {
  const same = attributes.filter((attribute) => attribute.name.toUpperCase() === name);
  return same.find(({ category }) => category === 'normal' || category === 'category') ?? same[0];
}

type Source = { readonly value: ValueType; readonly id?: number } | { readonly unknown: string };

function findSource(source: string, customFields: readonly CustomField[]): Source {
  if (isSourceField(source)) return { value: SOURCE_FIELDS[source] };
  if (isShopPath(source)) return { value: 'unknown' };
  const matching = customFields.filter((field) => customFieldName(field.label) === source);
  const [field] = matching;
  if (field !== undefined && matching.length === 1) return { value: typeOfField(field), id: field.id };
  if (field !== undefined) {
    const labels = matching.map(({ label }) => `"${label}"`).join(' and ');
    return {
      unknown: `Gorgias has ${matching.length} customer fields of this name, ${labels}: rename all but one of them`,
    };
  }
  const names = customFields.map(({ label }) => customFieldName(label));
  const meant = fieldMeantBy(source) ?? mayBeMeant(source, [...Object.keys(SOURCE_FIELDS), ...names]);
  return {
    unknown: `Gorgias has no such customer field: correct the name${meant === undefined ? '' : ` (the nearest is ${meant})`}, create the field in Gorgias, or remove the line`,
  };
}

/** What kind of value a custom field holds. */
export function typeOfField({ dataType }: CustomField): ValueType {
  return dataType === 'text' || dataType === 'number' || dataType === 'boolean' ? dataType : 'unknown';
}

function closeTo(name: string, attributes: readonly AttributeDefinition[]): string {
  const candidate = mayBeMeant(
    name,
    attributes.filter(({ category }) => category === 'normal').map((each) => each.name),
  );
  return candidate === undefined ? '' : ` (the nearest that exists is ${candidate})`;
}
