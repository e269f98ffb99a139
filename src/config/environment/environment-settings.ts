import { isLoopback } from '../../domain/loopback';
import { isProxy } from './proxies';
import { GORGIAS_DOMAIN_TEXT, isGorgiasDomain } from '../../domain/account/gorgias-domain';

/** One variable of the environment. */
export interface VariableRecord {
  readonly name: string;
  readonly sentence: string;
  /** Completes "must be …"; the value itself is never repeated. */
  readonly expects: string;
  readonly isValid: (value: string) => boolean;
  /** A secret may also come from a file: `NAME_FILE` holds its path. */
  readonly secret: boolean;
  readonly fallback: string | null;
  readonly example: string;
}

const address = (value: string, isAllowed: (url: URL) => boolean): boolean => {
  if (!URL.canParse(value) || /[\s\\@?#]/.test(value)) return false;
  const url = new URL(value);
  return url.hostname !== '' && isAllowed(url);
};

/** Credentials are sent there, so nothing but TLS may carry them, except within this machine. */
const isVendorAddress = (value: string): boolean =>
  address(value, ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
const isWebAddress = (value: string): boolean =>
  address(value, ({ protocol }) => protocol === 'https:' || protocol === 'http:');
const isOrigin = (value: string): boolean => isWebAddress(value) && new URL(value).origin === value;
const isPort = (value: string): boolean => /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535;
const isHostAndPort = (value: string): boolean => {
  const [, port] = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d+)$/.exec(value) ?? [];
  return port !== undefined && isPort(port);
};
const isEmail = (value: string): boolean => value.length <= 254 && /^[^\s@:]+@[^\s@:]+$/.test(value);
const isHeaderText = (value: string): boolean => /^[\x21-\x7e]+$/.test(value);
const isText = (value: string): boolean => !value.includes('\0');
/** A user or password that is not encoded cuts the address short: it would lead to a host that somebody has made up. */
const isDatabase = (value: string): boolean => {
  const [, authority = '', rest = ''] = /^postgres(?:ql)?:\/\/([^\s/?#]*)(\S*)$/.exec(value) ?? [];
  return authority + rest !== '' && !rest.includes('#') && (authority.includes('@') || !rest.includes('@'));
};
const areSecrets = (value: string): boolean => value.split(',').every(isHeaderText);

const isDeployment = (value: string): boolean => value === 'automatic' || value === 'manual';

const KEY_TEXT = 'a key of printable characters without spaces';
const VENDOR_TEXT = 'an https address (http for addresses of this machine only), without user, query or fragment';

const plain = { secret: false, fallback: null } as const;
const secret = { secret: true, fallback: null, expects: KEY_TEXT, isValid: isHeaderText } as const;

const proxy = {
  ...secret,
  expects:
    'the http address of a proxy with its port, with a user and password, percent-encoded (% is %25, @ is %40), if it wants them',
  isValid: isProxy,
  example: 'http://proxy.example.com:3128',
} as const;

/** Every variable that the connector reads, besides Temporal's own `TEMPORAL_*`. */
export const VARIABLES = {
  tajoApiKey: {
    ...secret,
    name: 'TAJO_API_KEY',
    sentence: 'Key of the control API; `tajo` and the SDK send it, the connector asks for it.',
    example: 'a long random text',
  },
  tajoReadKey: {
    ...secret,
    name: 'TAJO_READ_KEY',
    sentence:
      'A second key of the API and the console: sees no people’s addresses, names and words, and changes nothing.',
    example: 'another long random text',
  },
  tajoUrl: {
    ...plain,
    name: 'TAJO_URL',
    sentence: 'Where `tajo` and the SDK find the connector; without it the one on this machine.',
    expects: 'an http or https address without user, query or fragment',
    isValid: isWebAddress,
    example: 'https://connector.example.com',
  },
  tajoHome: {
    ...plain,
    name: 'TAJO_HOME',
    sentence: 'Folder for the state of the embedded Temporal and Postgres.',
    expects: 'a path',
    isValid: isText,
    fallback: '.tajo',
    example: '/var/lib/tajo',
  },
  encryptionKey: {
    ...secret,
    name: 'TAJO_ENCRYPTION_KEY',
    sentence:
      'Keys that credentials at rest and Temporal’s payloads are encrypted with, newest first: 32 random bytes each, in base64 or hex.',
    example: 'k2:<base64>,k1:<base64>',
  },
  port: {
    ...plain,
    name: 'PORT',
    sentence: 'Port of the API and the webhook door.',
    expects: 'a port, a whole number from 1 to 65535',
    isValid: isPort,
    fallback: '8080',
    example: '9090',
  },
  workerAddress: {
    ...plain,
    name: 'TAJO_WORKER_ADDRESS',
    sentence:
      'Where `npm run worker` serves /metrics, /healthz and /readyz; when it is not set and the port is busy, the next free one.',
    expects: 'a host and a port',
    isValid: isHostAndPort,
    fallback: '127.0.0.1:9464',
    example: '0.0.0.0:9464',
  },
  databaseUrl: {
    ...secret,
    name: 'DATABASE_URL',
    sentence: 'Postgres to keep the facts in; without it an embedded one.',
    expects:
      'an address that begins with postgres:// or postgresql://, with user and password percent-encoded (% is %25, # is %23, @ is %40, / is %2F)',
    isValid: isDatabase,
    example: 'postgres://tajo@db.example.com/tajo',
  },
  gorgiasDomain: {
    ...plain,
    name: 'GORGIAS_DOMAIN',
    sentence: 'Your Gorgias domain.',
    expects: GORGIAS_DOMAIN_TEXT,
    isValid: isGorgiasDomain,
    example: 'yourstore.gorgias.com',
  },
  gorgiasEmail: {
    ...plain,
    name: 'GORGIAS_EMAIL',
    sentence: 'E-mail of the Gorgias user whose API key is used; Basic Auth needs both.',
    expects: 'an e-mail address without a colon',
    isValid: isEmail,
    example: 'you@yourstore.com',
  },
  gorgiasApiKey: {
    ...secret,
    name: 'GORGIAS_API_KEY',
    sentence: 'API key of that user, from Settings > REST API.',
    example: 'the key',
  },
  gorgiasWebhookSecrets: {
    ...secret,
    name: 'GORGIAS_WEBHOOK_SECRET',
    sentence:
      'Secret of the header X-Webhook-Secret; two, separated by a comma, are valid at once while it is changed.',
    expects: 'one secret or several separated by commas, without spaces',
    isValid: areSecrets,
    example: 'old,new',
  },
  brevoApiKey: {
    ...secret,
    name: 'BREVO_API_KEY',
    sentence: 'API key of the Brevo account, from SMTP & API > API keys.',
    example: 'the key',
  },
  gorgiasBaseUrl: {
    ...plain,
    name: 'GORGIAS_BASE_URL',
    sentence: 'Replaces https://{domain} for sandboxes and tests.',
    expects: VENDOR_TEXT,
    isValid: isVendorAddress,
    example: 'http://127.0.0.1:4010',
  },
  brevoBaseUrl: {
    ...plain,
    name: 'BREVO_BASE_URL',
    sentence: 'Replaces https://api.brevo.com/v3 for sandboxes and tests.',
    expects: VENDOR_TEXT,
    isValid: isVendorAddress,
    example: 'http://127.0.0.1:4020/v3',
  },
  temporalAddress: {
    ...plain,
    name: 'TEMPORAL_ADDRESS',
    sentence:
      'Temporal server to use; without it an embedded one. Temporal’s other `TEMPORAL_*` variables work as documented there.',
    expects: 'a host and a port',
    isValid: isHostAndPort,
    example: 'temporal.example.com:7233',
  },
  temporalCliPath: {
    ...plain,
    name: 'TEMPORAL_CLI_PATH',
    sentence:
      'Temporal CLI that the embedded server is started with; without it the one on PATH, in the cache, or downloaded.',
    expects: 'a path',
    isValid: isText,
    example: '/usr/local/bin/temporal',
  },
  deployment: {
    ...plain,
    name: 'TAJO_DEPLOYMENT',
    sentence:
      'Who makes a new build of the workers the current one: `automatic`, the workers themselves, or `manual`, you with `temporal worker deployment set-current-version`.',
    expects: 'automatic or manual',
    isValid: isDeployment,
    fallback: 'automatic',
    example: 'manual',
  },
  otlpEndpoint: {
    ...plain,
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    sentence:
      'Collector that takes traces by OTLP over HTTP; without it nothing is traced. OpenTelemetry’s other `OTEL_*` variables for traces work as documented there.',
    expects: 'an http or https address without user, query or fragment',
    isValid: isWebAddress,
    example: 'http://127.0.0.1:4318',
  },
  uiUrl: {
    ...plain,
    name: 'TAJO_UI_ORIGIN',
    sentence:
      'Address of the Temporal web interface as a browser sees it: links lead there, and its pages alone may use the codec routes. An embedded one is known without.',
    expects: 'a scheme, a host and a port if it is not the usual one, with nothing behind',
    isValid: isOrigin,
    example: 'https://temporal-ui.example.com',
  },
  httpsProxy: {
    ...proxy,
    name: 'HTTPS_PROXY',
    sentence:
      'Proxy by which Gorgias, Brevo, a Temporal server elsewhere, downloads and an https `TAJO_URL` are reached; `https_proxy` means the same, and wins.',
  },
  httpProxy: {
    ...proxy,
    name: 'HTTP_PROXY',
    sentence: 'Proxy by which `tajo` reaches an http `TAJO_URL` on another machine.',
  },
  noProxy: {
    ...plain,
    name: 'NO_PROXY',
    sentence:
      'What is reached without a proxy: hosts, with all below them, addresses, networks, or `*`. This machine and names without a dot always are.',
    expects: 'hosts, addresses and networks, separated by commas',
    isValid: isText,
    example: '.example.com,10.0.0.0/8',
  },
} as const satisfies Record<string, VariableRecord>;
