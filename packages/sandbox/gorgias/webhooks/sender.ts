import { type IntegrationRecord } from '../../world/records';
import { type World } from '../../world/world';
import { ACCOUNT_DOMAIN } from '../routes/account';
import { createCall, isLoopback } from './call';
import { type CarrierFigures, createCarrier } from './delivery-loop';
import { contextOf } from './context';
import { createDeliveries, type Deliveries } from './deliveries';
import { createFates, type Misbehaviour } from './misbehaviour';
import { type Occasion, occasionsOf } from './triggers';

/** Gorgias' own figures (gorgias-api.md 9.4), which a test may shorten. */
export interface WebhookFigures {
  readonly timeoutMs?: number | undefined;
  /** Before the second attempt, the third … */
  readonly retryDelaysMs?: readonly number[] | undefined;
  /** Failed calls in a row that switch an integration off. */
  readonly failuresUntilOff?: number | undefined;
  /** Deliveries kept in the journal. */
  readonly journalCap?: number | undefined;
}

export interface WebhookSender {
  readonly deliveries: Deliveries;
  /** From now on; null: everything is sent once, at once. */
  misbehave(plan: Misbehaviour | null): void;
  /** Resolves when nothing is on its way or waiting for a retry. */
  idle(): Promise<void>;
  /** Forgets an integration's failures. */
  forgive(integrationId: number): void;
  /** Stops what is on its way and sends nothing more. */
  close(): Promise<void>;
}

interface SenderOptions {
  readonly world: World;
  readonly figures: WebhookFigures;
  readonly clock: () => number;
}

/** Calls the world's HTTP integrations for everything that happens to its tickets. */
export function createWebhookSender({ world, figures, clock }: SenderOptions): WebhookSender {
  const deliveries = createDeliveries(figures.journalCap ?? 100_000);
  const carrier = createCarrier(world, deliveries, withDefaults(figures));
  let nextFate = createFates(null);
  const send = (row: IntegrationRecord, occasion: Occasion): void => {
    const context = contextOf(world, occasion, ACCOUNT_DOMAIN);
    if (row.http === null || context === null) return;
    const call = createCall(row.http, context);
    const open = (duplicateOf: number | null): number =>
      deliveries.open({ integrationId: row.id, ...occasion, at: clock(), duplicateOf, body: call.body });
    const first = open(null);
    if (!isLoopback(call.url)) {
      deliveries.settle(first, 'refused');
      return;
    }
    const fate = nextFate();
    if (fate.length === 0) deliveries.settle(first, 'dropped');
    for (const [index, delayMs] of fate.entries()) {
      carrier.carry(row, call, index === 0 ? first : open(first), delayMs);
    }
  };
  const unsubscribe = world.subscribe((events) => {
    const listening = world.state.integrations.filter((row) => row.http !== null && row.deactivatedUs === null);
    if (listening.length === 0) return;
    for (const occasion of occasionsOf(world, events)) {
      for (const row of listening) if (row.http?.triggers[occasion.trigger] === true) send(row, occasion);
    }
  });
  return {
    deliveries,
    misbehave: (plan) => {
      nextFate = createFates(plan);
    },
    idle: () => carrier.idle(),
    forgive: (integrationId) => carrier.forgive(integrationId),
    close: () => {
      unsubscribe();
      return carrier.close();
    },
  };
}

function withDefaults({ timeoutMs, retryDelaysMs, failuresUntilOff }: WebhookFigures): CarrierFigures {
  return {
    timeoutMs: timeoutMs ?? 5_000,
    retryDelaysMs: retryDelaysMs ?? [10_000, 20_000, 40_000],
    failuresUntilOff: failuresUntilOff ?? 500,
  };
}
