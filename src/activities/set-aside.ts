import type { ConnectorError } from '../domain/errors/connector-error';
import { mayPass } from '../domain/errors/dispositions';
import { ANSWER } from '../domain/errors/quarantine-causes';
import type { DueContact, QuarantineEntry } from '../store/types';
import type { ActivityDeps } from './deps';

/** A record of a vendor that failed for itself. */
export interface OddRecord extends Pick<QuarantineEntry, 'kind' | 'key'> {
  readonly error: ConnectorError;
  /** The rest of the record is there: it is known from a list. */
  readonly partly?: true;
}

/** It could not be read: what was known of it stands, and whoever needs it goes on without news. */
export function setAsideRead(
  deps: Pick<ActivityDeps, 'store' | 'log'>,
  account: string,
  odd: OddRecord,
): Promise<void> {
  return setAside(deps, account, { ...odd, step: 'read', detail: `${ANSWER}: ${whyOf(odd.error)}` });
}

/** It could not be written to Brevo. */
export function setAsideWrite(
  deps: Pick<ActivityDeps, 'store' | 'log'>,
  account: string,
  odd: OddRecord,
): Promise<void> {
  return setAside(deps, account, { ...odd, step: 'publish' });
}

/**
 * Somebody who is gone could not be taken off our lists. There is no customer to list them by, nothing marks them due any more, and no complete
 * sync meets them: listed by their address, and tried again whatever the answer was.
 */
export async function setAsideRelease(
  { store, log }: Pick<ActivityDeps, 'store' | 'log'>,
  account: string,
  { due, error: { code } }: { readonly due: DueContact; readonly error: ConnectorError },
): Promise<void> {
  const entry = { kind: 'contact', key: due.emailKey, step: 'publish', cause: code, held: true } as const;
  await store.quarantine.setAside(account, [entry]);
  log.warn('record.set_aside', { account, kind: 'contact', step: 'publish', code });
}

/** A step of the ticket's met an answer that nobody has foreseen: it is listed, and tried again whatever the answer was. */
export async function setAsideTicket(
  { store, log }: Pick<ActivityDeps, 'store' | 'log'>,
  account: string,
  { ticketId, error: { code } }: { readonly ticketId: number; readonly error: ConnectorError },
): Promise<void> {
  const entry = { kind: 'ticket', key: String(ticketId), step: 'map', cause: code, held: true } as const;
  await store.quarantine.setAside(account, [entry]);
  log.warn('record.set_aside', { account, kind: 'ticket', step: 'map', code });
}

/** Every step of the ticket's has worked: nothing is in its way any more. */
export async function ticketWorked(
  { store }: Pick<ActivityDeps, 'store'>,
  account: string,
  ticketId: number,
): Promise<void> {
  await store.quarantine.replace(account, { kind: 'ticket', step: 'map', keys: [String(ticketId)] }, []);
  await store.tickets.endWait(account, ticketId);
}

/** What passes by itself is tried again by itself, what may pass for a while; what was refused waits for a person, or for the next complete sync. */
async function setAside(
  { store: { quarantine }, log }: Pick<ActivityDeps, 'store' | 'log'>,
  account: string,
  { kind, key, step, error, partly, detail }: OddRecord & Pick<QuarantineEntry, 'step' | 'detail'>,
): Promise<void> {
  log.warn('record.set_aside', { account, kind, step, code: error.code });
  // The reading itself has noted which field it was.
  if (step === 'read' && error.code === 'gorgias.protocol' && error.details.tooLarge !== true)
    if (await quarantine.retryNoted(account, { kind, key })) return;
  const entry: QuarantineEntry = {
    kind,
    key,
    step,
    cause: causeOf(error),
    held: partly !== true,
    ...(detail === undefined ? {} : { detail }),
    ...(mayPass(error) ? { isRetried: true } : {}),
  };
  await (error.retryable ? quarantine.setAside(account, [entry]) : quarantine.put(account, [entry]));
}

/** As the reading itself notes what it could not read: a reading that can ends it. */
function whyOf({ code, details }: ConnectorError): string {
  return details.tooLarge === true ? 'larger than 8 MB' : code;
}

/** A record by itself and a row of a list are unreadable in the same words. */
function causeOf({ code }: ConnectorError): QuarantineEntry['cause'] {
  return code === 'gorgias.protocol' ? 'unreadable' : code;
}
