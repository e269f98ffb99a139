import { ConnectorError } from '../../domain/errors/connector-error';
import { type Environment } from '../types';

export interface EnvironmentCredentials {
  readonly domain: string;
  readonly email: string;
  readonly gorgiasApiKey: string;
  readonly brevoApiKey: string;
}

/** Half of them is a mistake: what is taken out of an environment is taken out together. */
export const ACCOUNT_VARIABLES = 'GORGIAS_DOMAIN, GORGIAS_EMAIL, GORGIAS_API_KEY and BREVO_API_KEY';

/**
 * The real accounts that the environment names; null: it names none, which means the sandbox. Half of it is a mistake, never a sandbox.
 * @param domain of the configuration, for an environment without GORGIAS_DOMAIN
 * @throws ConnectorError `config.invalid` naming the missing variables
 */
export function credentialsFrom(environment: Environment, domain: string): EnvironmentCredentials | null {
  const { gorgiasDomain, gorgiasEmail: email, gorgiasApiKey, brevoApiKey } = environment;
  if ([gorgiasDomain, email, gorgiasApiKey, brevoApiKey].every((value) => value === null)) return null;
  if (email !== null && gorgiasApiKey !== null && brevoApiKey !== null) {
    return { domain: gorgiasDomain ?? domain, email, gorgiasApiKey, brevoApiKey };
  }
  const missing = [
    email === null ? 'GORGIAS_EMAIL' : '',
    gorgiasApiKey === null ? 'GORGIAS_API_KEY' : '',
    brevoApiKey === null ? 'BREVO_API_KEY' : '',
  ].filter((name) => name !== '');
  const message = `The environment names an account, but not ${listed(missing)}${whyOf(missing, environment)}: set ${missing.length === 1 ? 'it' : 'them'} too, or none of ${ACCOUNT_VARIABLES} for the sandbox.`;
  throw new ConnectorError('config.invalid', message, { details: { field: missing[0] ?? '' } });
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Whoever has named a file believes to have set it. */
function whyOf(missing: readonly string[], { emptyFiles }: Environment): string {
  const files = missing.filter((name) => emptyFiles.includes(name)).map((name) => `${name}_FILE`);
  if (files.length === 0) return '';
  return ` (nothing stands in the ${files.length === 1 ? 'file' : 'files'} of ${listed(files)})`;
}
