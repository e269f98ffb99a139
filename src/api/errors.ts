import { z } from 'zod';
import { ConnectorError, type ErrorCode } from '../domain/errors';
import type { ApiErrorCode, ErrorBody, HttpErrorCode } from './contract/errors';

/** Every code has its status, so that a new code does not compile until someone has decided. */
const STATUS = {
  'config.invalid': 422,
  'config.unreadable': 422,
  'input.invalid': 400,
  'input.unknown_account': 404,
  'conflict.already_running': 409,
  'auth.tajo_refused': 401,
  'auth.gorgias_refused': 422,
  'auth.gorgias_forbidden': 422,
  'auth.brevo_refused': 422,
  'auth.brevo_ip_blocked': 422,
  'auth.brevo_forbidden': 422,
  'gorgias.wrong_domain': 422,
  'gorgias.rate_limited': 503,
  'gorgias.unavailable': 502,
  'gorgias.timeout': 504,
  'gorgias.protocol': 502,
  'gorgias.cursor_loop': 502,
  'gorgias.cursor_expired': 502,
  'gorgias.not_found': 404,
  'gorgias.merged': 409,
  'gorgias.rejected': 502,
  'brevo.rate_limited': 503,
  'brevo.unavailable': 502,
  'brevo.timeout': 504,
  'brevo.busy': 503,
  'brevo.protocol': 502,
  'brevo.not_found': 404,
  'brevo.duplicate': 409,
  'brevo.invalid_phone': 422,
  'brevo.rejected': 502,
  'brevo.no_credits': 422,
  'store.unavailable': 503,
  'temporal.unavailable': 503,
  bug: 500,
} as const satisfies Record<ErrorCode, number>;

const HTTP_STATUS = {
  'http.not_found': 404,
  'http.method_not_allowed': 405,
  'http.body_too_large': 413,
  'http.unsupported_media_type': 415,
  'http.too_many_requests': 429,
} as const satisfies Record<HttpErrorCode, number>;

/** Something that is wrong with the HTTP request itself, before anything of the connector is asked. */
export class HttpError extends Error {
  constructor(
    readonly code: HttpErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: ErrorBody;
  /** Seconds for the `Retry-After` header; null: none. */
  readonly retryAfterSeconds: number | null;
}

/** The one place where anything thrown becomes an HTTP answer. What is not understood is a bland 500 that tells nothing. */
export function toHttpAnswer(thrown: unknown): HttpAnswer {
  if (thrown instanceof HttpError) return answer(HTTP_STATUS[thrown.code], thrown.code, thrown.message);
  const error = thrown instanceof ConnectorError ? thrown : (fromBodyParser(thrown) ?? unexpected(thrown));
  if (error instanceof HttpError) return answer(HTTP_STATUS[error.code], error.code, error.message);
  const status = STATUS[error.code];
  const waitMs = error.retryAfterMs ?? (status === 503 ? 5000 : null);
  const { field } = error.details;
  return {
    ...answer(status, error.code, error.message, field),
    retryAfterSeconds: waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1000)),
  };
}

function answer(status: number, code: ApiErrorCode, message: string, field?: string): HttpAnswer {
  return {
    status,
    body: { error: { code, message, ...(field === undefined ? {} : { field }) } },
    retryAfterSeconds: null,
  };
}

function unexpected(cause: unknown): ConnectorError {
  return new ConnectorError('bug', 'Something went wrong inside the connector; its log says more.', { cause });
}

const bodyParserErrorSchema = z.object({ type: z.string(), status: z.number().min(400).max(499) });

/** body-parser marks its errors by `type`; its messages may quote the body, so they are replaced. */
function fromBodyParser(thrown: unknown): ConnectorError | HttpError | null {
  const parsed = bodyParserErrorSchema.safeParse(thrown);
  // A path with a broken percent escape: express throws a URIError with status 400.
  if (thrown instanceof URIError) return new ConnectorError('input.invalid', 'The address is not well formed.');
  if (!parsed.success) return null;
  const { type, status } = parsed.data;
  if (status === 413) return new HttpError('http.body_too_large', 'The body is larger than 256 KB.');
  if (status === 415) return new HttpError('http.unsupported_media_type', 'Send plain JSON in UTF-8, not compressed.');
  const what = type === 'entity.parse.failed' ? 'The body is not valid JSON.' : 'The body could not be read.';
  return new ConnectorError('input.invalid', what);
}
