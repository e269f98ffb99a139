import { ConnectorError } from '../../domain/errors/connector-error';

/** The embedded Postgres cannot be had. The sentence says what to do; a server of one's own always is a way out. */
export function unavailable(sentence: string): ConnectorError {
  return new ConnectorError('store.unavailable', sentence, { details: { field: 'DATABASE_URL' } });
}
