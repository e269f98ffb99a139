import { type Command } from 'commander';
import { UsageError } from '../../../../src/domain/errors/failure';
import type { AuditRun } from '../../client/audit-types';
import { answer, type CliContext } from '../context';
import { globalFlags, readReportId, readSample } from '../flags';
import { auditLines, auditListLines } from '../output/audit';
import { watchUntilDone } from '../watch-until-done';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';

interface AuditFlags extends AccountFlag {
  readonly sample?: number;
  readonly all?: boolean;
  readonly repair?: boolean | string;
  readonly overwrite?: boolean;
  readonly report?: string | true;
  readonly list?: boolean;
}

export function addAudit(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'audit',
      'read contacts back from Brevo and show what differs from what they should be',
      'tajo connectors audit gorgias --sample 500\n  $ tajo connectors audit gorgias --all --repair\n  $ tajo connectors audit gorgias --report',
    ),
  )
    .option('--sample <n>', 'so many contacts, at random, a request for each; default 200', readSample)
    .option('--all', 'all contacts, a thousand of Brevo’s with each request')
    .option('--repair [report]', 'write what this audit, or the report with that id, says that we caused', readReportId)
    .option('--overwrite', 'repair: also what somebody has changed in Brevo since')
    .option('--report [report]', 'audit nothing: show the newest report, or the one with that id', readReportId)
    .option('--list', 'audit nothing: list the reports that are kept')
    .action(async (_connector: string, flags: AuditFlags, command: Command) => {
      requireOneThing(flags);
      const { json } = globalFlags(command);
      if (flags.list === true) return list(context, flags, json);
      return flags.report === undefined ? audit(context, flags, json) : show(context, flags, json);
    });
}

function requireOneThing({ sample, all, repair, overwrite, report, list: isList }: AuditFlags): void {
  const reads = report !== undefined || isList === true;
  const looks = sample !== undefined || all === true;
  if (reads && (looks || repair !== undefined))
    throw new UsageError('--report and --list audit nothing.', 'To carry a report out: --repair and its id.');
  if (typeof repair === 'string' && looks)
    throw new UsageError('--repair with an id carries out that report.', 'Leave out --sample and --all, or the id.');
  if (overwrite === true && repair === undefined)
    throw new UsageError('--overwrite belongs to --repair.', 'Leave it out, or add --repair.');
}

async function list(context: CliContext, { account }: AuditFlags, json: boolean): Promise<void> {
  const found = await context.client.connectors.audits('gorgias', { account });
  answer(context, json, found, () => auditListLines(found));
}

async function show(context: CliContext, { account, report }: AuditFlags, json: boolean): Promise<void> {
  const id = typeof report === 'string' ? report : undefined;
  const found = await context.client.connectors.auditReport('gorgias', { account, report: id });
  answer(context, json, found, () => (found.report === null ? [NONE] : auditLines(found.report, context.paint)));
}

const NONE = 'There is no report yet: a sample runs every night, and `tajo connectors audit gorgias` audits now.';

async function audit(context: CliContext, flags: AuditFlags, json: boolean): Promise<void> {
  const { account, sample, all, repair, overwrite } = flags;
  const report = typeof repair === 'string' ? repair : undefined;
  const wish = { account, sample, all, overwrite, report, repair: repair !== undefined };
  const found = await watchUntilDone(context, { ...WATCHED, account, json }, (watch) =>
    context.client.connectors.audit('gorgias', { ...wish, ...watch }),
  );
  if (found === null) return;
  answer(context, json, found, () => auditLines(found, context.paint));
  // Something is still to be mended by whoever reads this.
  if (found.repairs.open > 0) context.fail();
}

const WATCHED = {
  sentence: ({ sentence }: AuditRun) => sentence,
  detached: 'No longer watching; the audit goes on. See: tajo connectors audit gorgias --report',
};
