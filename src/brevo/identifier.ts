import { ConnectorError } from '../domain/errors/connector-error';

/**
 * Path and query that address a contact by e-mail. The type is always named: without it, only some identifiers are told apart.
 *
 * @throws ConnectorError `brevo.rejected` for what is no e-mail, before it could address the whole collection.
 */
export function contactByEmail(email: string): {
  readonly path: string;
  readonly query: { readonly identifierType: 'email_id' };
  readonly route: string;
} {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new ConnectorError('brevo.rejected', 'A contact cannot be addressed without an e-mail', {
      details: { field: 'email' },
    });
  }
  return {
    path: `/contacts/${encodeURIComponent(email)}`,
    query: { identifierType: 'email_id' },
    route: '/contacts/{email}',
  };
}
