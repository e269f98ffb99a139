import { ConnectorError } from '../domain/errors/connector-error';

/** What `read` gives; null where a `ConnectorError` comes of it, which is kept in `faults` for {@link allAtOnce}. Throws anything else. */
export function attempt<Value>(faults: ConnectorError[], read: () => Value): Value | null {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof ConnectorError)) throw thrown;
    faults.push(thrown);
    return null;
  }
}

/** What is wrong with the file and with the environment as one error, so that nobody mends the one and then hears of the other. */
export function allAtOnce(faults: readonly ConnectorError[]): ConnectorError {
  const [first, ...others] = faults;
  if (first === undefined) return new ConnectorError('bug', 'Nothing is wrong, and is to be told');
  if (others.length === 0) return first;
  return new ConnectorError(first.code, faults.map(({ message }) => message).join('\n'), {
    details: first.details,
    nextStep: first.nextStep,
  });
}
