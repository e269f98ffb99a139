import type { Command } from 'commander';
import { confirm } from '../confirm';
import { answer, type CliContext } from '../context';
import { TajoError } from '../../client/errors';
import { UsageError } from '../../../../src/domain/errors/failure';
import { globalFlags } from '../flags';
import { count, counted } from '../output/figures';
import { WIDTH, wrap } from '../output/wrap';
import type { Uninstalled } from '../../client/types';
import { connectorCommand, withAccount, type AccountFlag } from './connector-command';
import { sayIfSlow } from '../say-if-slow';

interface UninstallFlags extends AccountFlag {
  readonly purge?: boolean;
  readonly yes?: boolean;
}

export function addUninstall(parent: Command, context: CliContext): void {
  withAccount(
    connectorCommand(
      parent,
      'uninstall',
      'end all that runs for an account and forget its keys',
      'tajo connectors uninstall gorgias --purge',
    ),
  )
    .option('--keep-data', 'keep what was read, for a later install (this is the default)')
    .option('--purge', 'delete also what was read; Brevo keeps its contacts')
    .option('--yes', 'do not ask; needed where no terminal is')
    .action((_connector: string, flags: UninstallFlags, command: Command) => uninstall(context, flags, command));
}

async function uninstall(context: CliContext, flags: UninstallFlags, command: Command): Promise<void> {
  const purge = flags.purge === true;
  if (flags.yes !== true) await ask(context, flags.account, purge);
  const ending = context.client.connectors.uninstall('gorgias', { account: flags.account, purge });
  const done = await sayIfSlow(context, ending, { afterMs: AT_ONCE_MS, words: ENDING });
  answer(context, globalFlags(command).json, done, () => doneLines(context, done));
}

const AT_ONCE_MS = 1_000;
const ENDING =
  'What runs for it is being ended, and what is on the wire to Brevo at this moment is waited for, up to half a minute. Ctrl-C does not stop that.';

async function ask({ client, io }: CliContext, account: string | undefined, purge: boolean): Promise<void> {
  if (io.stdin.isTTY !== true)
    throw new UsageError(
      'Uninstalling asks first, and nobody can be asked here.',
      'Add --yes to go on without a question.',
    );
  // One that was uninstalled before and is purged now has no status any more.
  const status = await client.connectors.status('gorgias', { account }).catch((thrown: unknown) => {
    if (account !== undefined && thrown instanceof TajoError && thrown.code === 'input.unknown_account') return null;
    throw thrown;
  });
  const name = account ?? status?.account ?? '';
  const what = purge
    ? `This ends all that runs for ${name}, forgets its keys and deletes everything that was read of it.`
    : `This ends all that runs for ${name} and forgets its keys; what was read is kept.`;
  const dropped = droppedWords(status?.unsent ?? null);
  const also = dropped === null ? '' : ` ${dropped} would never leave, also when ${name} is installed again.`;
  await confirm(io, `${what}${also} Brevo keeps its contacts.`, name);
}

/** `30 campaigns and 1 event that have not left yet`; null: there are none, or nobody has counted them. */
function droppedWords(unsent: Uninstalled['dropped']): string | null {
  const { campaigns = 0, events = 0 } = unsent ?? {};
  const parts = [
    ...(campaigns > 0 ? [counted(campaigns, 'campaign')] : []),
    ...(events > 0 ? [counted(events, 'event')] : []),
  ];
  if (parts.length === 0) return null;
  return `${parts.join(' and ')} that ${campaigns + events === 1 ? 'has' : 'have'} not left yet`;
}

function doneLines(
  { paint }: CliContext,
  { account, purged, rowsDeleted, dropped, leftOnOpenSupport }: Uninstalled,
): string[] {
  const unsent = droppedWords(dropped);
  return [
    `${paint.good('✓')} ${account} is uninstalled; its keys are forgotten.`,
    purged
      ? `  ${counted(rowsDeleted, 'row')} deleted. Brevo keeps its contacts.`
      : '  What was read is kept. Delete it with: tajo connectors uninstall gorgias ' + `--account ${account} --purge`,
    ...(unsent === null ? [] : indented(`${unsent} never will, also when ${account} is installed again.`)),
    ...(leftOnOpenSupport === null ? [] : leftLines(leftOnOpenSupport)),
  ];
}

function leftLines({ list, name, people }: NonNullable<Uninstalled['leftOnOpenSupport']>): string[] {
  const called = `list ${String(list)}${name === null ? '' : ` “${name}”`}, the one of open support`;
  const stay = people === 1 ? '1 person stays' : `${count(people)} people stay`;
  const left = people === 1 ? 'that person' : 'them';
  const text = `${stay} on ${called}, and nobody takes ${left} off any more: campaigns that exclude the list leave ${left} out for good. Empty it in Brevo, unless you install the connector again.`;
  return indented(text);
}

function indented(text: string): string[] {
  return wrap(text, WIDTH).map((line) => `  ${line}`);
}
