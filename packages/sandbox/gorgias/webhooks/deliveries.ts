import { type Trigger } from '../integration-body';
import { type Attempt, isAnswered } from './attempt';

/** `refused`: not a loopback address; `stopped`: the sandbox was closed, or the integration switched off, before it was answered. */
export const DELIVERY_STATES = ['waiting', 'answered', 'failed', 'dropped', 'refused', 'stopped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One webhook: a call that is tried up to four times. */
export interface WebhookDelivery {
  readonly seq: number;
  readonly integrationId: number;
  readonly trigger: Trigger;
  readonly ticketId: number;
  readonly messageId: number | null;
  /** When it happened, milliseconds since 1970. */
  readonly at: number;
  /** Seq of the delivery that it repeats, by a plan of misbehaviour. */
  readonly duplicateOf: number | null;
  readonly state: DeliveryState;
  /** Of the last attempt. */
  readonly status: number | null;
  readonly attempts: readonly Attempt[];
  /** What was sent; empty for a GET or without a template. */
  readonly body: string;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly trigger?: string | undefined;
  readonly ticketId?: number | undefined;
  readonly integrationId?: number | undefined;
  readonly sinceSeq?: number | undefined;
}

/** What was sent and how it was answered: the oracles' witness. */
export interface Deliveries {
  readonly total: number;
  list(filter?: DeliveryFilter): readonly WebhookDelivery[];
  count(filter?: DeliveryFilter): number;
  clear(): void;
}

export interface WritableDeliveries extends Deliveries {
  open(delivery: Omit<WebhookDelivery, 'seq' | 'state' | 'status' | 'attempts'>): number;
  tried(seq: number, attempt: Attempt): void;
  settle(seq: number, state: DeliveryState): void;
}

/** @param cap Deliveries kept; the oldest leave first. */
export function createDeliveries(cap: number): WritableDeliveries {
  const kept = new Map<number, WebhookDelivery>();
  let total = 0;
  const change = (seq: number, part: Partial<WebhookDelivery>): void => {
    const delivery = kept.get(seq);
    if (delivery !== undefined) kept.set(seq, { ...delivery, ...part });
  };
  const list = (filter: DeliveryFilter = {}): readonly WebhookDelivery[] =>
    [...kept.values()].filter((delivery) => matches(delivery, filter));
  return {
    get total() {
      return total;
    },
    list,
    count: (filter) => list(filter).length,
    clear: () => kept.clear(),
    open: (delivery) => {
      total += 1;
      kept.set(total, { seq: total, state: 'waiting', status: null, attempts: [], ...delivery });
      for (const seq of kept.keys()) {
        if (kept.size <= cap) break;
        kept.delete(seq);
      }
      return total;
    },
    tried: (seq, attempt) => {
      const attempts = [...(kept.get(seq)?.attempts ?? []), attempt];
      change(seq, { attempts, status: attempt.status, ...(isAnswered(attempt) ? { state: 'answered' } : {}) });
    },
    settle: (seq, state) => change(seq, { state }),
  };
}

function matches(delivery: WebhookDelivery, filter: DeliveryFilter): boolean {
  return (
    (filter.state === undefined || delivery.state === filter.state) &&
    (filter.trigger === undefined || delivery.trigger === filter.trigger) &&
    (filter.ticketId === undefined || delivery.ticketId === filter.ticketId) &&
    (filter.integrationId === undefined || delivery.integrationId === filter.integrationId) &&
    (filter.sinceSeq === undefined || delivery.seq > filter.sinceSeq)
  );
}
