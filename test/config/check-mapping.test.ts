import fc from 'fast-check';
import { type AttributeDefinition } from '../../src/brevo/types';
import { checkMapping, type CheckedMapping } from '../../src/config/rules/check-mapping';
import { parseConfig } from '../../src/config/parse-config';
import { customFieldName, SOURCE_FIELDS } from '../../src/domain/contact/mapping-types';
import { type CustomField } from '../../src/domain/records';
import { fileOf, SPEC_FILE } from './spec-file';

const attribute = (
  name: string,
  type: string | null,
  category = 'normal',
  options: string[] = [],
): AttributeDefinition => ({
  name,
  type,
  category,
  options,
});
const customField = (id: number, label: string, dataType: string): CustomField => ({
  id,
  label,
  dataType,
  managedType: null,
});

const FIELDS = [
  customField(11, 'Customer type', 'text'),
  customField(12, 'VIP status', 'boolean'),
  customField(13, 'Lifetime value', 'number'),
];

function check(
  lines: string,
  attributes: readonly AttributeDefinition[] = [],
  customFields: readonly CustomField[] = FIELDS,
): CheckedMapping {
  return checkMapping(parseConfig(fileOf(lines), 'tajo.yaml', {}).config, { attributes, customFields });
}

describe('the field mapping, held against an empty Brevo', () => {
  test('as the specification prints it, creates each attribute with the type of its field', () => {
    const { config } = parseConfig(SPEC_FILE, 'tajo.yaml', {});

    const { problems: faults, create, resolved } = checkMapping(config, { attributes: [], customFields: FIELDS });

    expect(faults).toEqual([]);
    expect(Object.fromEntries(create.map(({ name, type }) => [name, type]))).toEqual({
      GORGIAS_ID: 'text',
      FIRSTNAME: 'text',
      TICKET_COUNT: 'float',
      LAST_SUPPORT_DATE: 'date',
      LAST_SUPPORT_CHANNEL: 'text',
      AVG_RESPONSE_TIME: 'float',
      CSAT_SCORE: 'float',
      CSAT_RESPONSES: 'float',
      CUSTOMER_TYPE: 'text',
      VIP_STATUS: 'boolean',
    });
    expect(resolved.map(({ source }) => source)).toEqual(Object.keys(config.fieldMapping));
    expect(resolved.filter(({ kind }) => kind !== 'attribute')).toEqual([
      { source: 'email', attribute: 'email', kind: 'email', target: 'text' },
      { source: 'phone', attribute: 'SMS', kind: 'sms', target: 'phone' },
    ]);
    expect(resolved.at(-1)).toEqual({
      source: 'vip_status',
      attribute: 'VIP_STATUS',
      kind: 'attribute',
      target: 'boolean',
      customFieldId: 12,
    });
  });

  test('where creating is forbidden, is refused with the type to create and the nearest name', () => {
    const { problems: faults, create } = check(
      'brevo: { create_attributes: false }\nfield_mapping: { nb_tickets: TICKET_COUNT }',
      [attribute('TICKETS_COUNT', 'float')],
    );

    expect(create).toEqual([]);
    expect(faults).toEqual([
      {
        source: 'nb_tickets',
        attribute: 'TICKET_COUNT',
        sentence:
          'Brevo has no attribute TICKET_COUNT: create it there with type float, or set brevo.create_attributes to true (the nearest that exists is TICKETS_COUNT)',
      },
    ]);
  });

  test('with a path into shop data, creates text', () => {
    expect(check('field_mapping: { integrations.shopify.orders_count: ORDERS }').create).toEqual([
      { name: 'ORDERS', type: 'text' },
    ]);
  });
});

describe('a mapped field that Gorgias does not have', () => {
  test.each([
    ['emial', 'the nearest is email'],
    ['vip_staus', 'the nearest is vip_status'],
    ['nb_ticket', 'the nearest is nb_tickets'],
    ['shoe_size', 'correct the name, create the field in Gorgias'],
  ])('(%s) is refused with the nearest name', (source, words) => {
    const { problems: faults, resolved } = check(`field_mapping: { ${source}: X }`);

    expect(faults.map(({ sentence }) => sentence)).toEqual([expect.stringContaining(words)]);
    expect(resolved).toEqual([]);
  });

  test('because two labels read alike, is refused with both', () => {
    const { problems: faults } = check(
      'field_mapping: { vip_status: X }',
      [],
      [customField(1, 'VIP status', 'text'), customField(2, 'vip-Status', 'text')],
    );

    expect(faults[0]?.sentence).toContain('"VIP status" and "vip-Status"');
  });
});

describe('an attribute that exists in Brevo', () => {
  const text = 'text';
  test.each([
    // source, attribute type, category, what it takes or the word of the refusal
    ['id', 'text', 'normal', text],
    ['id', 'float', 'normal', 'float'],
    ['nb_tickets', 'text', 'normal', text],
    ['nb_tickets', 'float', 'normal', 'float'],
    ['nb_tickets', 'date', 'normal', 'refused: holds a number'],
    ['nb_tickets', 'boolean', 'normal', 'refused: holds a number'],
    ['last_ticket_date', 'text', 'normal', text],
    ['last_ticket_date', 'date', 'normal', 'date'],
    ['last_ticket_date', 'float', 'normal', 'refused: use an attribute of type date or text'],
    ['vip_status', 'boolean', 'normal', 'boolean'],
    ['vip_status', 'float', 'normal', 'refused: holds true or false'],
    ['customer_type', 'float', 'normal', 'refused: holds text'],
    ['customer_type', 'multiple-choice', 'normal', 'multiple'],
    ['customer_type', null, 'category', 'category'],
    ['nb_tickets', null, 'category', 'refused: takes one of its options'],
    ['phone', 'text', 'normal', 'phone'],
    ['phone', 'float', 'normal', 'refused: a phone number'],
    ['note', 'user', 'normal', 'refused: of type user'],
    ['note', 'text', 'calculated', 'refused: only Brevo itself writes'],
    ['note', 'text', 'global', 'refused: only Brevo itself writes'],
    ['note', 'id', 'transactional', 'refused: only Brevo itself writes'],
    ['integrations.shopify.total_spent', 'float', 'normal', 'float'],
    ['integrations.shopify.total_spent', 'date', 'normal', 'date'],
  ])('takes %s into %s (%s): %s', (source, type, category, outcome) => {
    const {
      problems: faults,
      resolved,
      create,
    } = check(`field_mapping: { ${source}: X }`, [attribute('X', type, category, ['A', 'B'])]);

    expect(create).toEqual([]);
    if (outcome.startsWith('refused: ')) {
      expect(faults[0]?.sentence).toContain(outcome.replace('refused: ', ''));
      expect(resolved).toEqual([]);
    } else {
      expect(faults).toEqual([]);
      expect(resolved[0]?.target).toBe(outcome);
      expect(resolved[0]?.options).toEqual(['category', 'multiple'].includes(outcome) ? ['A', 'B'] : undefined);
    }
  });

  test('twice, is the writable one', () => {
    const { problems: faults } = check('field_mapping: { note: X }', [
      attribute('X', 'text', 'global'),
      attribute('X', 'text'),
    ]);

    expect(faults).toEqual([]);
  });

  test.each(['WHATSAPP', 'LANDLINE_NUMBER'])('for %s, takes a phone like SMS, and no number', (name) => {
    expect(check(`field_mapping: { phone: ${name} }`).resolved[0]).toMatchObject({ attribute: name, target: 'phone' });
    expect(check(`field_mapping: { lifetime_value: ${name} }`).problems[0]?.sentence).toContain('phone numbers');
  });

  test('for SMS, takes a phone that stands in a custom field, but no number', () => {
    expect(check('field_mapping: { customer_type: SMS }').resolved[0]).toMatchObject({ kind: 'sms', target: 'phone' });
    expect(check('field_mapping: { lifetime_value: SMS }').problems[0]?.sentence).toContain('phone numbers');
  });
});

test('every mapped field ends up exactly once, as resolved or as a fault, whatever Brevo and Gorgias have', () => {
  const name = fc.constantFrom('A', 'B', 'SMS', 'email', 'TICKET_COUNT');
  const source = fc.constantFrom(...Object.keys(SOURCE_FIELDS), 'vip_status', 'other', 'integrations.a.b');
  const definition = fc.record({
    name,
    category: fc.constantFrom('normal', 'category', 'calculated', 'global', 'transactional'),
    type: fc.constantFrom('text', 'date', 'float', 'boolean', 'multiple-choice', 'user', 'id', 'new-type', null),
    options: fc.constant<string[]>([]),
  });
  fc.assert(
    fc.property(
      fc.dictionary(source, name),
      fc.array(definition),
      fc.boolean(),
      (fieldMapping, attributes, createAttributes) => {
        const checked = checkMapping(
          { fieldMapping, brevo: { createAttributes } },
          { attributes, customFields: FIELDS },
        );

        const sources = [...checked.resolved, ...checked.problems].map((each) => each.source);
        expect(sources.toSorted()).toEqual(Object.keys(fieldMapping).toSorted());
        const exists = new Set<string>(attributes.map((each) => each.name));
        expect(checked.create.filter((each) => exists.has(each.name))).toEqual([]);
      },
    ),
  );
});

describe('a custom field’s name', () => {
  test.each([
    ['VIP status', 'vip_status'],
    ['  Lifetime  value (€) ', 'lifetime_value'],
    ['Prénom', 'prenom'],
    ['a/b-c.d', 'a_b_c_d'],
    ['客户 类型', '客户_类型'],
    ['***', ''],
  ])('of the label %j is %j', (label, name) => {
    expect(customFieldName(label)).toBe(name);
  });

  test('is its own name, for any label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (label) => {
        expect(customFieldName(customFieldName(label))).toBe(customFieldName(label));
      }),
    );
  });
});
