import type { AccountFigures, Metrics } from '../observability/metrics';
import type { AccountRow, Store } from '../store/types';
import { type Readiness, within } from './readiness';
import { shownState } from './routes/accounts/account-state';

type Measured = Pick<Store, 'accounts' | 'admission' | 'budget' | 'gauges' | 'lags' | 'quarantine'>;

interface MeasureDeps {
  readonly store: Measured;
  readonly metrics: Metrics;
  readonly readiness: () => Promise<Readiness>;
}

/** Counting what is set aside reads all of it, which may be much: the same answer serves a minute of scrapes. */
const CAUSES_FOR_MS = 60_000;

/** Beside the readiness before it, well within the ten seconds after which Prometheus takes the process for dead. */
const FIGURES_WITHIN_MS = 3_000;

/**
 * Brings the gauges up to now, asked with each scrape. However many ask at once, the store is asked once. A store that is away is told of by
 * readiness; then nothing is known, and it is asked for nothing. Of one that is only slow the figures of the scrape before stand until it has answered.
 */
export function createMeasure({ store, metrics, readiness }: MeasureDeps): () => Promise<void> {
  const causesOf = remembered((account: string) => store.quarantine.causes(account), CAUSES_FOR_MS);
  const nothing = (): void => metrics.storeFigures({ accounts: [], budgets: [] });
  const measureStore = atOnce(async () => {
    try {
      const accounts = await store.accounts.list();
      const figures = await Promise.all(accounts.map((row) => readFigures(store, row, causesOf)));
      metrics.storeFigures({ accounts: figures, budgets: await store.budget.all() });
    } catch {
      nothing();
    }
  });
  return atOnce(async () => {
    const ready = await readiness();
    metrics.ready('temporal', ready.temporal);
    metrics.ready('store', ready.store);
    if (ready.store) await within(FIGURES_WITHIN_MS, { ask: measureStore, late: undefined });
    else nothing();
  });
}

/** Whoever asks while it is under way waits for the same end. */
function atOnce(act: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  return () => {
    underWay ??= act().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

type Causes = AccountFigures['quarantine'];

async function readFigures(
  store: Measured,
  row: AccountRow,
  causesOf: (account: string) => Promise<Causes>,
): Promise<AccountFigures> {
  const { account } = row;
  const [lag, holds, outbox, tickets, quarantine] = await Promise.all([
    store.lags.read(account),
    store.admission.holds(account),
    store.gauges.outbox(account),
    store.gauges.tickets(account),
    causesOf(account),
  ]);
  return { account, state: shownState(row, holds).state, ...lag, holds, outbox, tickets, quarantine };
}

/** Answers the same for a while. What has failed is not remembered. */
function remembered<Answer>(
  ask: (about: string) => Promise<Answer>,
  forMs: number,
): (about: string) => Promise<Answer> {
  const known = new Map<string, { readonly atMs: number; readonly answer: Answer }>();
  return async (about) => {
    const last = known.get(about);
    if (last !== undefined && performance.now() - last.atMs < forMs) return last.answer;
    const answer = await ask(about);
    known.set(about, { atMs: performance.now(), answer });
    return answer;
  };
}
