/** The part of JSON Schema that the contract file uses. A keyword that is not listed here fails the check instead of being skipped. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

type Check = (value: unknown, rule: never, schema: Schema, at: string, resolve: Resolve) => readonly string[];
type Resolve = (ref: string) => Schema;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

const FORMATS: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  uri: /^https?:\/\//,
};

const unless = (holds: boolean, at: string, fault: string): readonly string[] => (holds ? [] : [`${at} ${fault}`]);

const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, rule: string, schema, at) =>
    unless((schema['nullable'] === true && value === null) || (TYPES[rule]?.(value) ?? false), at, `is not ${rule}`),
  required: (value, rule: readonly string[], _, at) =>
    isObject(value) ? rule.filter((key) => !(key in value)).map((key) => `${at} lacks ${key}`) : [],
  properties: (value, rule: Readonly<Record<string, Schema>>, _, at, resolve) =>
    Object.entries(rule).flatMap(([key, schema]) =>
      isObject(value) && key in value ? check(value[key], schema, `${at}.${key}`, resolve) : [],
    ),
  additionalProperties: (value, rule: boolean | Schema, schema, at, resolve) => {
    const known = isObject(schema['properties']) ? schema['properties'] : {};
    const others = isObject(value) ? Object.entries(value).filter(([key]) => !(key in known)) : [];
    return others.flatMap(([key, one]) =>
      typeof rule === 'boolean'
        ? unless(rule, `${at}.${key}`, 'is unknown')
        : check(one, rule, `${at}.${key}`, resolve),
    );
  },
  items: (value, rule: Schema, _, at, resolve) =>
    Array.isArray(value) ? value.flatMap((one, index) => check(one, rule, `${at}[${index}]`, resolve)) : [],
  anyOf: (value, rule: readonly Schema[], _, at, resolve) =>
    unless(
      rule.some((schema) => check(value, schema, at, resolve).length === 0),
      at,
      'fits none of the alternatives',
    ),
  oneOf: (value, rule: readonly Schema[], _, at, resolve) =>
    unless(
      rule.filter((schema) => check(value, schema, at, resolve).length === 0).length === 1,
      at,
      'does not fit exactly one alternative',
    ),
  enum: (value, rule: readonly unknown[], _, at) => unless(rule.includes(value), at, `is none of ${rule.join(', ')}`),
  pattern: (value, rule: string, _, at) =>
    unless(typeof value !== 'string' || new RegExp(rule).test(value), at, `does not match ${rule}`),
  format: (value, rule: string, _, at) =>
    unless(typeof value !== 'string' || (FORMATS[rule]?.test(value) ?? false), at, `is not of format ${rule}`),
  minProperties: (value, rule: number, _, at) =>
    unless(!isObject(value) || Object.keys(value).length >= rule, at, 'has too few'),
  minItems: (value, rule: number, _, at) => unless(!Array.isArray(value) || value.length >= rule, at, 'has too few'),
  maxItems: (value, rule: number, _, at) => unless(!Array.isArray(value) || value.length <= rule, at, 'has too many'),
  minLength: (value, rule: number, _, at) => unless(typeof value !== 'string' || value.length >= rule, at, 'is short'),
  maxLength: (value, rule: number, _, at) => unless(typeof value !== 'string' || value.length <= rule, at, 'is long'),
  minimum: (value, rule: number, _, at) => unless(typeof value !== 'number' || value >= rule, at, 'is too small'),
  maximum: (value, rule: number, _, at) => unless(typeof value !== 'number' || value <= rule, at, 'is too large'),
};

const WITHOUT_EFFECT = ['nullable', 'default', 'description', 'example'];

/** What is wrong with `value`, one text a fault; nothing when it fits. */
export function check(value: unknown, schema: Schema, at: string, resolve: Resolve): readonly string[] {
  if (typeof schema['$ref'] === 'string') return check(value, resolve(schema['$ref']), at, resolve);
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (WITHOUT_EFFECT.includes(keyword)) return [];
    const keywordCheck = CHECKS[keyword];
    if (keywordCheck === undefined) throw new Error(`The contract uses ${keyword}, which this check does not know`);
    return keywordCheck(value, rule as never, schema, at, resolve);
  });
}
