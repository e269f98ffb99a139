import { mayBeMeant } from '../config/file/nearest';
import { ConnectorError } from '../domain/errors/connector-error';
import type { AccountRow, Accounts } from '../store/types';

/** The account that a request means: the named one, or the only one. Throws `input.unknown_account` or `input.invalid`. */
export async function chooseAccount(accounts: Accounts, wanted: string | undefined): Promise<AccountRow> {
  const installed = await accounts.list();
  const [first, ...others] = installed;
  if (first === undefined) throw new ConnectorError('input.unknown_account', 'No Gorgias account is installed yet.');
  if (wanted !== undefined) return named(installed, wanted);
  if (others.length === 0) return first;
  throw new ConnectorError('input.invalid', `Several accounts are installed, name one of them: ${names(installed)}.`, {
    details: { field: 'account' },
    nextStep: `Add --account ${first.account}; a program gives it as \`account\`.`,
  });
}

function named(installed: readonly AccountRow[], wanted: string): AccountRow {
  const found = installed.find((row) => row.account === wanted || row.domain === wanted);
  if (found !== undefined) return found;
  const meant = mayBeMeant(
    wanted,
    installed.map(({ account }) => account),
  );
  throw new ConnectorError('input.unknown_account', `This account is not installed; there is ${names(installed)}.`, {
    details: { field: 'account' },
    nextStep:
      meant === undefined ? 'Name one that is installed.' : `Name one that is installed: the nearest is ${meant}.`,
  });
}

function names(installed: readonly AccountRow[]): string {
  return installed.map((row) => row.account).join(', ');
}
