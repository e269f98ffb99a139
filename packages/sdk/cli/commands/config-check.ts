import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags } from '../flags';

const DEFAULT_FILE = 'tajo.yaml';

export function addConfig(program: Command, context: CliContext): void {
  program
    .command('config')
    .description('look at the configuration')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ tajo config check')
    .command('check')
    .description('find every fault of a configuration file at once')
    .argument('[file]', 'the configuration', DEFAULT_FILE)
    .addHelpText('after', '\nExample:\n  $ tajo config check tajo.yaml')
    .action((file: string, _flags: object, command: Command) => {
      const { config, warnings } = context.loadConfig(file);
      answer(context, globalFlags(command).json, { ok: true, file, domain: config.domain, warnings }, () => [
        `${context.paint.good('✓')} ${file} is valid.`,
        ...warnings.map(({ line, column, sentence }) => `  line ${line}, column ${column}: ${sentence}`),
      ]);
    });
}
