import { CommanderError } from 'commander';
import { ConnectorError } from '../../../src/domain/errors';
import { TajoError } from '../client/errors';

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

export interface Failure {
  readonly exitCode: 1 | 2;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly nextStep: string | null;
}

const SEE_HELP = 'Run the same command with --help to see its flags and an example.';

/** The one place where anything thrown becomes sentences and an exit code: 2 wrong usage or configuration, 1 everything else. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof CommanderError) return usage(commanderSentence(thrown.message), SEE_HELP);
  if (thrown instanceof UsageError) return usage(thrown.message, thrown.fix);
  if (thrown instanceof TajoError) return known(thrown.code, thrown.message, thrown.nextStep, thrown.field);
  if (thrown instanceof ConnectorError)
    return known(thrown.code, thrown.message, thrown.nextStep, thrown.details.field);
  const message = 'Something unexpected went wrong.';
  return {
    exitCode: 1,
    code: 'bug',
    message,
    field: null,
    nextStep: 'Run the same command with --debug to see where.',
  };
}

function usage(message: string, nextStep: string): Failure {
  return { exitCode: 2, code: 'usage', message, field: null, nextStep };
}

function known(code: string, message: string, nextStep: string | undefined, field: string | undefined): Failure {
  return { exitCode: exitCodeOf(code), code, message, field: field ?? null, nextStep: nextStep ?? null };
}

/** 2: wrong usage or configuration. */
export function exitCodeOf(code: string): 1 | 2 {
  return /^(?:config|input)\.|^client\.invalid_url$/.test(code) ? 2 : 1;
}

/** `--apikey=SECRET` is an unknown flag, and commander would repeat it with its value. */
function commanderSentence(message: string): string {
  const sentence = message
    .replace(/^error: /, '')
    .replace(/(--?[\w-]+)=[^\n]*?'/g, "$1'")
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return /[.)?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** For a person: `tajo: <sentence>` and what to do, without any stack. */
export function failureLines(failure: Failure): string[] {
  const lines = [`tajo: ${failure.message}`];
  return failure.nextStep === null ? lines : [...lines, `      ${failure.nextStep}`];
}
