import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../../src/config/settings/duration';
import { timeSchema } from '../contract/requests';
import { readSince } from './flags';

export const SINCE_HELP = 'a date, a time, or an age such as 30d or 2h';

/** A moment as an ISO time: given as such, as a date, or as an age. @throws InvalidArgumentError that names all three */
export function readTime(text: string): string {
  const age = parseDuration(text);
  if (age !== undefined) return new Date(Date.now() - age).toISOString();
  // Not by `Date.parse`, to which `7` is a day of 2001. One that lies in the future is another mistake.
  if (!timeSchema.safeParse(text).success) throw new InvalidArgumentError(`It must be ${SINCE_HELP}${daysOf(text)}.`);
  return new Date(readSince(text)).toISOString();
}

/** Who gives a number alone means days. */
function daysOf(text: string): string {
  const days = `${text}d`;
  return parseDuration(days) === undefined ? '' : `; days are written ${days}`;
}
