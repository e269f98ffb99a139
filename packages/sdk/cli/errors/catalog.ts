import { HTTP_STATUS, STATUS } from '../../contract/error-status';
import { ERROR_TEXTS, type ErrorText } from '../../../../src/domain/errors/error-texts';
import { ERROR_CODES } from '../../../../src/domain/errors/connector-error';
import { CLIENT_ERROR_TEXTS, HTTP_ERROR_TEXTS } from '../../client/error-texts';
import { exitCodeOf } from '../../../../src/domain/errors/failure';

/** One error code with everything that a person may want to know of it. */
export interface CatalogEntry extends ErrorText {
  readonly code: string;
  readonly nextStep: string;
  /** Status of the control API's answer; null: only the caller's side can see it. */
  readonly http: number | null;
  readonly exitCode: 1 | 2;
  /** The connector tries again by itself. */
  readonly retryable: boolean;
}

/** Every code of this release: the connector's own, those of the HTTP layer, those of the caller's side. */
export const ERROR_CATALOG: readonly CatalogEntry[] = [
  ...entries(ERROR_TEXTS, (code) => ({ ...ERROR_CODES[code], http: STATUS[code] })),
  ...entries(HTTP_ERROR_TEXTS, (code) => ({ ...HTTP_ERROR_TEXTS[code], http: HTTP_STATUS[code], retryable: false })),
  ...entries(CLIENT_ERROR_TEXTS, (code) => ({ ...CLIENT_ERROR_TEXTS[code], http: null, retryable: false })),
];

type Rest = Pick<CatalogEntry, 'nextStep' | 'http' | 'retryable'>;

function entries<Code extends string>(
  texts: Readonly<Record<Code, ErrorText>>,
  rest: (code: Code) => Rest,
): readonly CatalogEntry[] {
  const isCode = (key: string): key is Code => key in texts;
  return Object.keys(texts)
    .filter(isCode)
    .map((code) => {
      const { what, why } = texts[code];
      const { nextStep, http, retryable } = rest(code);
      return { code, what, why, nextStep, http, exitCode: exitCodeOf(code), retryable };
    });
}
