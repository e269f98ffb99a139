import type { SandboxRequest } from '../../packages/sandbox/http/types';
import { sinceOrMonth } from '../../packages/sdk/contract/automations';
import { automationLines } from '../../packages/sdk/cli/output/automations';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { timestamp, timestampOf } from '../../src/domain/timestamp';

const MAPPED = `event_mapping:
      rule.executed: SUPPORT_RULE_RAN`;

describe('automations', () => {
  let harness: ActivityHarness;
  const before: number[] = [];
  const events = (ticketId: number) =>
    harness.sandbox.brevo.state.events().filter(({ properties }) => properties['ticket_id'] === ticketId);
  const report = () => harness.store.automations.report(ACCOUNT, timestamp(sinceOrMonth(undefined)));
  const newTicket = (): number =>
    harness.happen({ do: 'openTicketByNewcomer', email: `a${String(Math.random()).slice(2)}@customer.example.com` });
  const RULE = { id: 501, name: 'Tag shipping' };
  const tickets: number[] = [];

  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace(/event_mapping:/, MAPPED));
    const { sandbox, store } = harness;
    const old = newTicket();
    before.push(old);
    sandbox.world.change({ do: 'runRule', ticketId: old, rule: RULE, addTags: ['early'] });
    sandbox.world.change({ do: 'applyMacro', ticketId: old, macro: { id: 88, name: 'Where is my order' } });
    // The installation lies after what has happened until now.
    await store.db.query(
      'update accounts set (installed_at, tell_from) = (clock_timestamp(), clock_timestamp()) where account = $1',
      [ACCOUNT],
    );
    tickets.push(newTicket(), newTicket(), newTicket());
    const [one = 0, two = 0, three = 0] = tickets;
    for (const ticketId of [one, one, two]) {
      harness.happen({
        do: 'runRule',
        ticketId,
        rule: RULE,
        addTags: [`tag-${String(ticketId)}-${String(Math.random())}`],
      });
    }
    harness.happen({
      ...{ do: 'runRule', ticketId: two, rule: RULE, addTags: ['late'] },
      failedActions: [{ action_name: 'addInternalNote', failure_reason: 'The note was empty' }],
    });
    harness.happen({ do: 'runRule', ticketId: three, rule: { id: 502, name: 'Does nothing' } });
    harness.happen({ do: 'applyMacro', ticketId: three, macro: { id: 88, name: 'Where is my order' } });
    for (const [ticketId, score] of [
      [one, 5],
      [two, 4],
      [three, 1],
    ] as const) {
      harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
      harness.happen({ do: 'sendSurvey', ticketId });
      harness.happen({ do: 'scoreSurvey', ticketId, score });
    }
    await harness.sync();
  });
  afterAll(() => harness.end());

  test('when the feed was read, once or again, every run since the installation is counted once, with its tickets and failures', async () => {
    const first = await report();
    await harness.store.db.query('delete from feed_seen where account = $1', [ACCOUNT]);
    await harness.sync();

    const again = await report();
    expect(again).toEqual(first);
    expect(again.runsWithoutTicket).toBe(1);
    expect(again.automations.map(({ kind, id, runs, tickets: on }) => [kind, id, runs, on])).toEqual([
      ['rule', '501', 4, 2],
      ['macro', '88', 1, 1],
      ['rule', '502', 1, 0],
    ]);
    const [rule] = again.automations;
    expect(rule).toMatchObject({
      name: 'Tag shipping',
      failures: [{ action: 'addInternalNote', reason: 'The note was empty', times: 1, tickets: [tickets[1]] }],
      csatWith: { responses: 2, average: 4.5 },
      csatWithout: { responses: 1, average: 1 },
    });
    expect(rule!.firstAt < rule!.lastAt).toBe(true);
    expect(rule!.ticketShare).toBeCloseTo(2 / again.activeTickets, 10);
    const shown = automationLines({
      ...again,
      ...{ account: ACCOUNT, since: rule!.firstAt, countedFrom: rule!.firstAt, from: rule!.firstAt },
      ...{ groups: null, backfill: null },
      automations: again.automations.map((one) => ({
        ...one,
        failures: one.failures.map((failure) => ({ ...failure, tickets: [...failure.tickets] })),
      })),
    });
    expect(shown.filter((line) => line.length > 80)).toEqual([]);
    const text = shown.join('\n');
    expect(text).toMatch(
      new RegExp(`addInternalNote failed once, on\\s+ticket\\s+${String(tickets[1])}: The note\\s+was\\s+empty`),
    );
    expect(text.indexOf('Failed actions')).toBeLessThan(text.indexOf('without (n)'));
    expect(text).toMatch(/Tag shipping +4 +2 +\d+% +~4\.50 \(2\) +~1\.00 \(1\)/);
    if (process.env['SHOW_WHY'] !== undefined) console.log(shown.join('\n'));
  });

  test.each(['agent', 'channel', 'week'] as const)(
    'when tickets are counted by %s, each of the report counts once, and so does its score',
    async (by) => {
      const since = timestamp(sinceOrMonth(undefined));
      const { activeTickets, csat } = await harness.store.automations.report(ACCOUNT, since);
      const groups = await harness.store.automations.groups(ACCOUNT, since, by);
      const sum = (of: (group: (typeof groups)[number]) => number): number =>
        groups.reduce((total, group) => total + of(group), 0);
      const summed = sum(({ csatWith, csatWithout }) =>
        [csatWith, csatWithout].reduce((total, { average, responses }) => total + (average ?? 0) * responses, 0),
      );

      expect(sum(({ tickets: all }) => all)).toBe(activeTickets);
      expect(sum(({ csatWith, csatWithout }) => csatWith.responses + csatWithout.responses)).toBe(csat.responses);
      expect(summed).toBeCloseTo((csat.average ?? 0) * csat.responses, 5);
      expect([sum(({ automatedTickets }) => automatedTickets), sum(({ runs }) => runs)]).toEqual([3, 5]);
      expect(new Set(groups.map(({ value }) => value)).size).toBe(groups.length);
      if (by === 'week') for (const { value } of groups) expect(new Date(value ?? '').getUTCDay()).toBe(1);
    },
  );

  test('when only rules are mapped, each of their runs is told once, to the customer of its ticket, and macros are not', async () => {
    const [one = 0, , three = 0] = tickets;
    for (const ticketId of [one, three, one]) await harness.refresh(ticketId);

    const published = events(one).filter(({ name }) => name === 'SUPPORT_RULE_RAN');
    expect(published.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ rule_id: '501', rule_name: 'Tag shipping', failed_actions: 0 }),
      expect.objectContaining({ rule_id: '501' }),
    ]);
    expect(new Set(published.map(({ properties }) => properties['event_key'])).size).toBe(2);
    expect(events(three).map(({ name }) => name)).not.toContain('SUPPORT_RULE_RAN');
  });

  test('when the feed is read back, what ran before the installation is counted too, and nobody is told of it', async () => {
    const [old = 0] = before;
    const since = timestampOf(Date.now() - 30 * 86_400_000);
    for (const run of ['first', 'second']) {
      const setup = await harness.run((all) => all.prepareAutomations(ACCOUNT, since, run));
      while (!(await harness.run((all) => all.readPages(setup, 'automations'))).done);
    }
    await harness.refresh(old);

    const { automations } = await report();
    expect(automations.find(({ id }) => id === '501')).toMatchObject({ runs: 5, tickets: 3 });
    expect(automations.find(({ id }) => id === '88')).toMatchObject({ kind: 'macro', runs: 2, tickets: 2 });
    expect(events(old).map(({ name }) => name)).not.toContain('SUPPORT_RULE_RAN');
    expect(Date.parse((await harness.store.automations.readBackTo(ACCOUNT)) ?? '')).toBe(Date.parse(since));
  });

  test('when Gorgias does not take `macro-applied` as a type, what rules did is read back without it, page by page', async () => {
    const { faults, journal } = harness.sandbox.gorgias;
    const match = ({ path, query }: SandboxRequest): boolean =>
      path.endsWith('/events') && query.getAll('types').includes('macro-applied');
    const body = { error: { msg: 'Bad request.', data: { types: ['Not a valid choice.'] } } };
    faults.add({ kind: 'status', status: 400, body, match });
    const since = timestampOf(Date.now() - 60 * 86_400_000);
    const setup = await harness.run((all) => all.prepareAutomations(ACCOUNT, since, 'refused filter'));
    const asked = journal.count({});
    let result = await harness.run((all) => all.readPages({ ...setup, pageSize: 5 }, 'automations'));
    while (!result.done) result = await harness.run((all) => all.readPages({ ...setup, pageSize: 5 }, 'automations'));
    faults.clear();

    expect(result.pages).toBeGreaterThan(1);
    expect(result.rows).toBeGreaterThan(5);
    expect(journal.count({}) - asked).toBe(2 * result.pages);
  });

  test('when a rule runs on a ticket again days later, ticket and score count once, and what is newest is said', async () => {
    const [one = 0, two = 0] = tickets;
    const { automations: store } = harness.store;
    const daysAgo = (days: number) => timestampOf(Date.now() - days * 86_400_000);
    const ran = (eventId: number, days: number, ticketId: number | null, reason: string) => ({
      ...{ eventId, kind: 'rule' as const, ref: '900', name: `named ${String(days)} days ago`, at: daysAgo(days) },
      ...{ context: null, ticketId, failures: [{ action: 'addTags', reason }] },
    });
    const unread = 99_000_001;
    const before = await report();
    await store.record(ACCOUNT, {
      runs: [
        ...[ran(9_000_001, 9.5, one, 'gone'), ran(9_000_002, 4.5, two, 'gone'), ran(9_000_003, 1.5, one, 'gone')],
        ...[ran(9_000_004, 0.5, one, 'late'), ran(9_000_005, 6.5, unread, 'gone'), ran(9_000_006, 3.5, null, 'gone')],
      ],
      contexts: [],
      publishFrom: { rule: null, macro: null },
    });

    const after = await report();
    const rule = after.automations.find(({ id }) => id === '900');
    expect(rule).toMatchObject({
      ...{ name: 'named 0.5 days ago', runs: 6, tickets: 3, csatWith: { responses: 2, average: 4.5 } },
      failures: [
        { action: 'addTags', reason: 'gone', times: 5, tickets: [one, two, unread] },
        { action: 'addTags', reason: 'late', times: 1, tickets: [one] },
      ],
    });
    expect(
      [rule?.firstAt, rule?.lastAt].map((at) => Math.round((Date.now() - Date.parse(at ?? '')) / 43_200_000)),
    ).toEqual([19, 1]);
    const [changed] = await harness.store.db.query<{ tickets: number }>(
      `select count(*)::int as tickets from tickets where account = $1 and updated_at >= $2::timestamptz
         and deleted_at is null and merged_into is null`,
      [ACCOUNT, daysAgo(30)],
    );
    expect(after.activeTickets).toBe((changed?.tickets ?? 0) + 1);
    expect(after.runsWithoutTicket).toBe(before.runsWithoutTicket + 1);
    expect(after.csat).toEqual(before.csat);
    const groups = await store.groups(ACCOUNT, daysAgo(30), 'channel');
    expect(groups.reduce((sum, { tickets: some }) => sum + some, 0)).toBe(after.activeTickets);
    expect(groups.find(({ value }) => value === null)).toMatchObject({ tickets: 1, automatedTickets: 1, runs: 1 });
    expect((await store.groups(ACCOUNT, daysAgo(30), 'week'))[0]).toMatchObject({ value: null, tickets: 1 });
  });
});
