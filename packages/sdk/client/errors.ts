import type { ApiErrorCode } from '../contract/errors';
import { ERROR_CODES } from '../../../src/domain/errors/connector-error';
import { CLIENT_ERROR_TEXTS, HTTP_ERROR_TEXTS } from './error-texts';

type ClientErrorCode = keyof typeof CLIENT_ERROR_TEXTS;

/** Every code of this release; a newer connector may send others. */
export type TajoErrorCode = ApiErrorCode | ClientErrorCode | (string & Record<never, never>);

/** The one error that the SDK throws. `message` is a sentence, safe to show; programs decide by `code`. */
export class TajoError extends Error {
  readonly code: TajoErrorCode;
  /** What to do now; missing where only the caller can know. */
  readonly nextStep: string | undefined;
  /** Which option or setting is wrong. */
  readonly field: string | undefined;

  /** @param options `nextStep`: where it is another one than that of the code */
  constructor(
    code: TajoErrorCode,
    message: string,
    options: { field?: string | undefined; nextStep?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TajoError';
    this.code = code;
    this.field = options.field;
    this.nextStep = options.nextStep ?? nextStepOf(code);
  }
}

const NEXT_STEPS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...ERROR_CODES, ...HTTP_ERROR_TEXTS, ...CLIENT_ERROR_TEXTS }).map(
    ([code, { nextStep }]) => [code, nextStep] as const,
  ),
]);

/** What to do about an error of this code; undefined: only the caller can know. */
export function nextStepOf(code: string): string | undefined {
  return NEXT_STEPS.get(code);
}
