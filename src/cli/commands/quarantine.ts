import type { Command } from 'commander';
import { answer, type CliContext } from '../context';
import { globalFlags, readLimit } from '../flags';
import { table } from '../output/table';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface QuarantineFlags extends AccountFlag {
  readonly cause?: string;
  readonly limit: number;
}

export function addQuarantine(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'quarantine',
      'list what was put aside or dropped, and why',
      'tajo connectors quarantine gorgias --cause no_email --limit 20',
    ),
  )
    .option('--cause <cause>', 'only this cause; the status names them')
    .option('--limit <n>', 'at most so many, 1 to 1000', readLimit, 100)
    .action(async (_connector: string, flags: QuarantineFlags, command: Command) => {
      const list = await context.client.connectors.quarantine('gorgias', flags);
      answer(context, globalFlags(command).json, list, () =>
        list.records.length === 0
          ? ['Nothing was put aside.']
          : table(
              ['record', 'cause', 'detail', 'step', 'last seen', 'times'],
              list.records.map((record) => [
                `${record.kind} ${record.key}`,
                record.held || record.cause === 'no_email' ? record.cause : `${record.cause} (value only)`,
                record.detail ?? '',
                record.step,
                record.lastAt.slice(0, 16).replace('T', ' '),
                String(record.times),
              ]),
            ),
      );
    });
}
