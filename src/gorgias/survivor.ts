import { type HttpRequest, type HttpResponse } from '../http/types';

/**
 * The id that a merged customer or ticket lives on as, from the `Location` of a 301; the header may be absolute or a path. Only the
 * number is taken, and only from the same collection: a redirect is never followed. Null where it names no other record.
 */
export function survivorOf(request: Pick<HttpRequest, 'path'>, response: Pick<HttpResponse, 'headers'>): number | null {
  const requested = /^\/(?<collection>[a-z-]+)\/(?<id>\d+)/.exec(request.path)?.groups;
  const named = /\/api\/(?<collection>[a-z-]+)\/(?<id>\d{1,16})(?:[/?]|$)/.exec(
    response.headers['location'] ?? '',
  )?.groups;
  if (requested === undefined || named === undefined || requested['collection'] !== named['collection']) return null;
  const survivor = Number(named['id']);
  return Number.isSafeInteger(survivor) && survivor !== Number(requested['id']) ? survivor : null;
}
