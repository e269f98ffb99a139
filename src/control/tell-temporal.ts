import { ConnectorError, isConnectorError } from '../domain/errors/connector-error';

/**
 * The part of a command that only Temporal can do, when the store has its part already. Somebody who must stop mail, or let it go, has to know what
 * took effect also where Temporal does not answer.
 * @param standing what holds now, in whole sentences, and what could not be done; it is said only then
 * @throws `temporal.unavailable`, with `standing` before the reason
 */
export async function tellTemporal<Result>(standing: string, tell: () => Promise<Result>): Promise<Result> {
  try {
    return await tell();
  } catch (thrown) {
    if (!isConnectorError(thrown, 'temporal.unavailable')) throw thrown;
    throw new ConnectorError('temporal.unavailable', `${standing} ${thrown.message}`, {
      cause: thrown,
      nextStep: `${thrown.nextStep.replace(/\.$/, '')}, then run the same again.`,
    });
  }
}
