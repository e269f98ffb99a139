import type { CustomFieldValue } from './records';

/**
 * The value at a path such as `integrations.shopify.orders_count` in a customer's integration data, which Gorgias keys by integration id
 * and marks with `__integration_type__`. Provider data is looked up on the integration and then on its `customer` object. With several
 * shops, numbers are added up (orders and money spent at all shops); other values come from the first shop that has one.
 */
export function shopValue(integrations: Readonly<Record<string, unknown>>, path: string): CustomFieldValue {
  const [, provider, ...keys] = path.split('.');
  const values = Object.values(integrations)
    .filter(isObject)
    .filter((integration) => integration['__integration_type__'] === provider)
    .map((integration) => valueAt(integration, keys) ?? valueAt(integration['customer'], keys))
    .filter(isPlain);
  const numbers = values.map(asNumber);
  if (values.length > 1 && numbers.every((number) => number !== null))
    return numbers.reduce<number>((sum, number) => sum + number, 0);
  return values[0] ?? null;
}

function valueAt(data: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    data,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Shopify writes money as text: `"219.90"`. */
function asNumber(value: string | number | boolean): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
