import { timestamp } from '../../src/domain/timestamp';
import type { Store } from '../../src/store/types';
import { useStore } from './stores';

const SINCE = timestamp('2026-11-01T00:00:00Z');
const WAIT_MS = 7 * 86_400_000;
const at = (day: number): string => `'2026-11-${String(day).padStart(2, '0')}T10:00:00Z'`;

/** What became of each campaign, told once: by its decision, by what was sent of it, or by the request of a program. */
describe('the history of campaigns', () => {
  let store: Store;
  let account = '';
  useStore('history', (...own) => ([store, account] = own));

  type Columns = Readonly<Record<string, string | number>>;
  const insert = (table: string, columns: Columns, twice = ''): Promise<unknown> =>
    store.db.query(
      `insert into ${table} (account, ${Object.keys(columns).join(', ')}) values ($1, ${Object.values(columns).join(', ')}) ${twice}`,
      [account],
    );
  /** A ticket that was closed that day, with what the policy said of it. */
  const decided = async (id: number, day: number, columns: Columns): Promise<void> => {
    const quiet = {
      status: `'closed'`,
      channel: `'email'`,
      via: `'email'`,
      created_at: at(1),
      updated_at: at(day),
      spam: 'false',
    };
    await insert('tickets', { id, ...quiet }, 'on conflict do nothing');
    const { rule = `''`, ...others } = columns;
    await insert('decisions', {
      ...{
        ticket_id: id,
        closed_at: at(day),
        decided_at: at(day),
        asked_at: at(day),
        outcome: `'satisfied'`,
        why: `''`,
      },
      ...{ campaign: `'upsell'`, rules: `jsonb_build_array(jsonb_build_object('rule', ${String(rule)}))` },
      ...others,
    });
  };
  const left = (id: number, columns: Columns): Promise<unknown> =>
    insert('outbox', {
      ...{ key: `'${account}/${String(id)}/campaign/1'`, kind: `'campaign'`, ticket_id: id, email_key: `'a@b.c'` },
      ...{ name: `'upsell'`, happened_at: at(2), intended_at: at(2), ...columns },
    });

  test('each campaign has one state, with its reason, and when a held one is asked again', async () => {
    await decided(1, 2, { kind: `'send'` });
    await left(1, { state: `'sent'`, settled_at: at(3) });
    await decided(2, 2, { kind: `'send'` });
    await left(2, { state: `'refused'`, reason: `'brevo.rejected'`, settled_at: at(3) });
    await decided(3, 2, { kind: `'send'` });
    await left(3, { state: `'unknown'` });
    await decided(4, 2, { kind: `'send'` });
    await left(4, { gate: `'Brevo has no credits'`, gate_at: at(4), waits_for: `'brevo POST /smtp/email'` });
    await insert('account_holds', {
      ...{ scope: `'brevo POST /smtp/email'`, code: `'brevo.no_credits'`, message: `'m'`, probe_at: at(20) },
    });
    await decided(5, 2, {
      kind: `'held'`,
      rule: `'no_open_ticket'`,
      until_at: at(9),
      why: `'ticket 6 of the customer is open'`,
    });
    await insert('ticket_states', { ticket_id: 5, state: `'{}'`, held_by: 6 });
    await insert('ticket_states', { ticket_id: 6, state: `'{}'`, phase: `'snoozed'` });
    const readFirst = `'ticket 6 of the customer was closed, and is read first to see how it ended'`;
    await decided(11, 2, { kind: `'held'`, rule: `'no_open_ticket'`, until_at: at(9), why: readFirst });
    await decided(6, 2, { kind: `'skip'`, rule: `'frequency_cap'`, why: `'1 of 1'` });
    await decided(7, 2, { kind: `'skip'`, rule: `'frequency_cap'`, why: `'1 of 1'` });
    await decided(8, 2, { kind: `'skip'`, rule: `'not_expired'`, why: `'too late'` });
    await decided(9, 2, { kind: `'skip'`, rule: `'policy'`, campaign: 'null', why: `'none'` });
    await decided(10, 2, { kind: `'wait'`, rule: `'delay'`, until_at: at(3), why: `'due'` });

    const told = (await store.campaignHistory.groups(account, { since: SINCE })).map(
      ({ campaign, fate, rule, holder, why, campaigns, tickets, nextAt }) => ({
        what: `${String(campaign)} ${fate} ${holder ?? rule ?? (why === '' ? '-' : why)}`,
        ...{ campaigns, tickets: [...tickets].sort(), nextAt: nextAt?.slice(0, 10) ?? null },
      }),
    );

    const one = (what: string, ticket: number, nextAt: string | null = null) => ({
      ...{ what, campaigns: 1, tickets: [ticket], nextAt },
    });
    expect(told).toEqual([
      { what: 'upsell skipped frequency_cap', campaigns: 2, tickets: [6, 7], nextAt: null },
      one('upsell given-up not_expired', 8),
      one('upsell given-up brevo.rejected', 2),
      one('upsell held snoozed', 5, '2026-11-09'),
      one('upsell held read_first', 11, '2026-11-09'),
      one('upsell leaving Brevo has no credits', 4, '2026-11-20'),
      one('upsell sent -', 1),
      one('upsell unknown -', 3),
      one('upsell waiting delay', 10, '2026-11-03'),
      one('null skipped policy', 9),
    ]);
    // And the funnel says the same of each.
    const period = { from: SINCE, to: timestamp('2026-11-30T00:00:00Z') };
    const counts = await store.funnels.count(account, period);
    const counted = counts.map(
      ({ campaign, fate, rule, holder, ends }) =>
        `${String(campaign)} ${fate} ${holder ?? rule ?? '-'} ${String(ends)}`,
    );
    expect(counted.sort()).toEqual([
      ...['null skipped policy 1', 'upsell given-up not_expired 1', 'upsell given-up refused 1'],
      ...['upsell held read_first 1', 'upsell held snoozed 1', 'upsell leaving - 1', 'upsell sent - 1'],
      ...['upsell skipped frequency_cap 2', 'upsell unknown - 1', 'upsell waiting delay 1'],
    ]);
    const ends = await store.funnels.ends(account, period, { fate: 'held', limit: 10 });
    expect(new Map(ends.map(({ ticketId, why }) => [ticketId, why]))).toEqual(
      new Map([
        [11, 'ticket 6 of the customer was closed, and is read first to see how it ended'],
        [5, 'ticket 6 of the customer is snoozed'],
      ]),
    );
  });

  test('a score that came when its end had been decided without one is said of that end alone', async () => {
    const scored = (ticketId: number, day: number): Promise<unknown> =>
      insert('surveys', {
        ...{ id: ticketId, ticket_id: ticketId, customer_id: 1, score: 5 },
        ...{ created_at: at(1), sent_at: at(1), scored_at: at(day) },
      });
    const unanswered = { kind: `'skip'`, rule: `'policy'`, outcome: `'no_answer'` };
    await decided(1, 2, unanswered);
    await scored(1, 9);
    // Rated in its second round, of the first nobody has heard anything.
    await decided(2, 2, unanswered);
    await decided(2, 8, { ...unanswered, outcome: `'satisfied'` });
    await scored(2, 9);
    // Rated before it was decided, and by nobody.
    await decided(3, 4, { ...unanswered, decided_at: at(9) });
    await scored(3, 6);
    await decided(4, 4, unanswered);
    await decided(5, 5, { ...unanswered, outcome: `'no_survey'` });
    await scored(5, 6);
    // Nobody was there to decide when the wait of a week was over: it was late all the same.
    await decided(6, 2, { ...unanswered, decided_at: at(14) });
    await scored(6, 12);

    const list = await store.campaignHistory.list(account, { since: SINCE, limit: 10, waitMs: WAIT_MS });
    const late = list.flatMap(({ ticketId, lateScore }) => (lateScore === null ? [] : [{ ticketId, ...lateScore }]));

    expect(list).toHaveLength(7);
    // And the scores of the period say the same, also of one that was changed when its end had been decided by it.
    const period = { from: SINCE, to: timestamp('2026-11-30T00:00:00Z') };
    const scores = await store.satisfactions.scores(account, period, { late: true, limit: 10, waitMs: WAIT_MS });
    const counted = (await store.satisfactions.count(account, period, WAIT_MS)).filter(({ by }) => by === 'late');
    expect(scores.map(({ ticketId }) => ticketId)).toEqual([6, 1, 5]);
    expect(counted).toMatchObject([{ score: 5, responses: 3 }]);
    expect(late).toEqual([
      { ticketId: 5, outcome: 'no_survey', score: 5, at: expect.stringContaining('2026-11-06') },
      { ticketId: 6, outcome: 'no_answer', score: 5, at: expect.stringContaining('2026-11-12') },
      { ticketId: 1, outcome: 'no_answer', score: 5, at: expect.stringContaining('2026-11-09') },
    ]);
  });

  test('what programs asked for stands beside it with the same reasons; the number of another ticket makes none of its own', async () => {
    const request = (id: string, columns: Columns): Promise<unknown> =>
      insert('campaign_requests', {
        ...{
          id: `'${id}'`,
          name: `'win-back'`,
          email_key: `'a@b.c'`,
          asked_at: at(2),
          status: `'skipped'`,
          ...columns,
        },
      });
    await request('a', { reason: `'ticket 7 is open'`, ticket_id: 1, settled_at: at(3) });
    await request('b', { reason: `'ticket 81 is open'`, ticket_id: 2, settled_at: at(4) });
    // As the policy says it of its own, by its rule.
    await decided(3, 2, { kind: `'skip'`, rule: `'not_blocklisted'`, campaign: `'win-back'`, why: `'…'` });
    await request('d', { reason: `'the contact is blocklisted in Brevo'`, ticket_id: 4, settled_at: at(5) });
    await request('c', { status: `'asked'`, reason: `''` });
    await request('before', { asked_at: `'2026-10-01T00:00:00Z'` });
    // Sent by the policy, and asked for once more: one campaign. What the program was the first to ask for is its own.
    await decided(5, 2, { kind: `'send'`, campaign: `'win-back'` });
    await left(5, { name: `'win-back'`, state: `'sent'`, settled_at: at(3) });
    await request('again', { status: `'sent'`, reason: `''`, ticket_id: 5, asked_at: at(4), settled_at: at(4) });
    await left(6, { name: `'win-back'`, state: `'sent'`, intended_at: at(5), settled_at: at(5) });
    await request('first', {
      status: `'sent'`,
      reason: `'sent as the template 12'`,
      ticket_id: 6,
      asked_at: at(4),
      settled_at: at(5),
    });

    const groups = await store.campaignHistory.groups(account, { since: SINCE });
    const skipped = { since: SINCE, fate: 'skipped', limit: 10, waitMs: WAIT_MS } as const;
    const list = await store.campaignHistory.list(account, skipped);
    const requested = await store.funnels.requested(account, { from: SINCE, to: timestamp('2026-12-31T00:00:00Z') });

    expect(requested.reduce((sum, { requests }) => sum + requests, 0)).toBe(1 + 1 + 2 + 1);
    expect(groups).toMatchObject([
      { fate: 'sent', campaigns: 2, byPrograms: 1, tickets: [6, 5] },
      { fate: 'skipped', rule: 'not_blocklisted', campaigns: 2, byPrograms: 1, tickets: [4, 3] },
      { fate: 'skipped', why: 'ticket 81 is open', campaigns: 2, byPrograms: 2, tickets: [2, 1] },
      { fate: 'leaving', campaigns: 1, byPrograms: 1, tickets: [] },
    ]);
    expect(list).toMatchObject([{ ticketId: 4 }, { by: 'program', ticketId: 2 }, { ticketId: 1 }, { ticketId: 3 }]);
  });

  test('only what was closed since, of the campaign and the state that are asked for, counts, and of none more than the limit', async () => {
    await decided(1, 2, { kind: `'skip'`, rule: `'policy'` });
    await decided(2, 8, { kind: `'skip'`, rule: `'policy'` });
    await decided(3, 9, { kind: `'held'`, rule: `'delay'`, campaign: `'win-back'` });

    const since = timestamp('2026-11-05T00:00:00Z');
    const ids = async (filter: object, limit = 10) =>
      (await store.campaignHistory.list(account, { since, ...filter, limit, waitMs: WAIT_MS })).map(
        ({ ticketId }) => ticketId,
      );

    expect(await ids({})).toEqual([3, 2]);
    expect(await ids({}, 1)).toEqual([3]);
    expect(await ids({ campaign: 'upsell' })).toEqual([2]);
    expect(await ids({ fate: 'held' })).toEqual([3]);
    expect(await ids({ campaign: 'upsell', fate: 'held' })).toEqual([]);
  });

  test('what lies weeks apart is one group and one list, the newest first', async () => {
    for (const [id, day] of [
      [1, 2],
      [2, 12],
      [3, 25],
    ] as const)
      await decided(id, day, { kind: `'held'`, rule: `'no_open_ticket'`, until_at: at(29 - id), why: `'it is open'` });
    await decided(4, 12, { kind: `'send'` });
    await left(4, { state: `'sent'`, settled_at: at(28) });

    const groups = await store.campaignHistory.groups(account, { since: SINCE });
    const list = await store.campaignHistory.list(account, { since: SINCE, limit: 3, waitMs: WAIT_MS });

    expect(groups).toMatchObject([
      { fate: 'held', campaigns: 3, byPrograms: 0, tickets: [3, 2, 1], nextAt: expect.stringContaining('2026-11-26') },
      { fate: 'sent', campaigns: 1, tickets: [4] },
    ]);
    // By what was said last: a mail that left long after it was decided comes first.
    expect(list.map(({ ticketId }) => ticketId)).toEqual([4, 3, 2]);
  });
});
