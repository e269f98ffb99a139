/** What was thrown: a SQLSTATE or a code of Node's, and words that are only looked into, never passed on. */
interface Thrown {
  readonly code: string;
  readonly message: string;
}

interface Refusal {
  readonly when: (thrown: Thrown) => boolean;
  /** Names DATABASE_URL, or the setting of the server, and what to do. */
  readonly sentence: string;
}

const GRANT = '`grant usage, create on schema public to …`';
const TRUST =
  'name the authority that issued it with sslrootcert=FILE, or encrypt without asking who answers with sslmode=no-verify';
const ENCODE = 'in an address % is written %25, # is %23, @ is %40 and / is %2F';

const coded =
  (pattern: RegExp, words: RegExp = /(?:)/): Refusal['when'] =>
  ({ code, message }) =>
    pattern.test(code) && words.test(message);

/** The first that fits. */
const REFUSALS: readonly Refusal[] = [
  {
    when: coded(/^ERR_TLS_CERT_ALTNAME_INVALID$/),
    sentence:
      'Postgres shows a certificate for another name than the host of DATABASE_URL: use the name of the certificate there',
  },
  {
    when: coded(/CERT|^UNABLE_TO_/),
    sentence: `The certificate of the Postgres of DATABASE_URL is not trusted: ${TRUST}`,
  },
  {
    when: coded(/^(?:EPROTO$|ERR_SSL_|ERR_OSSL_)/),
    sentence: 'The Postgres of DATABASE_URL and the connector do not agree on TLS: check sslmode, sslcert and sslkey',
  },
  {
    when: ({ message }) => /does not support SSL/.test(message),
    sentence: 'DATABASE_URL asks for TLS, and its Postgres speaks none: set sslmode=disable',
  },
  {
    when: coded(/^28000$/, /no encryption|SSL off/),
    sentence:
      'Postgres takes the user of DATABASE_URL only over TLS: add sslmode=verify-full, and sslrootcert=FILE for an authority of your own',
  },
  {
    when: coded(/^28P01$|^08P01$/, /authentication failed|no such user/),
    sentence: `Postgres refuses the user or the password of DATABASE_URL: ${ENCODE}`,
  },
  {
    when: coded(/^28/),
    sentence: 'Postgres does not let the user of DATABASE_URL in from here: look at the role and at pg_hba.conf',
  },
  {
    when: coded(/^3D000$|^08P01$/, /does not exist|no such database/),
    sentence: 'Postgres has no database of the name in DATABASE_URL',
  },
  {
    when: coded(/^08P01$/, /startup parameter/),
    sentence:
      'The pooler of DATABASE_URL takes no such parameter: leave it out of the address, or name it in ignore_startup_parameters',
  },
  {
    when: coded(/^42501$/),
    sentence: `The user of DATABASE_URL may not do what the connector needs: let the owner of the database ${GRANT}`,
  },
  {
    when: coded(/^3F000$/),
    sentence: `The user of DATABASE_URL has no schema to make tables in: let the owner of the database ${GRANT}`,
  },
  {
    when: coded(/^25006$/),
    sentence: 'The Postgres of DATABASE_URL takes no writes: it is a standby, or was replaced by a fail-over',
  },
  {
    when: coded(/^53300$/),
    sentence: 'Postgres has no connection left for the user of DATABASE_URL, of whom each process takes up to ten',
  },
  {
    when: coded(/^57014$/),
    sentence: 'Postgres ended a statement that took longer than statement_timeout allows',
  },
  {
    when: coded(/^(?:58|25P04)/),
    sentence: 'Postgres could not finish what it had begun',
  },
];

/** One sentence with the code, when it is the server, its address or its settings that a person has to look at; null otherwise. */
export function refusalOf(thrown: Thrown): string | null {
  const refusal = REFUSALS.find(({ when }) => when(thrown));
  if (refusal === undefined) return null;
  return thrown.code === '' ? `${refusal.sentence}.` : `${refusal.sentence} (${thrown.code}).`;
}
