import { Gauge, type Registry } from 'prom-client';

/** What the store knows now. All of it is set at once: of an account that is not among them nothing is known any more. */
export interface AccountMetrics {
  storeFigures(figures: StoreFigures): void;
  /** Whether what the process stands on answers. */
  ready(part: 'temporal' | 'store', isReady: boolean): void;
}

export interface StoreFigures {
  readonly accounts: readonly AccountFigures[];
  readonly budgets: readonly BudgetFigures[];
}

export interface AccountLag {
  /** Null: the feed was never read. */
  readonly feed: { readonly seconds: number } | null;
  /** The oldest of each kind that has something. */
  readonly undelivered: readonly { readonly kind: string; readonly seconds: number }[];
}

export interface AccountFigures extends AccountLag {
  readonly account: string;
  /** `connected`, `paused`, `refused` or `off`. */
  readonly state: string;
  readonly holds: readonly { readonly scope: string; readonly code: string }[];
  /** What has no end yet. */
  readonly outbox: readonly { readonly kind: string; readonly state: string; readonly entries: number }[];
  /** Tickets that have not ended. */
  readonly tickets: readonly { readonly stage: string; readonly tickets: number }[];
  readonly quarantine: readonly { readonly cause: string; readonly held: boolean; readonly records: number }[];
}

export interface BudgetFigures {
  /** The Gorgias account, or the Brevo account by its digest. */
  readonly account: string;
  readonly bucket: string;
  readonly left: number;
}

export function accountMetrics(registry: Registry): AccountMetrics {
  const gauges = createGauges(registry);
  const ready = new Gauge({
    name: 'tajo_ready',
    help: 'Whether Temporal and the store answer this process (1) or not (0), as /readyz says.',
    labelNames: ['part'],
    registers: [registry],
  });
  return {
    storeFigures: ({ accounts, budgets }) => {
      for (const gauge of Object.values(gauges)) gauge.reset();
      for (const { account, bucket, left } of budgets) gauges.budget.set({ account, bucket }, left);
      for (const figures of accounts) setAccount(gauges, figures);
    },
    ready: (part, isReady) => ready.set({ part }, isReady ? 1 : 0),
  };
}

type Gauges = ReturnType<typeof createGauges>;

function setAccount(gauges: Gauges, { account, ...now }: AccountFigures): void {
  gauges.state.set({ account, state: now.state }, 1);
  if (now.feed !== null) gauges.feed.set({ account }, now.feed.seconds);
  for (const { kind, seconds } of now.undelivered) gauges.undelivered.set({ account, kind }, seconds);
  for (const { scope, code } of now.holds) gauges.holds.set({ account, scope, code }, 1);
  for (const { kind, state, entries } of now.outbox) gauges.outbox.set({ account, kind, state }, entries);
  for (const { stage, tickets } of now.tickets) gauges.tickets.set({ account, stage }, tickets);
  for (const { cause, held, records } of now.quarantine)
    gauges.quarantine.set({ account, cause, held: String(held) }, records);
}

function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    state: gauge('tajo_account_state', '1 for the state that an account is in: connected, paused, refused or off.', [
      'account',
      'state',
    ]),
    holds: gauge('tajo_account_hold', '1 for what a person has to mend in a vendor’s account.', [
      'account',
      'scope',
      'code',
    ]),
    budget: gauge('tajo_budget_left_requests', 'Requests that the rate budget still has, by rate-limit group.', [
      'account',
      'bucket',
    ]),
    feed: gauge('tajo_feed_lag_seconds', 'An event of Gorgias that is not known yet is no older than this.', [
      'account',
    ]),
    undelivered: gauge(
      'tajo_undelivered_age_seconds',
      'Age of the oldest contact, event or campaign that should have reached Brevo by now; missing: none waits.',
      ['account', 'kind'],
    ),
    outbox: gauge('tajo_outbox_waiting', 'Events and campaigns that have no end yet, by state; counted to 100,000.', [
      'account',
      'kind',
      'state',
    ]),
    tickets: gauge('tajo_tickets_waiting', 'Tickets that have not ended, by stage; counted to 100,000.', [
      'account',
      'stage',
    ]),
    quarantine: gauge(
      'tajo_quarantine_records',
      'Records that are set aside now, by cause; held ones wait, of the others a value was dropped.',
      ['account', 'cause', 'held'],
    ),
  };
}
