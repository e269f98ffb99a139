import { ConnectorError } from '../../domain/errors/connector-error';

/** The embedded Postgres cannot be had. The sentence says what to do; a server of one's own always is a way out. */
export function unavailable(sentence: string): ConnectorError {
  return new ConnectorError('store.unavailable', sentence, {
    details: { field: 'DATABASE_URL' },
    nextStep: 'A Postgres of your own does as well: set DATABASE_URL to its address.',
  });
}
