import { giveUpAll } from '../../src/store/outbox/outbox';
import type { Store } from '../../src/store/types';
import { ACCOUNT, ENDS, HOUR, useOutbox } from './outbox-bench';
import { attemptOnce } from './outbox-end';
import { at } from './records';

const KEYS = { email: 'you@shop.com', gorgiasApiKey: 'g', brevoApiKey: 'b' };

/** What may not leave stays, goes to another address, or is given up; and nobody sends past a pause or past another decision (design D14). */
describe('what may not leave the outbox', () => {
  const bench = useOutbox();
  const { event, intendedCampaign, now, inState, kept } = bench;
  let store: Store;
  let outbox: Store['outbox'];
  beforeAll(() => {
    store = bench.store();
    ({ outbox } = store);
  });

  describe('when it may not leave', () => {
    test('it is given up only if nothing was tried', async () => {
      const { key } = await inState('intended');

      expect(await outbox.giveUp(ACCOUNT, key, 'the ticket was reopened')).toBe(true);
      expect(await now(key)).toMatchObject({ state: 'given_up', reason: 'the ticket was reopened', params: {} });
      for (const state of ['sending', 'lost', ...ENDS] as const) {
        const before = await inState(state);

        expect(await outbox.giveUp(ACCOUNT, before.key, 'the ticket was reopened')).toBe(false);
        expect(await now(before.key)).toEqual(before);
      }
    });

    test('yet, it stays as it is and says why and until when', async () => {
      const entry = await intendedCampaign();
      await outbox.keepBack(ACCOUNT, entry.key, { gate: 'a ticket is open', dueAt: at(7) });

      expect(await now(entry.key)).toEqual({
        ...entry,
        gate: 'a ticket is open',
        gateAt: expect.any(String),
        dueAt: at(7),
      });
      expect(await kept(entry.key)).toEqual({ due_at: at(7), waits_for: null });
    });

    test('yet, how long it is kept back says nothing of when it is too late', async () => {
      const { key, expiresAt } = await intendedCampaign({ expiresMs: 4 * HOUR });
      await outbox.keepBack(ACCOUNT, key, { gate: 'held', dueAt: at(90) });

      expect((await now(key)).expiresAt).toBe(expiresAt);
    });

    test('to the address that it was meant for, it follows the person, unless it may be on its way already', async () => {
      const [waiting, sending] = [await inState('intended'), await inState('sending')];
      for (const { key } of [waiting, sending])
        await outbox.redirect(ACCOUNT, key, { emailKey: 'bob@example.com', customerId: 4 });

      expect(await now(waiting.key)).toEqual({ ...waiting, emailKey: 'bob@example.com', customerId: 4 });
      expect(await now(sending.key)).toEqual(sending);
    });

    test('because the account begins anew, all of it is given up that has no end, and what may have been sent is unknown', async () => {
      const account = 'begins-anew';
      const [first, second, third, fourth] = [event(), event(), event(), event()];
      await outbox.intend(account, [first, second, third, fourth]);
      await outbox.begin(account, (await outbox.find(account, second.key))!);
      await attemptOnce(store, account, { key: third.key, end: 'sent' });
      await attemptOnce(store, account, { key: fourth.key, end: 'refused', reason: 'brevo.rejected' });
      const sent = await outbox.find(account, third.key);
      const bystander = await inState('intended');

      expect(await giveUpAll(store.db, account, 'uninstalled')).toBe(2);
      expect(await giveUpAll(store.db, account, 'uninstalled')).toBe(0);
      expect(await outbox.find(account, first.key)).toMatchObject({
        state: 'given_up',
        reason: 'uninstalled',
        params: {},
      });
      expect(await outbox.find(account, second.key)).toMatchObject({
        state: 'unknown',
        reason: 'uninstalled',
        token: null,
      });
      expect(await outbox.find(account, third.key)).toEqual(sent);
      expect(await outbox.find(account, fourth.key)).toMatchObject({ state: 'refused', reason: 'brevo.rejected' });
      expect(await now(bystander.key)).toEqual(bystander);
    });
  });

  test('when it is asked whether the account lets anything out, it says what keeps it', async () => {
    const account = 'admits';
    const gates = [await outbox.admit(account)];
    await store.accounts.save({ account, domain: 'admits.gorgias.com', ...KEYS });
    gates.push(await outbox.admit(account));
    await store.accounts.setState(account, 'refused', { reason: 'no', code: 'auth.brevo_refused' });
    gates.push(await outbox.admit(account));
    await store.accounts.setState(account, 'paused', { reason: null });
    gates.push(await outbox.admit(account));
    await store.accounts.setEnabled(account, false);
    gates.push(await outbox.admit(account));
    await store.accounts.uninstall(account);
    gates.push(await outbox.admit(account));

    expect(gates).toEqual(['gone', 'open', 'open', 'paused', 'off', 'gone']);
  });

  test('while somebody is about to send, a pause waits for them', async () => {
    const account = 'pauses';
    await store.accounts.save({ account, domain: 'pauses.gorgias.com', ...KEYS });
    const order: string[] = [];
    let pausing: Promise<unknown> = Promise.resolve();
    await store.liveTransaction(async (live) => {
      expect(await live.outbox.admit(account)).toBe('open');
      pausing = store.accounts.setState(account, 'paused', { reason: null }).then(() => order.push('paused'));
      await new Promise((resolve) => setTimeout(resolve, 200));
      order.push('sent');
    });
    await pausing;

    expect(order).toEqual(['sent', 'paused']);
    expect(await outbox.admit(account)).toBe('paused');
  });

  test.each([
    ['at one address', () => ({ emailKey: 'twice@example.com', customerId: null })],
    ['at several addresses of one customer', (name: string) => ({ emailKey: `${name}@example.com`, customerId: 99 })],
  ])('while somebody decides about a person %s, nobody else does', async (_at, personOf) => {
    const order: string[] = [];
    const decide = (name: string): Promise<unknown> =>
      store.liveTransaction(async (live) => {
        await live.outbox.lockPerson(ACCOUNT, personOf(name));
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(`${name} ends`);
      });
    await Promise.all(['one', 'two', 'three'].map(decide));

    const [first, second, third] = order.flatMap((word) => (word.endsWith('begins') ? [word.split(' ')[0]] : []));
    expect(order).toEqual([first, second, third].flatMap((name) => [`${String(name)} begins`, `${String(name)} ends`]));
  });
});
