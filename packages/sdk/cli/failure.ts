import { CommanderError } from 'commander';
import { type Failure, failureOf, knownFailure, usageFailure } from '../../../src/domain/errors/failure';
import { TajoError } from '../client/errors';

const SEE_HELP = 'Run the same command with --help to see its flags and an example.';

/** The one place where anything thrown becomes sentences and an exit code: 2 wrong usage or configuration, 1 everything else. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof CommanderError) return usageFailure(commanderSentence(thrown.message), SEE_HELP);
  if (thrown instanceof TajoError)
    return knownFailure(thrown.code, thrown.message, { nextStep: thrown.nextStep, field: thrown.field });
  return failureOf(thrown);
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
