import type { ErrorRequestHandler } from 'express';
import type { Log } from '../observability/log';
import { toHttpAnswer } from './errors';
import { requestFields } from './request-log';

/** The last handler: anything thrown becomes the error body. Only an error that nobody expected is logged with its place. */
export function answerErrors(log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, next) => {
    const { status, body, retryAfterSeconds } = toHttpAnswer(thrown);
    const fields = requestFields(response);
    if (status === 500) log.error('api.bug', { ...fields, ...placeOf(thrown) });
    else if (status > 500) log.warn('api.failed', { ...fields, status, code: body.error.code });
    if (response.headersSent) {
      next(thrown);
      return;
    }
    if (body.error.code === 'auth.tajo_refused' && !response.hasHeader('WWW-Authenticate'))
      response.setHeader('WWW-Authenticate', 'Bearer');
    if (retryAfterSeconds !== null) response.setHeader('Retry-After', String(retryAfterSeconds));
    response.status(status).json(body);
  };
}

/** Type and stack frames, not the message: a message of somebody else's may quote a person. */
function placeOf(thrown: unknown): { type: string; at: string[] } {
  if (!(thrown instanceof Error)) return { type: typeof thrown, at: [] };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: thrown.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}
