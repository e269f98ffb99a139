import { type HttpRequest } from './types';

/**
 * A query string without the question mark. Lists repeat their key (`types=a&types=b`), comparators are part of the key
 * (`created_datetime[gte]`), `undefined` is left out, and a space becomes `%20`, which every server reads alike.
 */
export function encodeQuery(query: HttpRequest['query']): string {
  return Object.entries(query ?? {})
    .flatMap(([key, value]) => valuesOf(value).map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`))
    .join('&');
}

function valuesOf(value: NonNullable<HttpRequest['query']>[string]): readonly (string | number | boolean)[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [value];
}
