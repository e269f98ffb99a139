const BY_ITSELF = 'The connector tries again by itself';
const GORGIAS_AWAY = `${BY_ITSELF}; if it stays, look at this machine’s network and at status.gorgias.com.`;
const BREVO_AWAY = `${BY_ITSELF}; if it stays, look at this machine’s network and at status.brevo.com.`;
const WAITS = 'Nothing is to be done: the connector waits for the time that';

/** A next step as whoever has asked once and got no answer has to read it: what a person asks for, nobody tries again but they. */
export function askedStep(nextStep: string): string {
  return nextStep.replaceAll(BY_ITSELF, 'Run it again').replaceAll(WAITS, 'Run it again after the time that');
}

/**
 * The closed list of things that can go wrong, each with whether Temporal should try again and the next step for a person.
 * `retryable: false` means: the same call will fail again until a person or another step changes something.
 */
export const ERROR_CODES = {
  'config.invalid': { retryable: false, nextStep: 'Correct what is named, then run the same again.' },
  'config.unreadable': { retryable: false, nextStep: 'Check that the file exists and may be read.' },
  'input.invalid': { retryable: false, nextStep: 'Correct what the sentence names.' },
  'input.unknown_account': {
    retryable: false,
    nextStep: 'Install the account first: `tajo connectors install gorgias`.',
  },
  'input.unknown_person': {
    retryable: false,
    nextStep:
      'Check the address; somebody who has just written is known within a minute, or by the number of their ticket.',
  },
  'conflict.already_running': {
    retryable: false,
    nextStep:
      'Wait until it has ended. A sync does so by itself: `tajo connectors sync gorgias` without `--no-wait`, and in a program `sync` without `wait: false`.',
  },
  'account.paused': { retryable: false, nextStep: 'Go on with `tajo connectors resume gorgias`.' },
  'account.off': {
    retryable: false,
    nextStep:
      'Set `enabled: true` in the file that the connector was started with (tajo.yaml, or what `--config` named), and start it again.',
  },
  'auth.tajo_refused': { retryable: false, nextStep: 'Set TAJO_API_KEY to the key of the running connector.' },
  'auth.gorgias_refused': {
    retryable: false,
    nextStep:
      'Check the e-mail and API key in Gorgias under Settings > REST API, then run `tajo connectors rotate-key gorgias`.',
  },
  'auth.gorgias_forbidden': {
    retryable: false,
    nextStep: 'Give the Gorgias user of this API key the admin or lead role.',
  },
  'auth.brevo_refused': { retryable: false, nextStep: 'Check the Brevo API key under SMTP & API > API keys.' },
  'auth.brevo_ip_blocked': {
    retryable: false,
    nextStep: 'Authorise this address in Brevo under Security > Authorised IPs.',
  },
  'auth.brevo_forbidden': { retryable: false, nextStep: 'Activate the feature that the message names in Brevo.' },
  'gorgias.wrong_domain': {
    retryable: false,
    nextStep: 'Check that the domain is your subdomain, like yourstore.gorgias.com.',
  },
  'gorgias.rate_limited': {
    retryable: true,
    nextStep: `${WAITS} Gorgias asked for.`,
  },
  'gorgias.unavailable': { retryable: true, nextStep: GORGIAS_AWAY },
  'gorgias.timeout': { retryable: true, nextStep: GORGIAS_AWAY },
  'gorgias.protocol': {
    retryable: true,
    nextStep: 'If it stays, look at status.gorgias.com and report the request id.',
  },
  'gorgias.cursor_loop': {
    retryable: true,
    nextStep: 'Nothing is to be done: the page is asked for again from the last committed position.',
  },
  'gorgias.cursor_expired': {
    retryable: true,
    nextStep: 'Nothing is to be done: the walk goes on from the last committed position.',
  },
  'gorgias.not_found': {
    retryable: false,
    nextStep: 'Nothing is to be done: the record was deleted in Gorgias and is kept as a tombstone.',
  },
  'gorgias.merged': { retryable: false, nextStep: 'Nothing is to be done: the surviving record is followed.' },
  'gorgias.rejected': {
    retryable: false,
    nextStep: 'Report the request id: Gorgias did not accept a request of the connector.',
  },
  'brevo.rate_limited': {
    retryable: true,
    nextStep: `${WAITS} Brevo asked for.`,
  },
  'brevo.unavailable': { retryable: true, nextStep: BREVO_AWAY },
  'brevo.timeout': { retryable: true, nextStep: BREVO_AWAY },
  'brevo.busy': {
    retryable: true,
    nextStep: 'Nothing is to be done: Brevo is still working on this contact, and the connector tries again.',
  },
  'brevo.protocol': { retryable: true, nextStep: 'If it stays, look at status.brevo.com and report the request id.' },
  'brevo.not_found': { retryable: false, nextStep: 'Check that the list, template or contact still exists in Brevo.' },
  'brevo.duplicate': {
    retryable: false,
    nextStep:
      'Another Brevo contact holds this phone number or e-mail; the connector drops the phone and keeps the rest.',
  },
  'brevo.invalid_phone': {
    retryable: false,
    nextStep: 'Nothing is to be done: the phone is dropped and listed, the rest of the contact is kept.',
  },
  'brevo.rejected': {
    retryable: false,
    nextStep: 'See `tajo connectors quarantine gorgias` for the records and the reason.',
  },
  'brevo.no_credits': { retryable: false, nextStep: 'Buy sending credits in Brevo.' },
  'store.unavailable': { retryable: true, nextStep: 'Check that Postgres runs and DATABASE_URL is right.' },
  'temporal.unavailable': {
    retryable: true,
    nextStep: 'Check that the Temporal server runs and that the TEMPORAL_* settings are right.',
  },
  'temporal.no_worker': {
    retryable: true,
    nextStep: 'Start a worker, by `npm run worker` or `npm start`, and ask again; `tajo doctor` says whether one runs.',
  },
  bug: { retryable: true, nextStep: 'Please report this with the log lines around it.' },
} as const satisfies Record<string, { retryable: boolean; nextStep: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Facts of an error beyond its code. Never personal data and never a secret: these end up in histories and logs. */
export interface ErrorDetails {
  readonly status?: number;
  readonly requestId?: string;
  readonly vendorCode?: string;
  /** Which setting or input field is wrong. */
  readonly field?: string;
  /** Of a {@link MergedError}, for whoever reads the history. */
  readonly survivorId?: number;
  /** `brevo.duplicate`: which unique identifiers clashed, e.g. `['SMS']`. */
  readonly duplicateIdentifiers?: readonly string[];
  /** The request may have been carried out although its answer was lost. */
  readonly outcomeUnknown?: boolean;
  /** The connector was shutting down: nothing is known of the vendor. */
  readonly byOurselves?: boolean;
  /** The answer was longer than the connector takes. */
  readonly tooLarge?: boolean;
  /** No request was made: the account waits for this to be mended (`store/accounts/admission.ts`). */
  readonly heldBy?: string;
}

/** The one error type that crosses rooms. `message` is safe to show: no person, no secret. */
export class ConnectorError extends Error {
  readonly code: ErrorCode;
  /** How long to wait before the next try, in milliseconds; undefined: the caller's own back-off. */
  readonly retryAfterMs: number | undefined;
  readonly details: ErrorDetails;
  /** Where the code's own next step would lead somewhere else. */
  readonly #nextStep: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { retryAfterMs?: number; details?: ErrorDetails; cause?: unknown; nextStep?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectorError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
    this.#nextStep = options.nextStep;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** What the reader should do now. */
  get nextStep(): string {
    return this.#nextStep ?? ERROR_CODES[this.code].nextStep;
  }
}

/** `gorgias.merged`: names the record that survives, always. */
export class MergedError extends ConnectorError {
  readonly survivorId: number;

  constructor(message: string, survivorId: number, details: ErrorDetails) {
    super('gorgias.merged', message, { details: { ...details, survivorId } });
    this.survivorId = survivorId;
  }
}

export function isErrorCode(code: string | null | undefined): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** True for a {@link ConnectorError}, of one of `codes` when any are given. */
export function isConnectorError<Code extends ErrorCode>(
  thrown: unknown,
  ...codes: readonly Code[]
): thrown is ConnectorError & { readonly code: Code } {
  const wanted: readonly ErrorCode[] = codes;
  return thrown instanceof ConnectorError && (wanted.length === 0 || wanted.includes(thrown.code));
}
