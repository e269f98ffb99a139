import type { Command } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import { TajoError } from '../../client/errors';
import { preflightLineSchema, type PreflightReport } from '../../contract/preflight';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';
import { preflightLines, preflightProgress } from '../output/preflight';

export function addPreflight(program: Command, context: CliContext): void {
  program
    .command('preflight')
    .description('ask whether this build may take over the workflows that are open now')
    .addHelpText('after', '\nExample:\n  $ tajo preflight')
    .action(async (_flags: object, command: Command) => {
      const { json } = globalFlags(command);
      const report = await replayOpen(context, json);
      if (report.wouldBreak.length > 0) context.fail();
      answer(context, json, report, () => preflightLines(report, context.paint));
    });
}

async function replayOpen(context: CliContext, json: boolean): Promise<PreflightReport> {
  const lines = context.runPreflight();
  if (lines === null)
    throw new UsageError(
      'Here is no build of the server that could take over.',
      'Run it where that is: in the repository after `npm run build`, or in its image: `docker compose run --rm worker node dist/packages/sdk/tajo.js preflight`.',
    );
  const show = json ? () => undefined : preflightProgress(context);
  for await (const text of lines) {
    const line = preflightLineSchema.parse(JSON.parse(text));
    if ('progress' in line) show(line.progress);
    else if ('result' in line) return line.result;
    else throw new TajoError(line.failure.code, line.failure.message, { field: line.failure.field ?? undefined });
  }
  throw new TajoError('bug', 'The preflight ended before it had an answer');
}
