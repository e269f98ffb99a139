import type { PreflightProgress, PreflightReport, PreflightRun } from '../../contract/preflight';
import type { CliContext } from '../context';
import type { Paint } from '../paint';
import { count, counted } from './figures';
import { wrap } from './wrap';

const EVERY_MS = 2_000;

/** A line now and then, on standard error: the answer stands alone on standard output. */
export function preflightProgress({ io, now }: CliContext): (progress: PreflightProgress) => void {
  let saidAt = now();
  return ({ replayed, open, broken }) => {
    if (now() - saidAt < EVERY_MS) return;
    saidAt = now();
    const found = broken === 0 ? '' : `, ${count(broken)} of them cannot go on`;
    io.stderr.write(`replayed ${count(replayed)} of ${counted(open, 'open workflow')}${found}\n`);
  };
}

export function preflightLines({ buildId, replayed, wouldBreak, stayBehind }: PreflightReport, paint: Paint): string[] {
  const open = counted(replayed, 'open workflow');
  const verdict =
    wouldBreak.length === 0
      ? `${paint.good('✓')} Build ${buildId} can go on with all that is open: ${open} replayed`
      : `${paint.bad('✗')} Build ${buildId} would break ${count(wouldBreak.length)} of ${open}:`;
  return [verdict, ...wouldBreak.flatMap(runLines), ...stayBehindLines(stayBehind)];
}

function stayBehindLines(runs: readonly PreflightRun[]): string[] {
  if (runs.length === 0) return [];
  const say = `${counted(runs.length, 'run')} could not go on with it either, and need not: keep a worker of their build until they have ended.`;
  return ['', ...wrap(say, 80), ...runs.flatMap(runLines)];
}

function runLines({ workflowId, pinnedTo, why }: PreflightRun): string[] {
  const build = pinnedTo === null ? '' : `, pinned to build ${pinnedTo}`;
  return [`  ${workflowId}${build}`, ...wrap(why, 74).map((line) => `    ${line}`)];
}
