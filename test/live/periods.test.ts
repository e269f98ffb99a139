import { eventually } from '../support/eventually';
import { createApiCall } from '../../packages/sdk/client/api-call';
import { type Call, changesAnything } from '../../packages/sdk/contract/call';
import { CALLS } from '../../packages/sdk/contract/calls';
import type { EndedTickets } from '../../packages/sdk/contract/funnel';
import type { TajoClient } from '../../packages/sdk/index';
import { expectedSatisfaction } from '../support/period-oracle';
import type { LiveHarness } from './harness';
import { email, openWatchedShop, READ_KEY, type WatchedShop } from './watched-shop';

const A_DAY_MS = 86_400_000;
const WINDOW_MS = 92 * A_DAY_MS;

/** A shop with a past, in which some tickets end while the connector watches; its API, and whoever asks it. */
describe('the numbers of a period', () => {
  let shop: WatchedShop;
  let harness: LiveHarness;
  let client: TajoClient;
  let tickets: WatchedShop['tickets'];
  beforeAll(async () => {
    shop = await openWatchedShop();
    ({ harness, client, tickets } = shop);
  });
  afterAll(() => shop.end());

  it('are those of Gorgias, whatever the period: scores over time, by channel, tag and agent, and how many answered', async () => {
    const { world } = harness.sandbox;
    const until = Date.now();
    let responses = 0;
    for (let windows = 0; windows < 20; windows += 1) {
      const [fromMs, toMs] = [until - (windows + 1) * WINDOW_MS, until - windows * WINDOW_MS];
      const asked = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), top: 50 };
      const expected = expectedSatisfaction(world, fromMs, toMs);
      const { series, channels, tags, agents, ...given } = await client.connectors.satisfaction('gorgias', asked);
      const weekly = await client.connectors.satisfaction('gorgias', { ...asked, unit: 'week' });
      responses += expected.responses;

      expect(given).toMatchObject({
        ...{ responses: expected.responses, average: expected.average, scores: expected.scores },
        ...{ sent: expected.sent, answered: expected.answered },
      });
      expect(byName(series.map(({ at, ...of }) => ({ value: at, ...of })))).toEqual(expected.days);
      expect(byName(channels)).toEqual(expected.channels);
      expect(byName(tags)).toEqual(expected.tags);
      expect(byName(agents)).toEqual(expected.agents);
      expect(weekly.series.reduce((sum, week) => sum + week.responses, 0)).toBe(expected.responses);
      expect(weekly.series.every(({ at }) => new Date(at).getUTCDay() === 1)).toBe(true);
    }
    expect(responses).toBeGreaterThan(40);
  });

  it('know which score came when it was decided already how the ticket had ended, and the people behind a bar', async () => {
    const { late, scores, agents } = await client.connectors.satisfaction('gorgias', { top: 50 });
    const page = await client.connectors.scores('gorgias', { late: true });
    const chat = await client.connectors.scores('gorgias', { channel: 'chat', score: 5, late: false });
    const ofNobody = await client.connectors.scores('gorgias', { agent: 'none' });

    const nobody = agents.find(({ value }) => value === null);
    expect([late, ofNobody.scores.length]).toEqual([1, nobody?.responses]);
    expect(scores[1]).toBeGreaterThan(0);
    expect(page.scores).toMatchObject([{ ticketId: tickets.late, score: 2, email: email('late'), late: true }]);
    expect(chat.scores.find(({ ticketId }) => ticketId === tickets.happy)).toMatchObject({
      ...{ name: 'Canary happy', email: email('happy'), comment: 'Canary comment', late: false },
    });
  });

  it('tell how each ticket ended that was watched, and what became of its campaign', async () => {
    const funnel = await client.connectors.funnel('gorgias');
    const outcomes = Object.fromEntries(funnel.outcomes.map(({ outcome, ends }) => [outcome, ends]));
    const fates = Object.fromEntries(
      funnel.fates.map(({ outcome, campaign, fate, rule, ends }) => [
        [outcome, campaign ?? '-', fate, rule ?? '-'].join(' '),
        ends,
      ]),
    );

    expect(outcomes).toEqual({ satisfied: 2, neutral: 1, dissatisfied: 1, no_answer: 2, no_survey: 1 });
    expect(fates).toEqual({
      'satisfied upsell sent -': 1,
      'satisfied upsell held no_open_ticket': 1,
      'dissatisfied win-back sent -': 1,
      'no_answer remind sent -': 2,
      'neutral - skipped policy': 1,
      'no_survey - skipped policy': 1,
    });
    expect(funnel).toMatchObject({ ends: 7, sent: 4, pending: 1, skipped: 2, requested: [] });
    expect(funnel.fates.find(({ fate }) => fate === 'held')?.reason).toBe('another ticket is open');
    // And Brevo has so many.
    const { state } = harness.sandbox.brevo;
    const events = state.events().filter(({ name }) => name === 'UPSELL' || name === 'REMIND');
    expect(events.length + state.mails().length).toBe(funnel.sent);
  });

  it('tell of a score that came too late where it is asked what became of the ticket, and nowhere else', async () => {
    const { campaigns } = await client.campaigns.history();
    const why = await client.connectors.why('gorgias', { ticketId: tickets.late });
    const late = campaigns.filter(({ lateScore }) => lateScore !== null);

    expect(late).toMatchObject([{ ticketId: tickets.late, fate: 'sent', lateScore: { score: 2 } }]);
    expect(late[0]?.lateScore?.sentence).toMatch(
      /^rated 2 at .* UTC, after its wait was over: what was decided stays$/,
    );
    expect(why.reasons[0]).toMatch(
      /^Closed, no answer to a survey came in time; remind is sent; rated 2 at .*, after its wait was over: what was decided stays\.$/,
    );
    expect(why.story.filter(({ what }) => what.startsWith('rated '))).toMatchObject([
      { from: 'policy', what: 'rated 2, after its wait was over: what was decided stays' },
    ]);
    const others = await client.connectors.why('gorgias', { ticketId: tickets.silent });
    expect(JSON.stringify(others)).not.toContain('what was decided stays');
  });

  it('are the same by fate, whoever counts them', async () => {
    const { fates } = await client.connectors.funnel('gorgias');
    const { groups } = await client.campaigns.history();
    const total = (all: readonly { readonly of: string; readonly n: number }[]): Record<string, number> =>
      all.reduce<Record<string, number>>((sums, { of, n }) => ({ ...sums, [of]: (sums[of] ?? 0) + n }), {});

    expect(total(groups.map(({ fate, campaigns }) => ({ of: fate, n: campaigns })))).toEqual(
      total(fates.map(({ fate, ends }) => ({ of: fate, n: ends }))),
    );
  });

  it('lead to the tickets behind each of them, page by page, and no others', async () => {
    const { fates, outcomes, from, to } = await client.connectors.funnel('gorgias');
    for (const { outcome, campaign, fate, rule, ends } of fates) {
      const wanted = { from, to, outcome, fate, campaign: campaign ?? '-', ...(rule !== null && { rule }) };
      const found = await pages({ ...wanted, limit: 1 });
      expect(found).toHaveLength(ends);
      expect(found.every((ticket) => ticket.outcome === outcome && ticket.fate === fate)).toBe(true);
    }
    for (const { outcome, scores } of outcomes)
      for (const { score, ends } of scores) expect(await pages({ from, to, outcome, score })).toHaveLength(ends);
    const all = await pages({ from, to, limit: 2 });

    expect(all.map(({ ticketId }) => ticketId).sort()).toEqual(Object.values(tickets).sort());
    expect(all.map(({ decidedAt }) => decidedAt)).toEqual(
      all
        .map(({ decidedAt }) => decidedAt)
        .sort()
        .reverse(),
    );
    expect(all.find(({ ticketId }) => ticketId === tickets.held)).toMatchObject({
      ...{ subject: 'Canary subject of held', channel: 'chat', why: expect.stringContaining('is open') },
    });
  });

  it('show what goes on now: what each lane asked of Gorgias, what was written and what waits', async () => {
    const totalOf = (lanes: readonly { readonly requests: number }[]): number =>
      lanes.reduce((sum, { requests: of }) => sum + of, 0);
    // What a lane has asked is written down a moment later.
    const isCounted = async (): Promise<boolean> =>
      totalOf((await client.connectors.live('gorgias')).lanes) === harness.sandbox.gorgias.journal.total;
    await eventually(isCounted);
    const live = await client.connectors.live('gorgias');
    const status = await client.connectors.status('gorgias');
    const requests = Object.fromEntries(live.lanes.map((lane) => [lane.lane, lane.requests]));

    expect(live.lanes.map(({ lane, minutes }) => [lane, minutes.length])).toEqual(
      ['live', 'feed', 'backfill', 'enrichment'].map((lane) => [lane, 60]),
    );
    expect(Math.min(requests['live']!, requests['feed']!, requests['backfill']!)).toBeGreaterThan(0);
    expect(live.contactsLastHour).toBe(status.contacts.published);
    expect(live.contacts).toEqual(status.contacts);
    expect(live.tickets.find(({ stage }) => stage === 'held')).toEqual({ stage: 'held', tickets: 1, snoozed: 0 });
    // In the words of the funnel, which has as many.
    const { fates } = await client.connectors.funnel('gorgias');
    const pending = fates.filter(({ fate }) => fate === 'waiting' || fate === 'held');
    expect(live.campaigns).toEqual(pending.map(({ fate, ends }) => ({ fate, campaigns: ends })));
    expect(live.campaigns).toEqual([{ fate: 'held', campaigns: 1 }]);
    expect(live.feed?.readUntil).toBe(status.feed?.readUntil);
  });

  it('find tickets and people by number, and by how an address, a name or a last name begins', async () => {
    const customerId = harness.sandbox.world.tickets.get(tickets.happy)?.customerId ?? 0;
    const found = async (text: string): Promise<readonly number[]> =>
      (await client.connectors.search('gorgias', text)).people.map((person) => person.customerId);

    expect((await client.connectors.search('gorgias', String(tickets.happy))).tickets).toMatchObject([
      { ticketId: tickets.happy, subject: 'Canary subject of happy', outcome: 'satisfied' },
    ]);
    // As the page and Gorgias write it.
    expect((await client.connectors.search('gorgias', `#${String(tickets.happy)}`)).tickets).toHaveLength(1);
    for (const text of [String(customerId), 'CANARY-hap', email('happy'), ' canary happy', 'Happy'])
      expect([text, (await found(text)).includes(customerId)]).toEqual([text, true]);
    expect(await found('canary-')).toHaveLength(7);
    expect(await found('_anary')).toEqual([]);
    expect(await found('%%')).toEqual([]);
  });

  it('come without people for whoever has the read-only key, whatever is asked', async () => {
    const call = createApiCall({ url: client.url, apiKey: READ_KEY });
    const reading = Object.values<Call>(CALLS).filter((one) => !changesAnything(one));
    const inputs: Readonly<Record<string, object>> = {
      explain: { body: { ticketId: tickets.happy } },
      search: { body: { text: 'canary-' } },
      readRehearsal: { params: { id: 'newest' } },
      listRehearsedEnds: { params: { id: 'newest' } },
    };
    const ask = async (one: Call, input: object): Promise<string> =>
      JSON.stringify(await call(one, { query: {}, ...input } as never).catch(String));
    const answers: string[] = [];
    for (const one of reading) answers.push(await ask(one, inputs[one.id] ?? {}));
    answers.push(await ask(CALLS.explain, { body: { email: email('happy') } }));
    answers.push(await ask(CALLS.search, { body: { text: String(tickets.happy) } }));
    const said = answers.join('\n');
    const people = [...harness.sandbox.world.customers.values()];
    const kept = people.flatMap(({ email: address, name }) => [address?.trim() ?? '', name?.trim() ?? '']);

    expect(reading.length).toBeGreaterThan(15);
    expect(said).toContain(`"ticketId":${String(tickets.happy)}`);
    expect(said).not.toMatch(/canary/i);
    expect(kept.filter((text) => text.length > 3 && said.toLowerCase().includes(text.toLowerCase()))).toEqual([]);
    expect(said).not.toMatch(/[\w.+-]+@[\w-]+\.\w/);
    // Who may see them does.
    expect(JSON.stringify(await client.connectors.search('gorgias', 'canary-'))).toContain(email('happy'));
  });

  it('are asked for by a time that is right, or refused with the field that is wrong', async () => {
    const asked = (options: object): Promise<unknown> => client.connectors.funnel('gorgias', options);

    await expect(asked({ from: '2026-01-01', to: '2026-04-04' })).rejects.toMatchObject({ field: 'from' });
    await expect(asked({ from: '2026-01-02', to: '2026-01-02' })).rejects.toMatchObject({ field: 'to' });
    await expect(asked({ from: 'yesterday' })).rejects.toMatchObject({ field: 'from' });
    await expect(client.connectors.endedTickets('gorgias', { after: '1/1' })).rejects.toMatchObject({ field: 'after' });
  });

  async function pages(
    options: Parameters<typeof client.connectors.endedTickets>[1],
  ): Promise<EndedTickets['tickets']> {
    const found: EndedTickets['tickets'][number][] = [];
    for (let after: string | undefined; ;) {
      const page = await client.connectors.endedTickets('gorgias', { ...options, after });
      found.push(...page.tickets);
      if (page.next === null) return found;
      after = page.next;
    }
  }
});

interface Group {
  readonly value: string | null;
  readonly responses: number;
}

function byName(groups: readonly Group[]): Record<string, number> {
  return Object.fromEntries(
    groups.filter(({ responses }) => responses > 0).map(({ value, responses }) => [String(value), responses]),
  );
}
