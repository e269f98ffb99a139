import { ConnectorError } from '../domain/errors/connector-error';
import { type HttpRequest } from './types';
import { type Vendor, VENDOR_NAMES } from './vendor';

/** Who is asked, and whether by a proxy. */
export interface Way {
  readonly vendor: Vendor;
  readonly isByProxy: boolean;
}

interface NetworkError {
  readonly kind: 'unavailable' | 'timeout' | 'protocol';
  /** False only where no byte of the request can have been read by the vendor. */
  readonly outcomeUnknown: boolean;
  readonly text: string;
  readonly tooLarge?: boolean;
  /** Of opening a connection: by a proxy it is the proxy that is meant, for nobody else is connected to. */
  readonly ofConnecting?: boolean;
  /** The connector itself ended the request: it says nothing of the vendor. */
  readonly byOurselves?: boolean;
}

const neverSent = (text: string): NetworkError => ({ kind: 'unavailable', outcomeUnknown: false, text });
const unconnected = (text: string): NetworkError => ({ ...neverSent(text), ofConnecting: true });
const lost = (text: string): NetworkError => ({ kind: 'unavailable', outcomeUnknown: true, text });
const late = (text: string): NetworkError => ({ kind: 'timeout', outcomeUnknown: true, text });
/** The vendor's, most likely, and too much: less may be asked for. */
const tooLarge = (text: string): NetworkError => ({ kind: 'protocol', outcomeUnknown: true, text });

/** What undici 7.30 and Node 20 throw, measured on raw sockets, one line a fault; `test/http/network-errors.test.ts` provokes them again. */
const NETWORK_ERRORS: Readonly<Record<string, NetworkError>> = {
  ECONNREFUSED: unconnected('refused the connection'),
  ENOTFOUND: unconnected('was not found by the name service'),
  EAI_AGAIN: unconnected('could not be looked up: the name service did not answer'),
  EHOSTUNREACH: unconnected('cannot be reached from this network'),
  ENETUNREACH: unconnected('cannot be reached from this network'),
  UND_ERR_PRX_TLS: neverSent('was not reached: the proxy of HTTPS_PROXY could not prove its identity over TLS'),
  PROXY_407: neverSent('was not reached: the proxy of HTTPS_PROXY wants a user and password, or other ones'),
  PROXY_403: neverSent('was not reached: the proxy of HTTPS_PROXY does not allow it'),
  UND_ERR_ABORTED: neverSent('was not reached: the proxy of HTTPS_PROXY did not connect to it'),
  UND_ERR_CLOSED: { ...neverSent('was not asked: the connector is shutting down'), byOurselves: true },
  UND_ERR_CONNECT_TIMEOUT: { ...unconnected('did not accept the connection in time'), kind: 'timeout' },
  UND_ERR_HEADERS_TIMEOUT: late('did not begin to answer in time'),
  UND_ERR_BODY_TIMEOUT: late('stopped in the middle of the answer'),
  TOTAL_TIMEOUT: late('took too long for the whole answer'),
  UND_ERR_SOCKET: lost('closed the connection before the answer was complete'),
  ECONNRESET: lost('reset the connection'),
  EPIPE: lost('closed the connection while the request was being sent'),
  UND_ERR_DESTROYED: { ...lost('was interrupted: the connector is shutting down'), byOurselves: true },
  HTTPParserError: lost('did not answer in HTTP'),
  UND_ERR_HEADERS_OVERFLOW: lost('sent more headers than 16 KB'),
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { ...tooLarge('sent a larger answer than the connector accepts'), tooLarge: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: lost('sent an answer of another length than it announced'),
};

/** Node's codes of a failed TLS handshake: nothing was sent, least of all the credentials. */
const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/;

const UNTRUSTED =
  'could not prove its identity over TLS; behind a proxy that looks into TLS let NODE_EXTRA_CA_CERTS name the file with its certificate';

/**
 * The error for an exchange that brought no HTTP answer. Its text names the route, never the address, body or credentials, and the
 * thrown error is not kept as a cause: undici's parser errors carry the raw bytes of the answer.
 */
export function networkError(
  { vendor, isByProxy }: Way,
  request: Pick<HttpRequest, 'method' | 'route'>,
  thrown: unknown,
): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const code = codeOf(thrown);
  const cause = networkErrorOf(code);
  const call = `${request.method} ${request.route}`;
  if (cause === null) return new ConnectorError('bug', `${call} could not be sent (${code ?? 'no code'})`);
  const text =
    isByProxy && cause.ofConnecting === true ? `was not reached: the proxy of HTTPS_PROXY ${cause.text}` : cause.text;
  const message = `${VENDOR_NAMES[vendor]} ${text} (${call}, ${code ?? 'no code'})`;
  const details = {
    ...(cause.outcomeUnknown ? { outcomeUnknown: true } : {}),
    ...(cause.tooLarge === true ? { tooLarge: true } : {}),
    ...(cause.byOurselves === true ? { byOurselves: true } : {}),
  };
  return new ConnectorError(`${vendor}.${cause.kind}`, message, { details });
}

function networkErrorOf(code: string | null): NetworkError | null {
  if (code === null) return null;
  const known = NETWORK_ERRORS[code];
  if (known !== undefined) return known;
  if (TLS_CODE.test(code)) return neverSent(UNTRUSTED);
  // The system's own codes (ETIMEDOUT, EPROTO …) end a connection; undici's remaining ones say that we called it wrongly.
  return code.startsWith('E') ? lost('broke the connection') : null;
}

// Told by its members, not by `instanceof`: under a test runner, Node's own errors come from another realm.
function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null) return null;
  // The parser's code is the llhttp reason (HPE_…) or missing; only the name is steady.
  if ('name' in thrown && thrown.name === 'HTTPParserError') return thrown.name;
  // undici says the status that the proxy answered with nowhere else.
  const [, status] = /^Proxy response \((407|403)\)/.exec('message' in thrown ? String(thrown.message) : '') ?? [];
  if (status !== undefined) return `PROXY_${status}`;
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
