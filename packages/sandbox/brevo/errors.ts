import { type Reply } from '../http/types';

/** Brevo's error body: only `message` is sure (brevo-api.md 7). */
export function errorReply(
  status: number,
  code: string,
  message: string,
  metadata?: Readonly<Record<string, unknown>>,
): Reply {
  return { status, json: metadata === undefined ? { code, message } : { code, message, metadata } };
}

/** How Brevo names a duplicate: by a code of its own, or, seen since May 2026, by the text and the metadata alone (brevo-api.md 0). */
export type DuplicateStyle = 'parameter' | 'invalid';

/** Thrown inside a route to end it with an answer. */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}`);
  }
}

export function duplicate(
  style: DuplicateStyle,
  message: string,
  metadata?: Readonly<Record<string, unknown>>,
): Refused {
  return new Refused(
    errorReply(400, style === 'invalid' ? 'invalid_parameter' : 'duplicate_parameter', message, metadata),
  );
}

export const invalid = (message: string): Refused => new Refused(errorReply(400, 'invalid_parameter', message));
export const missing = (message: string): Refused => new Refused(errorReply(400, 'missing_parameter', message));
export const outOfRange = (message: string): Refused => new Refused(errorReply(400, 'out_of_range', message));
export const notFound = (message: string): Refused => new Refused(errorReply(404, 'document_not_found', message));
