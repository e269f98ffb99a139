import type { ErrorCode } from '../../../src/domain/errors/connector-error';
import type { HttpErrorCode } from './errors';

/** Every code has its status, so that a new code does not compile until someone has decided. */
export const STATUS = {
  'config.invalid': 422,
  'config.unreadable': 422,
  'input.invalid': 400,
  'input.unknown_account': 404,
  'conflict.already_running': 409,
  'account.paused': 409,
  'account.off': 409,
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

/** What is wrong with the HTTP request itself. */
export const HTTP_STATUS = {
  'http.not_found': 404,
  'http.method_not_allowed': 405,
  'http.body_too_large': 413,
  'http.unsupported_media_type': 415,
  'http.too_many_requests': 429,
  'http.wrong_secret': 401,
  'http.no_webhook_secret': 503,
} as const satisfies Record<HttpErrorCode, number>;
