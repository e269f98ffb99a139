import { Argument, type Command } from 'commander';
import { nearMiss } from '../../../../src/config/file/nearest';
import type { Connector, ConnectorStatus } from '../../client/types';
import { answer, type CliContext } from '../context';
import { ERROR_CATALOG } from '../errors/catalog';
import { heldUpBy } from '../errors/blocked-records';
import { TROUBLESHOOTING } from '../errors/troubleshooting';
import { UsageError } from '../../../../src/domain/errors/failure';
import { globalFlags } from '../flags';
import { ALL_CAUSES, causeText } from '../../../../src/domain/errors/quarantine-causes';
import { type AccountProblems, errorListLines, errorLines } from '../output/errors';

export function addErrors(program: Command, context: CliContext): void {
  program
    .command('errors')
    .description('list every error: what, why, what to do, and how many records it holds up now')
    .addArgument(new Argument('[code]', 'one code or one cause of the quarantine, in full'))
    .addHelpText('after', '\nExample:\n  $ tajo errors\n  $ tajo errors auth.gorgias_refused')
    .action((code: string | undefined, _flags: object, command: Command) =>
      showErrors(context, code, globalFlags(command).json),
    );
}

async function showErrors(context: CliContext, code: string | undefined, json: boolean): Promise<void> {
  const entry = ERROR_CATALOG.find((known) => known.code === code);
  const cause = code === undefined ? undefined : causeText(code);
  if (code !== undefined && entry === undefined && cause === undefined) {
    const closest = nearMiss(code, [...ERROR_CATALOG.map((known) => known.code), ...ALL_CAUSES]);
    const fix = `${closest === undefined ? '' : `The nearest is ${closest}; `}\`tajo errors\` shows them all.`;
    throw new UsageError(`There is no error ${JSON.stringify(code)}.`, fix);
  }
  const accounts = await readProblems(context);
  if (code === undefined) {
    const list = { reachable: accounts !== null, accounts: accounts ?? [], errors: ERROR_CATALOG };
    answer(context, json, list, () => errorListLines(accounts, context.paint));
    return;
  }
  const records = (accounts ?? [])
    .flatMap(({ heldUp }) => heldUp)
    .filter((held) => held.code === code || held.cause === code)
    .reduce((sum, held) => sum + held.records, 0);
  const waiting = (accounts ?? []).filter(({ heldUp }) =>
    heldUp.some((held) => held.cause === null && held.code === code),
  );
  const heldUp = { heldUp: accounts === null ? null : records, accounts: waiting.map(({ account }) => account) };
  const shown = { ...cause, ...entry, code, ...heldUp };
  answer(context, json, shown, () => errorLines(entry ?? cause, code, { ...heldUp, paint: context.paint }));
}

/** Null: no connector can be asked just now; the list itself is still of use then. */
async function readProblems({ client }: CliContext): Promise<readonly AccountProblems[] | null> {
  try {
    const { connectors } = await client.connectors.list();
    return await Promise.all(connectors.map((connector) => problemsOf(client, connector)));
  } catch {
    return null;
  }
}

async function problemsOf(client: CliContext['client'], { account }: Connector): Promise<AccountProblems> {
  const status: ConnectorStatus = await client.connectors.status('gorgias', { account });
  return {
    account,
    heldUp: heldUpBy(status),
    symptoms: TROUBLESHOOTING.map(({ symptom, now }) => ({ symptom, now: now(status) })),
  };
}
