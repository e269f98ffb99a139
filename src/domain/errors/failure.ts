import { ConnectorError } from './connector-error';

/** The command line itself is wrong: a flag, a value, a missing secret. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Anything thrown, as a person at a terminal sees it. */
export interface Failure {
  readonly exitCode: 1 | 2;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly nextStep: string | null;
}

/** What a process of ours may throw; anything else is a bug. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof UsageError) return usageFailure(thrown.message, thrown.fix);
  if (thrown instanceof ConnectorError)
    return knownFailure(thrown.code, thrown.message, { nextStep: thrown.nextStep, field: thrown.details.field });
  return {
    exitCode: 1,
    code: 'bug',
    message: 'Something unexpected went wrong.',
    field: null,
    nextStep: 'Run the same command with --debug to see where.',
  };
}

export function usageFailure(message: string, nextStep: string): Failure {
  return { exitCode: 2, code: 'usage', message, field: null, nextStep };
}

export function knownFailure(
  code: string,
  message: string,
  { nextStep, field }: { readonly nextStep: string | undefined; readonly field: string | undefined },
): Failure {
  return { exitCode: exitCodeOf(code), code, message, field: field ?? null, nextStep: nextStep ?? null };
}

/** 2: wrong usage or configuration. */
export function exitCodeOf(code: string): 1 | 2 {
  return /^(?:config|input)\.|^client\.invalid_url$/.test(code) ? 2 : 1;
}
