import type { installConnector } from '../contract/accounts';
import type { InputOf } from '../contract/call';
import { TajoError } from './errors';
import type { ConnectOptions } from './types';

export interface ConnectDefaults {
  readonly email: string | null;
  readonly brevoApiKey: string | null;
}

/** Fills in the defaults; throws `input.invalid` with the way to supply what is missing. An empty value counts as missing. */
export function requireConnectOptions(
  options: ConnectOptions,
  defaults: ConnectDefaults,
): InputOf<typeof installConnector>['body'] {
  return {
    domain: required('domain', options.domain, 'pass domain, like yourstore.gorgias.com'),
    email: required(
      'email',
      present(options.email) ?? defaults.email,
      'Gorgias uses Basic Auth, which needs the e-mail address of the user that owns the API key: pass email or set GORGIAS_EMAIL',
    ),
    apiKey: required('apiKey', options.apiKey, 'pass the Gorgias API key of Settings > REST API'),
    brevoApiKey: required(
      'brevoApiKey',
      present(options.brevoApiKey) ?? defaults.brevoApiKey,
      'pass brevoApiKey to connect or to TajoClient, or set BREVO_API_KEY',
    ),
    force: options.force,
  };
}

function required(field: string, value: string | null | undefined, fix: string): string {
  const found = present(value);
  if (found !== null) return found;
  throw new TajoError('input.invalid', `${field} is missing: ${fix}.`, { field });
}

function present(value: string | null | undefined): string | null {
  return value === undefined || value === null || value.trim() === '' ? null : value;
}
