import { type Reply } from '../http/types';

/** Gorgias' error body (gorgias-api.md 8.1). */
export function errorReply(status: number, msg: string, data?: Readonly<Record<string, readonly string[]>>): Reply {
  return { status, json: { error: data === undefined ? { msg } : { msg, data } } };
}

/** Thrown inside a route to end it with an answer. */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}: ${JSON.stringify(reply.json)}`);
  }
}

export function badRequest(field: string, message: string): Refused {
  return new Refused(errorReply(400, 'Bad request.', { [field]: [message] }));
}

export const notFound = (): Refused => new Refused(errorReply(404, 'Resource not found.'));
