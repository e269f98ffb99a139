import type { Metrics } from '../observability/metrics';
import type { Store } from '../store/types';

/** Brings the gauges of what is behind up to now. A store that is away is told of by readiness; then nothing is known. */
export async function measureLags(store: Pick<Store, 'accounts' | 'lags'>, metrics: Metrics): Promise<void> {
  try {
    const accounts = await store.accounts.list();
    metrics.lags(
      await Promise.all(accounts.map(async ({ account }) => ({ account, ...(await store.lags.read(account)) }))),
    );
  } catch {
    metrics.lags([]);
  }
}
