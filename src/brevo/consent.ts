import { ConnectorError } from '../domain/errors/connector-error';
import { type Attributes } from './types';

/**
 * The attributes, unless one of them would change the e-mail: on a blocklisted contact that resubscribes the person.
 *
 * @throws ConnectorError `brevo.rejected` (field `EMAIL`)
 */
export function withoutEmailChange(attributes: Attributes): Attributes {
  const offending = Object.keys(attributes).some((name) => name.toUpperCase() === 'EMAIL');
  if (!offending) return attributes;
  throw new ConnectorError(
    'brevo.rejected',
    'The e-mail of a Brevo contact is never changed through the attribute EMAIL',
    {
      details: { field: 'EMAIL' },
    },
  );
}
