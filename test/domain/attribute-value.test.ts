import fc from 'fast-check';
import { type AttributeValue, convert } from '../../src/domain/contact/attribute-value';
import type { CustomFieldValue } from '../../src/domain/records';
import type { TargetType } from '../../src/domain/contact/mapping-types';

const value = (sent: AttributeValue): object => ({ kind: 'value', value: sent });
const dropped = (cause: string): object => ({ kind: 'dropped', cause });

describe('a value on its way into a Brevo attribute', () => {
  it.each<[string, string | number | boolean | null, TargetType, object]>([
    ['a number into text becomes text', 519753903, 'text', value('519753903')],
    ['text loses its outer spaces', '  Ana ', 'text', value('Ana')],
    ['an empty text is no value', '   ', 'text', { kind: 'empty' }],
    ['null is no value', null, 'float', { kind: 'empty' }],
    ['zero is a value', 0, 'float', value(0)],
    ['numeric text into a number becomes a number', '219.90', 'float', value(219.9)],
    ['words into a number are dropped', 'many', 'float', dropped('not_a_number')],
    ['true into a number is dropped', true, 'float', dropped('not_a_number')],
    ['a timestamp into a date keeps its day', '2026-08-26T18:39:33.916276Z', 'date', value('2026-08-26')],
    ['a day into a date stays', '2026-08-26', 'date', value('2026-08-26')],
    ['an impossible day is dropped', '2026-13-45', 'date', dropped('not_a_date')],
    ['words into a date are dropped', 'tomorrow', 'date', dropped('not_a_date')],
    ['a day that its month does not have is dropped', '2023-02-31', 'date', dropped('not_a_date')],
    ['a day of a leap year stays', '2024-02-29', 'date', value('2024-02-29')],
    ['a day in an order that nobody knows is dropped', '31/12/2023', 'date', dropped('not_a_date')],
    ['words behind a day are dropped', '2023-12-31 or so', 'date', dropped('not_a_date')],
    ['a hexadecimal number is dropped', '0x10', 'float', dropped('not_a_number')],
    ['a number with an exponent is dropped', '1e3', 'float', dropped('not_a_number')],
    ['a number with a comma is dropped', '12,50', 'float', dropped('not_a_number')],
    ['a number with more digits than JSON keeps is dropped', '9007199254740993', 'float', dropped('not_a_number')],
    ['a whole number that JSON has changed is dropped', 12_345_678_901_234_567_890, 'float', dropped('not_a_number')],
    ['a number that is none is dropped', 'Infinity', 'float', dropped('not_a_number')],
    ['a day of the first year stays', '0001-01-01', 'date', value('0001-01-01')],
    ['a negative number stays', '-12.50', 'float', value(-12.5)],
    ['oui into a boolean is dropped', 'oui', 'boolean', dropped('not_a_boolean')],
    ['on into a boolean is dropped', 'on', 'boolean', dropped('not_a_boolean')],
    ['Y into a boolean is dropped', 'Y', 'boolean', dropped('not_a_boolean')],
    ['yes into a boolean is true', 'Yes', 'boolean', value(true)],
    ['a boolean stays', false, 'boolean', value(false)],
    ['other words into a boolean are dropped', 'maybe', 'boolean', dropped('not_a_boolean')],
    ['a phone becomes E.164', '+33 6 12 34 56 78', 'phone', value('+33612345678')],
    ['a text that is no phone is dropped', 'call me', 'phone', dropped('phone_invalid')],
    ['a text beyond 1,000 characters is dropped', 'x'.repeat(1_001), 'text', dropped('text_too_long')],
  ])('when %s', (_case, given, target, expected) => {
    expect(convert(given, target)).toEqual(expected);
  });

  it('when a phone lacks its country code, is one of the country that is set, and dropped without one', () => {
    expect(convert('020 7946 0958', 'phone', { options: [], phoneCountry: 'GB' })).toEqual(value('+442079460958'));
    expect(convert('020 7946 0958', 'phone', { options: [], phoneCountry: null })).toEqual(dropped('phone_invalid'));
    expect(convert(3105551234, 'phone', { options: [], phoneCountry: 'US' })).toEqual(value('+13105551234'));
    expect(convert(3105551234, 'phone')).toEqual(dropped('phone_invalid'));
  });

  it('when an attribute has options, sends the option as Brevo spells it', () => {
    expect(convert('gold', 'category', { options: ['Gold', 'Silver'] })).toEqual(value('Gold'));
    expect(convert('bronze', 'category', { options: ['Gold', 'Silver'] })).toEqual(dropped('not_an_option'));
  });

  it.each<[CustomFieldValue, object]>([
    ['Tea', value(['Tea'])],
    ['Tea, Cake', value(['Tea', 'Cake'])],
    [['Cake'], value(['Cake'])],
    ['cake ,TEA, cake', value(['Cake', 'Tea'])],
    [['Milk, skimmed', 'Tea'], value(['Milk, skimmed', 'Tea'])],
    ['Milk, skimmed', value(['Milk, skimmed'])],
    ['Tea, Coffee', dropped('not_an_option')],
    [[], { kind: 'empty' }],
    [' ', { kind: 'empty' }],
  ])('when an attribute has several choices, sends %j as a list of them', (given, expected) => {
    expect(convert(given, 'multiple', { options: ['Tea', 'Cake', 'Milk, skimmed'] })).toEqual(expected);
  });

  it('when a list goes into a text, is written as one', () => {
    expect(convert(['Tea', 'Cake'], 'text')).toEqual(value('Tea, Cake'));
  });

  it('always has the type of the attribute, whatever was given', () => {
    const types: Record<TargetType, string> = {
      text: 'string',
      float: 'number',
      date: 'string',
      boolean: 'boolean',
      category: 'string',
      multiple: 'object',
      phone: 'string',
    };
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const target = fc.constantFrom<TargetType>('text', 'float', 'date', 'boolean', 'category', 'phone');
    fc.assert(
      fc.property(anything, target, (given, into) => {
        const converted = convert(given, into, { options: ['A', 'B'] });
        if (converted.kind === 'value') expect(typeof converted.value).toBe(types[into]);
      }),
    );
  });
});
