import { z } from 'zod';

interface Bounds {
  /** The smallest and the largest that is taken. */
  readonly from: number;
  readonly to: number;
  /** What it has to be, for whoever has sent something else. */
  readonly help?: string;
}

/** A whole number of a query, written as its digits: to `Number` the empty text is 0, `0x10` is 16 and `1e2` a hundred. */
export function wholeNumber({
  from,
  to,
  help = `must be a whole number from ${String(from)} to ${String(to)}`,
}: Bounds): z.ZodType<number> {
  const number = z.coerce.number({ error: help }).int(help).min(from, help).max(to, help);
  return z.preprocess((given) => (typeof given === 'string' && !/^\d+$/.test(given) ? NaN : given), number);
}
