import { ConnectorError, type ErrorCode, isConnectorError, isErrorCode } from '../domain/errors/connector-error';
import { parseJson } from '../http/json';
import type { HttpRequest, HttpResponse, Transport } from '../http/types';
import { type Vendor, VENDOR_NAMES } from '../http/vendor';
import type { Admission, Admitted, Departure } from '../store/accounts/admission';
import type { UnansweredRequests } from '../store/accounts/unanswered';
import type { ActivityDeps } from './deps';

export interface Admittance {
  readonly vendor: Vendor;
  readonly account: string;
  readonly admission: Admission;
  readonly unanswered: UnansweredRequests;
  /** `enabled` of this process' configuration; what other processes were started with stands in the account's row. */
  readonly enabled: boolean;
  /** A person waits for the answer. */
  readonly asked: boolean;
  /** What an answer that is no success means. */
  readonly errorOf: (request: HttpRequest, response: HttpResponse) => ConnectorError;
  readonly onHold: (hold: { readonly code: ErrorCode; readonly scope: string }) => void;
  /** What has waited may go on. */
  readonly onLift: () => void;
  /** The vendor itself has answered, whatever it said. */
  readonly onAnswered: () => void;
}

/** Refused for the key itself: nothing that this vendor is asked can succeed. The others speak of the one call. */
const OF_THE_KEY: readonly ErrorCode[] = ['auth.gorgias_refused', 'auth.brevo_refused', 'auth.brevo_ip_blocked'];
const OF_THE_CALL: readonly ErrorCode[] = ['auth.gorgias_forbidden', 'auth.brevo_forbidden'];
/** Credits are for what is sent (brevo-api.md 7): about a contact that cannot be read or written such an answer says nothing of the others. */
const SENDS: readonly string[] = ['POST /smtp/email', 'POST /events'];

/**
 * The same transport behind the account's gate (design D14), the one place that every request to a vendor passes: off, nothing leaves; paused,
 * nothing that writes to Brevo; and what a person has to mend is found out about by one request for everybody, every ten minutes.
 * @throws `account.off`, `account.paused`, or the error that the account is held for.
 */
export function admitted(transport: Transport, admittance: Admittance): Transport {
  const { account, admission } = admittance;
  return async (request, signal) => {
    const departure = departureOf(admittance, request);
    if (!admittance.enabled) throw stopped(account, { kind: 'off' });
    const entered = await admission.enter(account, departure);
    if (entered.kind !== 'go') throw stopped(account, entered);
    const { probes } = entered;
    try {
      const response = await transport(request, signal);
      await conclude(admittance, { departure, request, response, entered });
      return response;
    } catch (thrown) {
      // It had taken the one request that tries for everybody, and is none the wiser.
      if (probes.length > 0) await admission.untold(account, probes);
      await noteSilence(admittance, thrown);
      throw thrown;
    } finally {
      if (entered.token !== null) await admission.leave(account, entered.token);
    }
  };
}

function departureOf({ vendor, asked }: Admittance, { method, route }: HttpRequest): Departure {
  return { vendor, asked, call: `${method} ${route}`, writes: vendor === 'brevo' && method !== 'GET' };
}

/** Why nothing leaves the account, as the error that ends a step. */
export function stopped(account: string, entered: Exclude<Admitted, { kind: 'go' }>): ConnectorError {
  switch (entered.kind) {
    case 'off':
      return new ConnectorError('account.off', `The connector is switched off for ${account}: nothing is read or sent`);
    case 'paused':
      return new ConnectorError('account.paused', `The connector is paused for ${account}: nothing is sent`);
    case 'gone':
      return new ConnectorError('input.unknown_account', `No account ${account} is installed.`);
    case 'held': {
      const { code, message, scope } = entered;
      return new ConnectorError(isErrorCode(code) ? code : 'bug', message, { details: { heldBy: scope } });
    }
  }
}

/** No answer of the vendor's own; its own ending of a request says nothing of the vendor. */
function isSilence(vendor: Vendor, thrown: unknown): thrown is ConnectorError {
  return isConnectorError(thrown, `${vendor}.unavailable`, `${vendor}.timeout`) && thrown.details.byOurselves !== true;
}

async function noteSilence({ account, vendor, unanswered }: Admittance, thrown: unknown): Promise<void> {
  if (!isSilence(vendor, thrown)) return;
  const { code, message } = thrown;
  await unanswered.failed(account, { vendor, code, message });
}

function instead(vendor: Vendor): ConnectorError {
  return new ConnectorError(`${vendor}.unavailable`, `Something came instead of an answer of ${VENDOR_NAMES[vendor]}`);
}

interface Conclusion {
  readonly departure: Departure;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly entered: Extract<Admitted, { kind: 'go' }>;
}

/** What the answer says of the account. Only an answer of the vendor's own ends a hold: a gateway's says nothing. */
async function conclude(admittance: Admittance, { departure, request, response, entered }: Conclusion): Promise<void> {
  const { account, admission, vendor, onHold, onLift } = admittance;
  const { probes } = entered;
  const error = response.status >= 400 ? admittance.errorOf(request, response) : null;
  const isVendors = isOfVendor(vendor, response, error);
  if (isVendors) {
    admittance.onAnswered();
    if (entered.wasUnanswered === true) await admittance.unanswered.answered(account, vendor);
  } else await noteSilence(admittance, error ?? instead(vendor));
  const scope = error === null ? null : scopeOf(departure, error.code);
  if (error !== null && scope !== null) {
    // The person hears it. What only a command asks for is waited for by nobody, and nothing would ever find out that it is allowed again.
    if (departure.asked && probes.length === 0 && scope !== vendor) return;
    const { code, message, nextStep } = error;
    const reason = `${message}. ${nextStep}`;
    if (await admission.hold(account, { scope, code, message, reason })) onHold({ code, scope });
    return;
  }
  if (probes.length === 0) return;
  if (!isVendors) await admission.untold(account, probes);
  else if (await admission.lift(account, probes)) onLift();
}

/** @throws `account.off` or `account.paused`: a run that is begun meanwhile waits before its first step. */
export async function requireOpen(deps: Pick<ActivityDeps, 'store' | 'configOf'>, account: string): Promise<void> {
  const row = await deps.store.accounts.find(account);
  if (!deps.configOf(account).enabled || row?.enabled === false) throw stopped(account, { kind: 'off' });
  if (row?.state === 'paused') throw stopped(account, { kind: 'paused' });
}

/** Which hold such an answer to the call means; null: none. What Gorgias forbids about one record says nothing of the others. */
export function scopeOf({ vendor, call }: Pick<Departure, 'vendor' | 'call'>, code: ErrorCode): string | null {
  if (OF_THE_KEY.includes(code)) return vendor;
  if (vendor === 'gorgias' && call.includes('{')) return null;
  const isOfTheCall = code === 'brevo.no_credits' ? SENDS.includes(call) : OF_THE_CALL.includes(code);
  return isOfTheCall ? `${vendor} ${call}` : null;
}

/** Only Brevo answers with nothing, and then by 204. */
function isOfVendor(vendor: Vendor, { status, text }: HttpResponse, error: ConnectorError | null): boolean {
  if (error === null) return status === 204 || (status >= 200 && status < 300 && parseJson(text) !== undefined);
  return error.code !== `${vendor}.unavailable` && error.code !== `${vendor}.rate_limited`;
}
