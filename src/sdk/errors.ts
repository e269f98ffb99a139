import type { ApiErrorCode } from '../api/contract/errors';
import { ERROR_CODES } from '../domain/errors';

/** What only the caller's side can see. */
const CLIENT_CODES = {
  'client.unreachable': 'Start the connector with `npm start`, or set TAJO_URL to its address.',
  'client.timeout': 'Look at the connector’s log; it may be waiting for a vendor.',
  'client.protocol': 'Check that TAJO_URL is the address of a connector, and that its version fits.',
  'client.invalid_url': 'Set TAJO_URL to an address like http://127.0.0.1:8080.',
  'client.aborted': 'The run itself goes on; follow it with `tajo connectors status gorgias --follow`.',
  'sync.failed': 'See `tajo connectors status gorgias`; a new sync goes on from what is already stored.',
  'sync.cancelled': 'Start a new sync; it goes on from what is already stored.',
} as const;

type ClientErrorCode = keyof typeof CLIENT_CODES;

/** Every code of this release; a newer connector may send others. */
export type TajoErrorCode = ApiErrorCode | ClientErrorCode | (string & Record<never, never>);

/** The one error that the SDK throws. `message` is a sentence, safe to show; programs decide by `code`. */
export class TajoError extends Error {
  readonly code: TajoErrorCode;
  /** What to do now; missing where only the caller can know. */
  readonly nextStep: string | undefined;
  /** Which option or setting is wrong. */
  readonly field: string | undefined;

  constructor(code: TajoErrorCode, message: string, options: { field?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TajoError';
    this.code = code;
    this.field = options.field;
    this.nextStep = nextStepOf(code);
  }
}

const NEXT_STEPS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ERROR_CODES).map(([code, { nextStep }]) => [code, nextStep] as const),
  ...Object.entries(CLIENT_CODES),
]);

function nextStepOf(code: string): string | undefined {
  return NEXT_STEPS.get(code);
}
