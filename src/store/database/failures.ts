import { z } from 'zod';
import { ConnectorError } from '../../domain/errors/connector-error';

const databaseError = z.object({
  code: z.string().optional(),
  constraint: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
});

/** Classes 08, 53, 57: connection, resources, shutdown, a statement that took too long; 40: serialization and deadlock; the rest are Node's own. */
const PASSING = /^(?:08|40|53|57|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;

/**
 * Turns what a driver threw into `store.unavailable` (try again) or `bug`. The driver's own text is dropped: it quotes values, and
 * those are people's.
 */
export function storeFailure(thrown: unknown): Error {
  if (thrown instanceof ConnectorError) return thrown;
  const { code, ...place } = databaseError.safeParse(thrown).data ?? {};
  if (code === undefined)
    return connectionLost(thrown) ?? (thrown instanceof Error ? thrown : new Error(String(thrown)));
  if (PASSING.test(code)) return new ConnectorError('store.unavailable', `Postgres does not answer (${code}).`);
  if (/^28|^3D/.test(code)) {
    return new ConnectorError('store.unavailable', `Postgres refused the connection of DATABASE_URL (${code}).`);
  }
  if (!/^[0-9A-Z]{5}$/.test(code)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  const where = Object.values(place).join(', ');
  return new ConnectorError('bug', `Postgres refused a statement (${code}${where === '' ? '' : `: ${where}`}).`);
}

function connectionLost(thrown: unknown): ConnectorError | null {
  if (!(thrown instanceof Error)) return null;
  const lost = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i;
  return lost.test(thrown.message)
    ? new ConnectorError('store.unavailable', 'The connection to Postgres was lost.')
    : null;
}
