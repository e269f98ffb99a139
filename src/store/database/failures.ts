import { z } from 'zod';
import { ConnectorError } from '../../domain/errors/connector-error';
import { refusalOf } from './refusals';

const databaseError = z.object({
  code: z.string().optional(),
  constraint: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
});

/**
 * Classes 08, 53, 57: connection, resources, shutdown, a statement that took too long; 40: serialization and deadlock; 25P03: a transaction
 * that idled; 55P03: a lock that was not free in time; the rest are Node's own.
 */
const PASSING = /^(?:08|40|53|57|25P03|55P03|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;

/**
 * Turns what a driver threw into `store.unavailable` (try again) or `bug`. The driver's own text is dropped: it quotes values, and
 * those are people's.
 */
export function storeFailure(thrown: unknown): Error {
  if (thrown instanceof ConnectorError) return thrown;
  const { code, ...place } = databaseError.safeParse(thrown).data ?? {};
  if (code === undefined)
    return connectionLost(thrown) ?? (thrown instanceof Error ? thrown : new Error(String(thrown)));
  const refusal = refusalOf({ code, message: thrown instanceof Error ? thrown.message : '' });
  if (refusal !== null) return new ConnectorError('store.unavailable', refusal, { details: { vendorCode: code } });
  if (PASSING.test(code)) return new ConnectorError('store.unavailable', `Postgres does not answer (${code}).`);
  if (!/^[0-9A-Z]{5}$/.test(code)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const where = Object.values(place).join(', ');
  const message = `Postgres refused a statement (${code}${where === '' ? '' : `: ${where}`}).`;
  return new ConnectorError('bug', message, { details: { vendorCode: code } });
}

/**
 * True where one of the values was at fault, not the statement: class 22 (out of range, no such character), 54 (more than fits, an index too), and
 * 23514 (a check of ours). `thrown` is what {@link storeFailure} made of it.
 */
export function isDataFault(thrown: unknown): boolean {
  return thrown instanceof ConnectorError && thrown.code === 'bug' && DATA_FAULT.test(thrown.details.vendorCode ?? '');
}

const DATA_FAULT = /^(?:22|54|23514)/;

/** Somebody else held a lock for too long, or waited for ours: nothing was done. `thrown` is what {@link storeFailure} made of it. */
export function isLockFailure(thrown: unknown): boolean {
  return thrown instanceof ConnectorError && LOCK_FAILURES.some((code) => thrown.message.includes(`(${code})`));
}

/** A time-out, and a deadlock. */
const LOCK_FAILURES = ['55P03', '40P01'];

function connectionLost(thrown: unknown): ConnectorError | null {
  if (!(thrown instanceof Error)) return null;
  const refusal = refusalOf({ code: '', message: thrown.message });
  if (refusal !== null) return new ConnectorError('store.unavailable', refusal);
  const lost = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i;
  return lost.test(thrown.message)
    ? new ConnectorError('store.unavailable', 'The connection to Postgres was lost.')
    : null;
}

/** The server takes no writes any more, which a connection that was made before does not learn by itself. */
export function isReadOnly(thrown: unknown): boolean {
  return thrown instanceof ConnectorError && thrown.details.vendorCode === '25006';
}
