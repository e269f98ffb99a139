import { ConnectorError } from '../../src/domain/errors/connector-error';

/** The ConnectorError that `promise` fails with; anything else fails the test. */
export async function caught(promise: Promise<unknown>): Promise<ConnectorError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown;
    throw thrown;
  }
  throw new Error('Expected a ConnectorError, but the call succeeded');
}
