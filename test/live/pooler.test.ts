import { openStore } from '../../src/store/open';
import { testKeyring } from '../store/stores';
import { closeAll, type Closing, quietTemporal } from '../support/open-connector';
import { startTestTemporal } from '../support/embedded-temporal';
import { findPgBouncer, startPgBouncer } from '../support/pgbouncer';
import { createDatabase } from '../support/postgres';
import { openShop } from '../support/shop';

const program = findPgBouncer();
const closing: Closing = [];
afterAll(() => closeAll(closing));

if (program === null) {
  test.skip('behind PgBouncer: skipped, because this machine has no pgbouncer (Debian: apt-get install pgbouncer)', () =>
    undefined);
} else {
  test('when PgBouncer shares three connections by transaction, a full sync is right, a ticket comes to its end, and what the pooler refuses is one sentence', async () => {
    quietTemporal();
    const database = await createDatabase();
    closing.push(() => database.drop());
    const pooler = await startPgBouncer(program, database.url);
    closing.push(() => pooler.stop());
    const temporal = await startTestTemporal();
    closing.push(() => temporal.end());
    const shop = await openShop(closing, { temporalAddress: temporal.address, databaseUrl: pooler.url });

    expect(await shop.day()).toMatchObject({ differences: [], webhook: 202, ready: 200, outcome: 'dissatisfied' });

    const refusals: [string, RegExp][] = [
      [
        '?options=-c%20work_mem%3D8MB',
        /pooler of DATABASE_URL takes no such parameter: .*ignore_startup_parameters \(08P01\)/,
      ],
      ['?user=nobody', /refuses the user or the password of DATABASE_URL: .* \((?:08P01|28P01)\)/],
    ];
    for (const [query, sentence] of refusals) {
      const opening = openStore({ databaseUrl: pooler.url + query, keyring: testKeyring() });
      await expect(opening).rejects.toMatchObject({
        code: 'store.unavailable',
        message: expect.stringMatching(sentence),
      });
    }
  });
}
