import type { Command } from 'commander';
import { UsageError } from '../../../src/domain/errors/failure';
import { LONGEST_DAYS, USUAL_DAYS, periodOf, type Period } from '../contract/period';
import { readTime, SINCE_HELP } from './since';

const A_DAY_MS = 86_400_000;
/** More days than these are a page that nobody reads: the same as in the console. */
const WEEKLY_FROM_DAYS = 35;

export interface PeriodFlags {
  readonly since?: string;
  readonly until?: string;
}

/** For commands that count what was in a time: `--since` and `--until`, which the API calls `from` and `to`. */
export function withPeriod(command: Command): Command {
  return command
    .option(
      '--since <when>',
      `the beginning: ${SINCE_HELP}; default ${String(USUAL_DAYS)} days before the end`,
      readTime,
    )
    .option('--until <when>', 'the end, not included any more; default now', readTime);
}

/** @throws UsageError for one that is empty or too long, in words of the flags */
export function readPeriod({ since, until }: PeriodFlags): Period {
  const period = periodOf({ from: since, to: until });
  const lengthMs = Date.parse(period.to) - Date.parse(period.from);
  if (lengthMs <= 0) throw new UsageError('--until must lie after --since.', 'Leave out --until to count up to now.');
  if (lengthMs > LONGEST_DAYS * A_DAY_MS)
    throw new UsageError(
      `Between --since and --until lie more than ${LONGEST_DAYS} days.`,
      'Ask for a longer time in parts, like --since 2024-01-01 --until 2024-04-01.',
    );
  return period;
}

export function unitOf({ from, to }: Period): 'day' | 'week' {
  return Date.parse(to) - Date.parse(from) > WEEKLY_FROM_DAYS * A_DAY_MS ? 'week' : 'day';
}
