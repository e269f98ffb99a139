import { type HttpResponse } from './types';

/** Gorgias sends `x-request-id`, Brevo `sib-request-id`; the proxy in front of both adds `cf-ray`, all that a proxy's own error carries. */
const NAMES = ['x-request-id', 'sib-request-id', 'cf-ray'] as const;

/** What to quote to the vendor's support, or null. */
export function requestIdOf(headers: HttpResponse['headers']): string | null {
  const found = NAMES.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  return found?.slice(0, 128) ?? null;
}
