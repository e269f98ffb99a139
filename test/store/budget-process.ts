import { openPostgres } from '../../src/store/database/postgres';
import { createBudget } from '../../src/store/budget/budget';

/** Takes from one bucket as fast as it can for some seconds, then prints how often it was granted and between which moments. */
async function main([url = '', capacity, perSecond, seconds]: readonly string[]): Promise<void> {
  const db = openPostgres(url, () => undefined);
  const budget = createBudget({ db });
  const size = { capacity: Number(capacity), perSecond: Number(perSecond) };
  const from = Date.now();
  let granted = 0;
  while (Date.now() - from < Number(seconds) * 1_000) {
    if ((await budget.take('shop', 'gorgias', { size, keep: 0 })).granted) granted += 1;
  }
  process.stdout.write(JSON.stringify({ granted, from, to: Date.now() }));
  await db.close();
}

void main(process.argv.slice(2));
