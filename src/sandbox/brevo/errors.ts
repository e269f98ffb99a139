import { type Reply } from '../http/types';

/** Brevo's error body: only `message` is sure (brevo-api.md 7). */
export function refusal(
  status: number,
  code: string,
  message: string,
  metadata?: Readonly<Record<string, unknown>>,
): Reply {
  return { status, json: metadata === undefined ? { code, message } : { code, message, metadata } };
}

/** Thrown inside a route to end it with an answer. */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}`);
  }
}

export const invalid = (message: string): Refused => new Refused(refusal(400, 'invalid_parameter', message));
export const missing = (message: string): Refused => new Refused(refusal(400, 'missing_parameter', message));
export const outOfRange = (message: string): Refused => new Refused(refusal(400, 'out_of_range', message));
export const notFound = (message: string): Refused => new Refused(refusal(404, 'document_not_found', message));
