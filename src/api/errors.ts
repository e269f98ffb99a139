import { z } from 'zod';
import { askedStep, ConnectorError, ERROR_CODES } from '../domain/errors/connector-error';
import { HTTP_STATUS, STATUS } from '../../packages/sdk/contract/error-status';
import type { ApiErrorCode, ErrorBody, HttpErrorCode } from '../../packages/sdk/contract/errors';

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
  if (thrown instanceof HttpError) return answer(HTTP_STATUS[thrown.code], thrown);
  const error = thrown instanceof ConnectorError ? thrown : (fromBodyParser(thrown) ?? unexpected(thrown));
  if (error instanceof HttpError) return answer(HTTP_STATUS[error.code], error);
  const status = STATUS[error.code];
  const waitMs = error.retryAfterMs ?? (status === 503 ? 5000 : null);
  const { field } = error.details;
  // Whoever calls the API has asked for it: nobody else tries it again.
  const asked = askedStep(error.nextStep);
  const nextStep = asked === ERROR_CODES[error.code].nextStep ? undefined : asked;
  return {
    ...answer(status, { code: error.code, message: error.message, field, nextStep }),
    retryAfterSeconds: waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1000)),
  };
}

function answer(
  status: number,
  {
    code,
    message,
    field,
    nextStep,
  }: {
    readonly code: ApiErrorCode;
    readonly message: string;
    readonly field?: string | undefined;
    readonly nextStep?: string | undefined;
  },
): HttpAnswer {
  return {
    status,
    body: {
      error: {
        code,
        message,
        ...(field === undefined ? {} : { field }),
        ...(nextStep === undefined ? {} : { nextStep }),
      },
    },
    retryAfterSeconds: null,
  };
}

function unexpected(cause: unknown): ConnectorError {
  return new ConnectorError('bug', 'Something went wrong inside the connector; its log says more.', { cause });
}

const bodyParserErrorSchema = z.object({
  type: z.string(),
  status: z.number().min(400).max(499),
  /** Bytes that the route takes. */
  limit: z.number().optional(),
});

/** body-parser marks its errors by `type`; its messages may quote the body, so they are replaced. */
function fromBodyParser(thrown: unknown): ConnectorError | HttpError | null {
  const parsed = bodyParserErrorSchema.safeParse(thrown);
  // A path with a broken percent escape: express throws a URIError with status 400.
  if (thrown instanceof URIError) return new ConnectorError('input.invalid', 'The address is not well formed.');
  if (!parsed.success) return null;
  const { type, status, limit = 256 * 1024 } = parsed.data;
  if (status === 413)
    return new HttpError(
      'http.body_too_large',
      `The body is larger than ${Math.floor(limit / 1024).toLocaleString('en')} KB.`,
    );
  if (status === 415) return new HttpError('http.unsupported_media_type', 'Send plain JSON in UTF-8, not compressed.');
  const what = type === 'entity.parse.failed' ? 'The body is not valid JSON.' : 'The body could not be read.';
  return new ConnectorError('input.invalid', what);
}
