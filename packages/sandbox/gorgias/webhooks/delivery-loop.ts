import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type IntegrationRecord } from '../../world/records';
import { type World } from '../../world/world';
import { attempt, isAnswered } from './attempt';
import { type Call } from './call';
import { type WritableDeliveries } from './deliveries';

export interface CarrierFigures {
  readonly timeoutMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly failuresUntilOff: number;
}

export interface Carrier {
  /** Brings one delivery to its end, which stands in the journal. */
  carry(row: IntegrationRecord, call: Call, seq: number, delayMs: number): void;
  forgive(integrationId: number): void;
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Sends, retries, and switches off an integration whose calls fail too often in a row. */
export function createCarrier(world: World, deliveries: WritableDeliveries, figures: CarrierFigures): Carrier {
  const { timeoutMs, retryDelaysMs, failuresUntilOff } = figures;
  const failures = new Map<number, number>();
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);

  const count = (row: IntegrationRecord, isGood: boolean): void => {
    const inRow = isGood ? 0 : (failures.get(row.id) ?? 0) + 1;
    failures.set(row.id, inRow);
    if (inRow >= failuresUntilOff) row.deactivatedUs ??= world.state.tick();
  };
  const isOn = (row: IntegrationRecord): boolean =>
    !closing.signal.aborted && row.deactivatedUs === null && world.state.integrations.includes(row);
  const deliver = async (row: IntegrationRecord, call: Call, seq: number, delayMs: number): Promise<void> => {
    for (const pause of [delayMs, ...retryDelaysMs]) {
      if (pause > 0) await wait(pause, undefined, { signal: closing.signal }).catch(() => undefined);
      const outcome = isOn(row) ? await attempt(call, timeoutMs, closing.signal) : null;
      if (outcome === null || outcome.error === 'stopped') {
        deliveries.settle(seq, 'stopped');
        return;
      }
      deliveries.tried(seq, outcome);
      count(row, isAnswered(outcome));
      if (isAnswered(outcome)) return;
    }
    deliveries.settle(seq, 'failed');
  };
  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  return {
    carry: (row, call, seq, delayMs) => {
      const sending = deliver(row, call, seq, delayMs).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    forgive: (integrationId) => void failures.delete(integrationId),
    idle,
    close: () => {
      closing.abort();
      return idle();
    },
  };
}
