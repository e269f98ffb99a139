import { type SandboxRequest } from './types';

export interface RequestPattern {
  readonly method?: string | undefined;
  readonly pathPrefix?: string | undefined;
}

/** Which requests are meant. */
export type RequestMatch = RequestPattern | ((request: SandboxRequest) => boolean);

export function isMeant(match: RequestMatch, request: SandboxRequest): boolean {
  if (typeof match === 'function') return match(request);
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.pathPrefix === undefined || request.path.startsWith(match.pathPrefix))
  );
}
