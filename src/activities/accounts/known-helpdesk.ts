import { ConnectorError, ERROR_CODES, isConnectorError } from '../../domain/errors/connector-error';
import type { ActivityDeps } from '../deps';

/**
 * What `ask` answers, where it asks for the account. A page in place of the API means of a helpdesk that nobody has read yet that it is none; of
 * one that was read it speaks of the way there (design D15).
 * @throws ConnectorError as `ask` does, but `gorgias.unavailable` instead of `gorgias.wrong_domain` for a helpdesk that was read before
 */
export async function askHelpdesk<Answer>(
  { store }: Pick<ActivityDeps, 'store'>,
  account: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (thrown) {
    if (!isConnectorError(thrown, 'gorgias.wrong_domain')) throw thrown;
    if ((await store.runs.lastCompleted(account, { dry: true })) === null) throw thrown;
    const place = thrown.message.slice(thrown.message.indexOf('('));
    throw new ConnectorError('gorgias.unavailable', `Something came instead of an answer of Gorgias ${place}`, {
      details: thrown.details,
      nextStep: `${ERROR_CODES['gorgias.unavailable'].nextStep} A helpdesk that has moved to another domain answers like this, too.`,
    });
  }
}
