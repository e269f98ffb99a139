import type { Uninstalled } from '../../../../packages/sdk/contract/accounts';
import { type ListRef, nameKey } from '../../../domain/list-name';
import type { OperationDeps } from '../../operation';

type Left = Uninstalled['leftOnOpenSupport'];

/**
 * Who is on the list of open support, so that marketing waits for them, when an account is uninstalled: nobody takes them off any more. Null: there
 * is no such list, nobody is on it, or another account that writes to the same Brevo goes on looking after it.
 */
export async function leftOnOpenSupport(
  { store, openSupportOf }: Pick<OperationDeps, 'store' | 'openSupportOf'>,
  account: string,
): Promise<Left> {
  const { accounts, contacts, openSupport } = store;
  const numberOf = async (of: string): Promise<number | null> => {
    const list: ListRef | null = openSupportOf(of);
    if (typeof list !== 'string') return list;
    return (await contacts.namedLists(of)).get(nameKey(list)) ?? null;
  };
  const list = await numberOf(account);
  if (list === null) return null;
  for (const other of await accounts.onSameBrevo(account)) if ((await numberOf(other)) === list) return null;
  const people = await openSupport.countMembers(account, list);
  if (people === 0) return null;
  return { list, name: (await contacts.listNames(account)).get(list) ?? null, people };
}
