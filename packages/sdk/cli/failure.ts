import { CommanderError } from 'commander';
import { type Failure, failureOf, knownFailure } from '../../../src/domain/errors/failure';
import { TajoError } from '../client/errors';
import { type TypedLine, usageFailureOf } from './usage-failure';

/** The one place where anything thrown becomes sentences and an exit code: 2 wrong usage or configuration, 1 everything else. */
export function toFailure(thrown: unknown, line?: TypedLine): Failure {
  if (thrown instanceof CommanderError) return usageFailureOf(thrown, line);
  if (thrown instanceof TajoError)
    return knownFailure(thrown.code, thrown.message, { nextStep: thrown.nextStep, field: thrown.field });
  return failureOf(thrown);
}
