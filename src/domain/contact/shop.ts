/** What is kept of a shop's data. */
export type ShopValue = string | number | boolean | null;

/** Where the tags of the shop's customer are kept: one text, separated by commas, as Shopify writes them. */
export const SHOP_TAGS = 'integrations.shopify.tags';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The value at a path such as `integrations.shopify.orders_count` in a customer's integration data, which Gorgias keys by integration id
 * and marks with `__integration_type__`. Instead of the type the path may name one integration, `integrations.121314.orders_count`.
 * Provider data is looked up on the integration and then on its `customer` object. With several shops, counts and amounts (`orders_count`,
 * `total_spent`) are added up, amounts only when all shops have one currency; `tags` are those of all shops; any other value is that of the
 * shop whose customer changed last.
 */
export function shopValue(integrations: Fields, path: string): ShopValue {
  const [, provider = '', ...keys] = path.split('.');
  const name = keys.at(-1) ?? '';
  const found = newestFirst(shopsOf(integrations, provider)).flatMap((shop) => {
    const value = valueAt(shop, keys) ?? valueAt(shop['customer'], keys);
    return isPlain(value) ? [{ value, currency: currencyOf(shop) }] : [];
  });
  const values = found.map(({ value }) => value);
  if (name === 'tags') return tagsOf(values);
  const numbers = values.flatMap((value) => asNumber(value) ?? []);
  const isOneCurrency = new Set(found.map(({ currency }) => currency)).size <= 1;
  const adds = isCount(name) || (isAmount(name) && isOneCurrency);
  if (adds && numbers.length > 1 && numbers.length === values.length) return sum(numbers);
  return values[0] ?? null;
}

/** The paths that lead to a value in a customer's integration data, by the shop's type: what {@link shopValue} would find. */
export function shopPaths(integrations: Fields): readonly string[] {
  return Object.values(integrations).flatMap((shop) => {
    if (!isObject(shop) || typeof shop['__integration_type__'] !== 'string') return [];
    const type = shop['__integration_type__'];
    return [...keysOf(shop), ...keysOf(shop['customer'])].map((key) => `integrations.${type}.${key}`);
  });
}

/** `orders_count` and, one level down, `default_address.city`. */
function keysOf(data: unknown): readonly string[] {
  const inside = (fields: unknown): readonly (readonly [string, unknown])[] =>
    isObject(fields) ? Object.entries(fields).filter(([key]) => !key.startsWith('__')) : [];
  return inside(data).flatMap(([key, value]) =>
    isPlain(value)
      ? [key]
      : inside(value).flatMap(([inner, leaf]) => (key !== 'customer' && isPlain(leaf) ? [`${key}.${inner}`] : [])),
  );
}

function shopsOf(integrations: Fields, provider: string): readonly Fields[] {
  return Object.entries(integrations).flatMap(([id, shop]) =>
    isObject(shop) && (id === provider || shop['__integration_type__'] === provider) ? [shop] : [],
  );
}

/** Shops that do not say when come last, in the order in which they were connected. */
function newestFirst(shops: readonly Fields[]): readonly Fields[] {
  const changed = (shop: Fields): number => {
    const at = valueAt(shop['customer'], ['updated_at']);
    const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    return Number.isNaN(time) ? 0 : time;
  };
  return [...shops].sort((one, other) => changed(other) - changed(one));
}

function currencyOf(shop: Fields): string | null {
  const currency = valueAt(shop['customer'], ['currency']);
  return typeof currency === 'string' ? currency : null;
}

/** An id, a phone or a postcode may be a number, too, and adding those up would make nonsense. */
function isCount(name: string): boolean {
  return name === 'count' || name.endsWith('_count');
}

function isAmount(name: string): boolean {
  return /(?:^|_)(?:spent|spend|amount|revenue)$/.test(name) || /^total(?:_|$)/.test(name);
}

/** Cents: what lies below them is an error of floating-point sums and would rewrite contacts. */
function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((total, number) => total + number, 0) * 100) / 100;
}

function tagsOf(values: readonly (string | number | boolean)[]): string | null {
  const tags = values.flatMap((value) => String(value).split(',')).map((tag) => tag.trim());
  const named = [...new Set(tags)].filter((tag) => tag !== '').sort();
  return named.length === 0 ? null : named.join(', ');
}

function valueAt(data: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    data,
  );
}

function isObject(value: unknown): value is Fields {
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
