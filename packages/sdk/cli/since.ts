import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../../src/config/settings/duration';
import { readSince } from './flags';

export const SINCE_HELP = 'a date, a time, or an age such as 30d or 2h';

/** A moment as an ISO time: given as such, as a date, or as an age. */
export function readTime(text: string): string {
  const age = parseDuration(text);
  if (age !== undefined) return new Date(Date.now() - age).toISOString();
  // A date that is none is one mistake, one that lies in the future another.
  if (Number.isNaN(Date.parse(text))) throw new InvalidArgumentError(`It must be ${SINCE_HELP}.`);
  return new Date(readSince(text)).toISOString();
}
