import { ConnectorError } from '../domain/errors/connector-error';
import type { Transport } from '../http/types';

/** A request takes 25 s at the most, and 30 s after its attempt began it is taken for lost (`domain/outbox/lost-answer.ts`). */
const WITHIN_MS = 5_000;

/**
 * The same transport for a request that was just allowed: one that cannot leave within seconds from now does nothing. A worker that stood
 * still in between would send what was forbidden, or sent by somebody else, meanwhile.
 */
export function departingSoon(transport: Transport, withinMs = WITHIN_MS): Transport {
  // One clock nobody sets, the other goes on while the machine sleeps: whichever says that it is late is believed.
  const [startedAt, startedOn] = [performance.now(), Date.now()];
  const beforeDeparture = (): void => {
    if (performance.now() - startedAt <= withinMs && Date.now() - startedOn <= withinMs) return;
    throw new ConnectorError('brevo.busy', 'It could not leave as soon as it was decided: it is decided again', {
      retryAfterMs: 1_000,
    });
  };
  return (request, signal) => transport({ ...request, beforeDeparture }, signal);
}
