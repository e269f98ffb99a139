import { z } from 'zod';
import type { ErrorCode } from '../../../src/domain/errors/connector-error';

/** What only the HTTP layer can find wrong, beside the connector's own {@link ErrorCode}s. */
export type HttpErrorCode =
  | 'http.not_found'
  | 'http.method_not_allowed'
  | 'http.unsupported_media_type'
  | 'http.body_too_large'
  | 'http.too_many_requests'
  | 'http.wrong_secret'
  | 'http.other_origin'
  | 'http.read_only'
  | 'http.no_webhook_secret';

export type ApiErrorCode = ErrorCode | HttpErrorCode;

export const errorBodySchema = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'Stable; programs may depend on it.', example: 'input.invalid' }),
      message: z.string().meta({ description: 'A sentence for a person.' }),
      field: z.string().optional().meta({ description: 'The setting or input field that is wrong.' }),
      nextStep: z
        .string()
        .optional()
        .meta({ description: 'What to do, where that is another step than docs/errors.md has for the code.' }),
    }),
  })
  .meta({ id: 'Error' });

export type ErrorBody = z.output<typeof errorBodySchema>;
