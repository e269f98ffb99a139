import type { Command } from 'commander';
import type { DoctorCheck } from '../../contract/doctor';
import { answer, type CliContext } from '../context';
import { connectorChecks } from '../doctor/connector-checks';
import { homeChecks, nodeCheck } from '../doctor/local-checks';
import { globalFlags } from '../flags';
import { wrap } from '../output/wrap';

export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('look at everything that the connector needs, and say what to do')
    .addHelpText('after', '\nExample:\n  $ tajo doctor')
    .action(async (_flags: object, command: Command) => {
      const checks = await examine(context);
      const ok = checks.every((check) => check.ok);
      if (!ok) context.fail();
      answer(context, globalFlags(command).json, { ok, checks }, () => checks.flatMap((one) => lines(one, context)));
    });
}

async function examine(context: CliContext): Promise<readonly DoctorCheck[]> {
  const local = [nodeCheck(process.versions.node), ...homeChecks(context.settings, process.platform)];
  return [...local, ...(await connectorChecks(context.client, context.settings.homeUrl))];
}

function lines({ ok, sentence, nextStep }: DoctorCheck, { paint }: CliContext): string[] {
  // What is neither good nor broken: nothing has to be done, and something could be.
  const mark = !ok ? paint.bad('✗') : nextStep === null ? paint.good('✓') : paint.strong('!');
  const [first = '', ...more] = wrap(sentence, 78);
  return [
    `${mark} ${first}`,
    ...[...more, ...(nextStep === null ? [] : wrap(nextStep, 78))].map((line) => `  ${line}`),
  ];
}
