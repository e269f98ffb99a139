import { Client } from 'pg';
import { ConnectorError } from '../../domain/errors/connector-error';

/** They mean verify-full to the driver, which prints a warning that it will not always be so; what they mean here stays. */
const VERIFYING = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;

/**
 * `DATABASE_URL` as the driver takes it, read once before anything connects: what is wrong with the address itself is no reason to try again.
 * @throws ConnectorError `config.invalid`, which repeats nothing of it
 */
export function checkedAddress(databaseUrl: string): string {
  const address = databaseUrl.includes('uselibpqcompat=true')
    ? databaseUrl
    : databaseUrl.replace(VERIFYING, '$1verify-full');
  try {
    new Client(address);
    return address;
  } catch (thrown) {
    throw new ConnectorError('config.invalid', sentenceOf(thrown as NodeJS.ErrnoException), {
      details: { field: 'DATABASE_URL' },
    });
  }
}

function sentenceOf({ code, path }: NodeJS.ErrnoException): string {
  return path === undefined
    ? 'DATABASE_URL cannot be read as an address: write user and password percent-encoded (% as %25, # as %23, @ as %40, / as %2F).'
    : `DATABASE_URL names the file ${path} in sslrootcert, sslcert or sslkey, which cannot be read (${code ?? 'no code'}).`;
}
