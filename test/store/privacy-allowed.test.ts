import type { Store } from '../../src/store/types';
import { dumpOf, fillTables, type Someone } from './privacy-rows';
import { useStore } from './stores';

const JANE: Someone = { emailKey: 'jane@customer.example', customerId: 41, ticketId: 4101, word: 'janescanary' };
const BOB: Someone = { emailKey: 'bob@customer.example', customerId: 42, ticketId: 4201, word: 'bobscanary' };

/** Whoever comes back is somebody new, but for what must not be sent again. */
describe('a person who was erased and is allowed back', () => {
  let store: Store;
  let account = '';
  useStore('allowed', (opened, own) => {
    [store, account] = [opened, own];
  });

  test('is known by hashes alone: since when, and which of their tickets had caused a campaign', async () => {
    const about = { ticketId: JANE.ticketId, customerId: null, emailKey: null };
    const never = { since: null, hadCampaign: false };
    await fillTables(store.db, account, JANE);
    await fillTables(store.db, account, BOB);
    const { person } = await store.privacy.begin(account, JANE.emailKey, { brevo: false });
    while (!(await store.privacy.eraseSlice(account, person)));
    await store.privacy.finish(account, person);
    expect(await store.privacy.cameBack(account, about)).toEqual(never);

    const allowed = await store.privacy.allow(account, JANE.emailKey);

    const since = allowed?.allowedAt;
    expect(await store.privacy.cameBack(account, about)).toEqual({ since, hadCampaign: true });
    for (const known of [{ customerId: JANE.customerId }, { emailKey: JANE.emailKey }])
      expect(await store.privacy.cameBack(account, { ...about, ticketId: 999, ...known })).toEqual({
        since,
        hadCampaign: false,
      });
    const other = { ticketId: BOB.ticketId, customerId: BOB.customerId, emailKey: BOB.emailKey };
    expect(await store.privacy.cameBack(account, other)).toEqual(never);
    expect(await dumpOf(store.db, account)).not.toContain(JANE.word);
  });
});
