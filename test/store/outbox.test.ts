import { type Intent, type OutboxEntry, UNFIT_ADDRESS } from '../../src/store/outbox/outbox-types';
import type { Store } from '../../src/store/types';
import { ACCOUNT, ENDS, HOUR, useOutbox } from './outbox-bench';
import { attemptOnce } from './outbox-end';
import { at } from './records';
import type { Timestamp } from '../../src/domain/timestamp';

/** What is told to Brevo about a person: one state machine for events of the timeline and campaigns (design D14). */
describe('the outbox', () => {
  const bench = useOutbox();
  const { event, campaign, intended, intendedCampaign, now, inState } = bench;
  let store: Store;
  let outbox: Store['outbox'];
  beforeAll(() => {
    store = bench.store();
    ({ outbox } = store);
  });

  describe('when something is written down', () => {
    test('it is intended, with all that it says, and nothing has been tried', async () => {
      const one = campaign({ ticketId: null, send: { event: 'UPSELL' } });
      await outbox.intendCampaign(ACCOUNT, one);
      const { expiresMs, possibleFrom, ...said } = one;

      expect(await now(one.key)).toMatchObject({
        ...{ ...said, kind: 'campaign', state: 'intended', reason: null, token: null, unsure: false, gate: null },
        ...{ firstTriedAt: null, triedAt: null, settledAt: null, gateAt: null },
      });
      expect([expiresMs, possibleFrom]).toEqual([72 * HOUR, said.happenedAt]);
      expect(await outbox.find(ACCOUNT, 'never heard of')).toBeNull();
      expect(await outbox.find('another', one.key)).toBeNull();
    });

    test('an event of the timeline never expires, and a campaign does so many milliseconds after it was written down', async () => {
      const [sent, mailed, late] = [
        await intended(),
        await intendedCampaign({ expiresMs: 2 * HOUR }),
        await intendedCampaign({ expiresMs: -HOUR }),
      ];
      const hours = ({ intendedAt, expiresAt }: OutboxEntry): number =>
        Math.round((Date.parse(expiresAt ?? '') - Date.parse(intendedAt)) / HOUR);

      expect(sent).toMatchObject({ expiresAt: null, send: null, mailKey: null });
      expect([hours(mailed), hours(late)]).toEqual([2, -1]);
      expect(Math.abs(Date.parse(await outbox.now()) - Date.parse(mailed.intendedAt))).toBeLessThan(60_000);
    });

    test.each(['intended', 'sending', ...ENDS] as const)(
      'once more, an event that is %s keeps what it has',
      async (state) => {
        const before = await inState(state);
        const { key, ticketId } = before;
        await outbox.intend(ACCOUNT, [event({ key, ticketId, name: 'OTHER', params: { other: true } })]);

        expect(await now(key)).toEqual(before);
      },
    );

    test.each(['intended', 'sending', 'lost', 'sent', 'refused', 'unknown'] as const)(
      'once more, a campaign that is %s keeps what it has: at most one per ticket, ever',
      async (state) => {
        const before = await inState(state, intendedCampaign);
        await outbox.intendCampaign(ACCOUNT, campaign({ key: before.key, name: 'other', mailKey: 'other' }));

        expect(await now(before.key)).toEqual(before);
      },
    );

    test('once more, a campaign that was given up, and so never sent, is taken up anew with all that is new', async () => {
      const before = await intendedCampaign({ expiresMs: HOUR });
      const { key, ticketId } = before;
      await outbox.keepBack(ACCOUNT, key, { gate: 'a ticket is open', dueAt: at(1) });
      await outbox.giveUp(ACCOUNT, key, 'the ticket was reopened');
      const anew = campaign({ key, ticketId, name: 'other', mailKey: 'other', emailKey: 'bob@example.com' });
      await outbox.intendCampaign(ACCOUNT, anew);
      const after = await now(key);

      const { expiresMs, possibleFrom, ...said } = anew;
      expect([expiresMs, possibleFrom]).toEqual([72 * HOUR, said.happenedAt]);
      expect(after).toMatchObject({
        ...said,
        state: 'intended',
        reason: null,
        settledAt: null,
        gate: null,
        gateAt: null,
      });
      expect(after.intendedAt > before.intendedAt).toBe(true);
      expect(Date.parse(after.expiresAt ?? '') - Date.parse(before.expiresAt ?? '')).toBeGreaterThan(70 * HOUR);
    });

    test('once more, one that was given up after an attempt that may have been carried out is left alone', async () => {
      const lost = await inState('lost', intendedCampaign);
      await outbox.settle(ACCOUNT, { key: lost.key, token: null }, { end: 'given_up', reason: 'nobody knows' });
      const before = await now(lost.key);
      await outbox.intendCampaign(ACCOUNT, campaign({ key: lost.key, name: 'other' }));

      expect(before).toMatchObject({ state: 'given_up', unsure: true });
      expect(await now(lost.key)).toEqual(before);
    });
  });

  describe('when it is asked', () => {
    test('what of a ticket’s timeline, or of the customers’, has no end, it is told oldest first and without campaigns', async () => {
      const account = 'unsettled';
      const of = (ticketId: number | null, key: string, minute: number): Intent =>
        event({ key, ticketId, happenedAt: at(minute) });
      await outbox.intend(account, [
        of(1, 'b', 2),
        of(1, 'a', 2),
        of(1, 'c', 1),
        of(1, 'd', 0),
        of(2, 'e', 0),
        of(null, 'f', 0),
      ]);
      await outbox.intendCampaign(account, campaign({ ticketId: 1, key: 'campaign' }));
      await attemptOnce(store, account, { key: 'd', end: 'sent' });
      await outbox.begin(account, (await outbox.find(account, 'c'))!);
      const keys = async (ticketId: number | null): Promise<string[]> =>
        (await outbox.unsettled(account, ticketId)).map(({ key }) => key);

      expect([await keys(1), await keys(2), await keys(3), await keys(null)]).toEqual([
        ['c', 'a', 'b'],
        ['e'],
        [],
        ['f'],
      ]);
      expect((await outbox.ofTicket(account, 1)).map(({ key }) => key).sort()).toEqual([
        'a',
        'b',
        'c',
        'campaign',
        'd',
      ]);
    });

    test('when a person was sent other campaigns, it counts what was sent, is being sent or may have been', async () => {
      const emailKey = 'cap@example.com';
      const make = (): Promise<OutboxEntry> => intendedCampaign({ emailKey });
      const byState = new Map<string, OutboxEntry>();
      for (const state of ['intended', 'sending', 'lost', ...ENDS] as const)
        byState.set(state, await inState(state, make));
      await inState('sent', () => intended({ emailKey }));
      await inState('sent', () => intendedCampaign({ emailKey: 'else@example.com' }));
      const triedAt = (state: string): string => byState.get(state)!.firstTriedAt!;

      const person = { emailKey, customerId: null };
      const all = await outbox.sentTo(ACCOUNT, person, 'none of these');
      const others = await outbox.sentTo(ACCOUNT, person, byState.get('sent')!.key);

      expect([...all].sort()).toEqual(['sending', 'lost', 'sent', 'unknown'].map(triedAt).sort());
      expect([...others].sort()).toEqual(['sending', 'lost', 'unknown'].map(triedAt).sort());
      expect(await outbox.sentTo('another', person, '')).toEqual([]);
    });

    test('when a person was sent campaigns, it counts each once: by address, by customer, and by those who were merged into them', async () => {
      const account = 'persons';
      const row = (id: number) => [id, `c${String(id)}@example.com`, id === 11 || id === 12 ? 10 : null];
      for (const [id, email, mergedInto] of [10, 11, 12, 13].map(row))
        await store.db.query(
          `insert into customers (account, id, email, email_lower, created_at, updated_at, merged_into)
            values ($1, $2, $3, $3, now(), now(), $4)`,
          [account, id, email, mergedInto],
        );
      const sent = async (key: string, emailKey: string, customerId: number | null): Promise<void> => {
        await outbox.intendCampaign(account, campaign({ key, emailKey, customerId }));
        await attemptOnce(store, account, { key, end: 'sent' });
      };
      await sent('both', 'c10@example.com', 10);
      await sent('address', 'c10@example.com', null);
      await sent('before', 'earlier@example.com', 10);
      await sent('merged', 'earlier-too@example.com', 11);
      await sent('address of merged', 'c12@example.com', null);
      await sent('other', 'c13@example.com', 13);
      const counted = async (emailKey: string, customerId: number | null, except = ''): Promise<number> =>
        (await outbox.sentTo(account, { emailKey, customerId }, except)).length;

      expect(await counted('c10@example.com', 10)).toBe(5);
      expect(await counted('c10@example.com', null)).toBe(5);
      expect(await counted('new@example.com', 10, 'both')).toBe(4);
      expect(await counted('c11@example.com', null)).toBe(5);
      expect(await counted('c13@example.com', 13)).toBe(1);
      expect(await counted('nobody@example.com', null)).toBe(0);
    });

    test('which customers are new, it names those with an address, who are nobody else’s, and of whom nothing was told', async () => {
      const account = 'newcomers';
      const rows = [1, 2, 3, 4, 5].map((id) => ({
        id,
        email: id === 4 ? null : `c${String(id)}@example.com`,
        at: at(id),
      }));
      await store.db.query(
        `insert into customers (account, id, email_lower, created_at, updated_at, merged_into)
          select $1, id, email, at, at, case id when 5 then 2 end
          from jsonb_to_recordset($2::jsonb) as r(id bigint, email text, at timestamptz)`,
        [account, JSON.stringify(rows)],
      );
      await outbox.intend(account, [event({ key: `${account}/customer/3/created/1`, ticketId: null })]);
      const ids = async (since: Timestamp, limit = 10): Promise<number[]> =>
        (await outbox.newCustomers(account, since, limit)).map(({ customerId }) => customerId);

      expect([await ids(at(0)), await ids(at(2)), await ids(at(0), 1), await ids(at(6))]).toEqual([
        [1, 2],
        [2],
        [1],
        [],
      ]);
    });

    test('a customer who was given up for an unfit address is new again with another one, and no other end is taken back', async () => {
      const account = 'unfit';
      const key = (id: number): string => `${account}/customer/${String(id)}/created/1`;
      const unfit = (id: number, emailKey: string): Intent => event({ key: key(id), ticketId: null, emailKey });
      await store.db.query(
        `insert into customers (account, id, email_lower, created_at, updated_at)
          select $1, id, id || '@here', $2, $2 from generate_series(1, 3) id`,
        [account, at(1)],
      );
      await outbox.intend(
        account,
        [1, 2, 3].map((id) => unfit(id, `${String(id)}@here`)),
      );
      await outbox.giveUp(account, key(1), UNFIT_ADDRESS);
      await outbox.giveUp(account, key(2), UNFIT_ADDRESS);
      await outbox.giveUp(account, key(3), 'it was uninstalled');
      await store.db.query(`update customers set email_lower = id || '@there' where account = $1 and id <> 1`, [
        account,
      ]);

      // The third is asked about once more too, and what ended otherwise stays as it is.
      expect(await outbox.newCustomers(account, at(0), 10)).toMatchObject([
        { customerId: 2, emailKey: '2@there' },
        { customerId: 3, emailKey: '3@there' },
      ]);

      await outbox.intend(
        account,
        [1, 2, 3].map((id) => unfit(id, id === 1 ? '1@here' : `${String(id)}@there`)),
      );
      expect(await outbox.unsettled(account, null)).toMatchObject([{ key: key(2), emailKey: '2@there', reason: null }]);
      expect(await outbox.newCustomers(account, at(0), 10)).toEqual([]);
    });
  });
});
