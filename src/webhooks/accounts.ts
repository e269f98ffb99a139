import { ConnectorError } from '../domain/errors/connector-error';
import { quickly } from './quickly';

/** What the door must know of an installed account. */
interface Installed {
  readonly account: string;
  readonly domain: string;
}

/** The account that an address means; throws `input.unknown_account`. */
export type ChooseAccount = (wanted: string | undefined) => Promise<string>;

/**
 * Asks the store for the installed accounts; when it fails or is slow, what it said last still holds: a webhook should be neither refused
 * nor late because of a database that it does not need.
 */
export function createAccountChoice(list: () => Promise<readonly Installed[]>): ChooseAccount {
  let known: readonly Installed[] | null = null;
  const refresh = async (): Promise<readonly Installed[]> => {
    try {
      known = await list();
      return known;
    } catch (thrown) {
      if (known === null) throw thrown;
      return known;
    }
  };
  return async (wanted) => {
    const installed = known === null ? await refresh() : await quickly(refresh(), known);
    return pickAccount(installed, wanted) ?? refuse(installed);
  };
}

/** Null: it is not clear which. */
export function pickAccount(installed: readonly Installed[], wanted: string | undefined): string | null {
  const meant =
    wanted === undefined ? installed : installed.filter((row) => row.account === wanted || row.domain === wanted);
  const [only, ...others] = meant;
  return only === undefined || others.length > 0 ? null : only.account;
}

function refuse(installed: readonly Installed[]): never {
  const names = installed.map((row) => row.account).join(', ');
  throw new ConnectorError('input.unknown_account', sentenceFor(installed.length, names), {
    details: { field: 'account' },
  });
}

function sentenceFor(installed: number, names: string): string {
  if (installed === 0) return 'No Gorgias account is installed yet.';
  return installed === 1
    ? `This account is not installed: send to /webhooks/gorgias/${names}.`
    : `Several Gorgias accounts are installed: send to /webhooks/gorgias/{account} with one of ${names}.`;
}
