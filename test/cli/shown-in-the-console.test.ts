import { timestamp } from '../../src/domain/timestamp';
import { API_KEY, install, startApi, type Json, type RunningApi } from '../api/running-api';
import { TajoClient } from '../../packages/sdk/index';
import { typed } from './typed';

const DAY = 86_400_000;
const ago = (days: number) => timestamp(new Date(Date.now() - days * DAY).toISOString());

/** What the page shows, at a terminal: the same numbers as the API's. */
describe('satisfaction, the funnel, search and live', () => {
  let api: RunningApi;
  const tajo = (...args: readonly string[]) =>
    typed({ client: new TajoClient({ url: api.url, apiKey: API_KEY }) }, args);
  const asked = async (path: string): Promise<Json> => (await api.call('GET', `/v1/connectors/gorgias${path}`)).body;

  async function scored(ticketId: number, days: number, over: Partial<Record<string, unknown>>): Promise<void> {
    const { score, comment = null, channel = 'email', agent = 'Ada Agent', tags = [] } = over;
    await api.store.db.query(
      `insert into tickets (account, id, customer_id, status, channel, via, subject, assignee_user_id, assignee_name, tags,
          created_at, updated_at, closed_at)
        values ('yourstore', $1, 900, 'closed', $3, 'email', 'Where is my order?', $4, $5, $6, $2, $2, $2)`,
      [ticketId, ago(days), channel, agent === 'Ada Agent' ? 71 : 72, agent, tags],
    );
    await api.store.db.query(
      `insert into surveys (account, id, ticket_id, customer_id, score, comment, created_at, sent_at, scored_at)
        values ('yourstore', $1, $1, 900, $3, $4, $2, $2, $5)`,
      [ticketId, ago(days), score ?? null, comment, score === undefined ? null : ago(days)],
    );
  }

  beforeAll(async () => {
    api = await startApi({ requestsPerSecond: 1000 });
    await install(api);
  });
  afterAll(() => api.close());

  it('when there is nothing yet, each says so and what to do', async () => {
    const said = await Promise.all([
      tajo('satisfaction'),
      tajo('satisfaction', '--score', '1'),
      tajo('satisfaction', '--tag', 'vip'),
      tajo('search', 'jane@'),
      tajo('connectors', 'live'),
      tajo('funnel'),
      tajo('funnel', '--campaign', 'upsell'),
    ]);

    expect(said.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(said.map(() => [0, '']));
    const [counted, low, tagged, found, live, funnel, behind] = said.map(({ stdout }) =>
      stdout.replaceAll(/\s+/g, ' ').trim(),
    );
    expect(counted).toMatch(
      /^From \S+ \S+ UTC to \S+ \S+ UTC nobody gave a score\. .*`--since 90d` looks further back\.$/,
    );
    for (const list of [low, tagged])
      expect(list).toMatch(/ nobody gave a score like that\. `tajo satisfaction` counts what there is\.$/);
    expect(found).toMatch(/^Nobody and nothing found: tickets are found by their whole number, /);
    expect(funnel).toMatch(
      / no ticket ended\. A ticket has ended when it is closed .*`--since 90d` looks further back\.$/,
    );
    expect(behind).toMatch(/ no ticket ended like that\. `tajo funnel` counts what there is\.$/);
    expect(live).toMatch(/^yourstore connected .* Waiting tickets none Campaigns none waits On their way nothing /);
  });

  it('the scores of a time are counted as the API counts them: over time, by channel, tag and agent, within 80 columns', async () => {
    await api.store.db.query(
      `insert into customers (account, id, email, email_lower, name, lastname, created_at, updated_at)
        values ('yourstore', 900, 'Jane@customer.example', 'jane@customer.example', 'Jane Doe', 'Doe', $1, $1)`,
      [ago(9)],
    );
    await scored(11, 3, { score: 5, tags: ['vip'] });
    await scored(12, 2, {
      score: 1,
      channel: 'chat',
      agent: 'Bo Agent',
      comment: '=1+1 "late", again',
      tags: ['vip', 'returns'],
    });
    await scored(13, 1, {});

    const { stdout } = await tajo('satisfaction');
    const { from, to, ...json } = JSON.parse((await tajo('satisfaction', '--json')).stdout);
    const weekly = await tajo('satisfaction', '--since', '40d');

    // The time moves on between the two.
    expect({ ...(await asked('/satisfaction')), from, to }).toEqual({ ...json, from, to });
    expect(Date.parse(to) - Date.parse(from)).toBe(30 * DAY);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /^From \S+ \S+ UTC to \S+ \S+ UTC: 2 scores, on average 3\.00; 2 of 3 surveys sent answered \(67%\). day scores /,
    );
    expect(stdout).toMatch(/\nday +scores +average +1 +2 +3 +4 +5\n/);
    expect(stdout).toMatch(/\nvip +2 +3\.00 +1 +0 +0 +0 +1\n/);
    expect(stdout).toMatch(/\nchat +1 +1\.00 +1 +0 +0 +0 +0\n/);
    expect(stdout).toMatch(/\nBo Agent +1 +1\.00 +1 /);
    expect(weekly.stdout).toMatch(/\nweek from +scores /);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('the people behind a number are listed, page by page, and agents are called by their names', async () => {
    const { stdout } = await tajo('satisfaction', '--agent', 'bo', '--tag', 'VIP');
    const newest = await tajo('satisfaction', '--limit', '1');
    const all = JSON.parse((await tajo('satisfaction', '--limit', '200', '--json')).stdout);

    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /newest first: 1 score\. \S+ \S+ 12 1 of 5: Jane Doe, jane@customer\.example, by chat, with Bo Agent, tagged vip, returns: “=1\+1 "late", again” What became of a ticket: tajo why 12 $/,
    );
    expect(newest.stdout).toMatch(/first: 1 score, and\s+there are more\.[^]*\nOlder ones are not shown/);
    expect(all.scores).toEqual((await asked('/satisfaction/scores')).scores);
  });

  it('as CSV there is a line for each score, in which a customer’s words are no formula', async () => {
    const whole = await tajo('satisfaction', '--csv');
    const cut = await tajo('satisfaction', '--csv', '--limit', '1');

    // More than one page of the API.
    await api.store.db.query(
      `insert into surveys (account, id, ticket_id, customer_id, score, created_at, sent_at, scored_at)
        select 'yourstore', 1000 + n, 11, 900, 4, at, at, at
        from generate_series(1, 205) as n, lateral (select $1::timestamptz + n * interval '1 minute' as at) t`,
      [ago(60)],
    );
    const pages = await tajo('satisfaction', '--since', '61d', '--until', '59d', '--csv');
    const times = pages.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 19));

    expect(times).toHaveLength(205);
    expect(times).toEqual([...new Set(times)].sort().reverse());
    const [head, first, ...others] = whole.stdout.trimEnd().split('\n');
    expect(head).toBe('scored_at,ticket,score,late,customer,name,email,channel,agent,tags,comment');
    expect(first).toMatch(
      /^\S+Z,12,1,false,900,Jane Doe,jane@customer\.example,chat,Bo Agent,vip; returns,"'=1\+1 ""late"", again"$/,
    );
    expect(others).toHaveLength(1);
    expect([whole.stderr, cut.stderr]).toEqual(['', expect.stringMatching(/^Older ones are not shown/)]);
  });

  it('the ends of tickets in a time are counted by how they ended and what followed as the API counts them, and listed one by one', async () => {
    const decide = (ticketId: number, days: number, said: readonly unknown[]): Promise<unknown> =>
      api.store.db.query(
        `insert into decisions (account, ticket_id, closed_at, decided_at, asked_at, outcome, score, campaign, kind, why, rules, until_at)
          values ('yourstore', $1, $2, $2, $2, $3, $4, $5, $6, $7, jsonb_build_array(jsonb_build_object('rule', $8::text)), $9)`,
        [ticketId, ago(days), ...said],
      );
    const capped = '1 of 1 campaigns to the customer within 7d: the cap is reached';
    await decide(11, 3, ['satisfied', 5, 'upsell', 'send', '', 'frequency_cap', null]);
    await decide(12, 2, ['satisfied', 4, 'upsell', 'skip', capped, 'frequency_cap', null]);
    // Closed, reopened and closed again: one ticket, two ends.
    for (const days of [1, 4])
      await decide(13, days, ['no_survey', null, null, 'skip', 'no campaign is for it', 'policy', null]);
    await decide(14, 40, ['satisfied', 4, 'upsell', 'skip', capped, 'frequency_cap', null]);
    await api.store.db.query(
      `insert into outbox (account, key, kind, ticket_id, email_key, name, params, happened_at, intended_at, state)
        values ('yourstore', 'yourstore/11/campaign/1', 'campaign', 11, 'jane@customer.example', 'upsell', '{}', $1, $1, 'sent')`,
      [ago(3)],
    );

    const { stdout } = await tajo('funnel');
    const { from, to, ...json } = JSON.parse((await tajo('funnel', '--json')).stdout);
    const [newest, behind] = [await tajo('funnel', '--limit', '2'), await tajo('funnel', '--rule', 'frequency_cap')];
    const all = JSON.parse((await tajo('funnel', '--limit', '200', '--json')).stdout);
    const csv = await tajo('funnel', '--campaign', 'upsell', '--csv', '--since', '41d');

    expect({ ...(await asked('/campaigns/funnel')), from, to }).toEqual({ ...json, from, to });
    expect([json.ends, json.sent, json.skipped]).toEqual([4, 1, 3]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      / UTC there were 4 ends of tickets: 1 got a campaign, 3 got none\. how they ended /,
    );
    expect(stdout).toMatch(/\nsatisfied +2 +1 × 4, 1 × 5\n/);
    expect(stdout).toMatch(/\nupsell, 2 ends\n/);
    expect(stdout).toMatch(/\n  sent +1  satisfied\n/);
    expect(stdout).toMatch(/\n  skipped +1  satisfied: the frequency cap is reached\n/);
    expect(stdout).toMatch(/\nwithout a campaign, 2 ends\n  skipped +2  no survey: \S/);
    for (const line of (stdout + newest.stdout).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(newest.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /newest first: 2 ends of tickets, and there are more\. \S+ \S+ 13 no survey: no campaign is for it; “Where is my order\?” with Ada Agent .* 12 satisfied \(4 of 5\), upsell skipped: 1 of 1 /,
    );
    expect(behind.stdout).toMatch(/1 end of a\s+ticket\.[^]* 12 [^]*\nAll of a ticket: tajo why 12\n$/);
    expect(all.tickets).toEqual((await asked('/campaigns/funnel/tickets')).tickets);
    const [head, ...rows] = csv.stdout.trimEnd().split('\n');
    expect(head).toBe('decided_at,ticket,closed_at,outcome,score,campaign,fate,rule,why,until,channel,agent,subject');
    expect(rows.map((row) => row.split(',')[1])).toEqual(['12', '11', '14']);
  });

  it('tickets and people are found by number, address and name, with the way to their story', async () => {
    const ticket = await tajo('search', 'https://yourstore.gorgias.com/app/ticket/12');
    const person = await tajo('search', 'Jane', 'D');
    const json = JSON.parse((await tajo('search', 'jane@', '--json')).stdout);

    expect(ticket.stdout).toMatch(
      /^Ticket 12 +closed, by chat; opened \S+ \S+ UTC\n +Where is my order\?\n\nThe story: tajo why 12\n$/,
    );
    expect(person.stdout).toBe(
      'Customer 900        Jane Doe, jane@customer.example; newest tickets 13, 12, 11\n\n' +
        'The story: tajo why jane@customer.example\n',
    );
    expect(json).toEqual((await api.call('POST', '/v1/connectors/gorgias/search', { text: 'jane@' })).body);
  });

  it('people are found with and without the accents of their name', async () => {
    await api.store.db.query(
      `insert into customers (account, id, name, lastname, created_at, updated_at) values
        ('yourstore', 901, 'Óscar', 'Øster Núñez', now(), now()), ('yourstore', 902, 'Oscar', 'Lee', now(), now())`,
    );
    const found = async (text: string) => (await tajo('search', text)).stdout.match(/^Customer \d+/gm)?.sort();
    const both = ['Customer 901', 'Customer 902'];
    for (const text of ['oscar', 'ÓSC', 'O\u0301scar']) expect([text, await found(text)]).toEqual([text, both]);
    for (const text of ['øster nun', 'OSTER NÚÑ']) expect([text, await found(text)]).toEqual([text, both.slice(0, 1)]);
  });

  it('live says what goes on as the API does: tickets that wait, what is on its way, requests by lane and ten minutes', async () => {
    await api.store.outbox.intend('yourstore', [
      {
        ...{ key: 'yourstore/13/opened/1', name: 'OPENED', ticketId: 13, customerId: 900 },
        ...{ emailKey: 'jane@customer.example', happenedAt: ago(0), params: {} },
      },
    ]);
    await api.store.db.query(
      `insert into lane_use (account, lane, slot, minute, requests, waits)
        select 'yourstore', 'live', extract(minute from m), m, 5, 2 from (select date_trunc('minute', now() - interval '25 minutes') as m) x`,
    );

    const { stdout } = await tajo('connectors', 'live');
    const json = JSON.parse((await tajo('connectors', 'live', '--json')).stdout);

    const { asOf, undelivered } = json;
    expect({ ...(await asked('/live')), asOf, undelivered }).toEqual(json);
    expect(stdout).toMatch(/\nOn their way +1 event to be sent or held\n/);
    expect(stdout).toMatch(/\n5 requests to Gorgias in the last hour; /);
    expect(stdout).toMatch(/\nlane +requests +waited +60 min +50 +40 +30 +20 +10\n/);
    expect(stdout).toMatch(/\nlive +5 +2 +0 +0 +0 +5 +0 +0\n/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    [['satisfaction', '--tag', 'vipp'], 'No score of this time has the tag vipp: the nearest is vip.'],
    [['satisfaction', '--channel', 'emial'], 'the nearest is email'],
    [['satisfaction', '--agent', 'Bo Agnet'], 'the nearest is Bo Agent'],
    [['satisfaction', '--agent', 'agent'], 'Several agents are called agent: '],
    [['funnel', '--campaign', 'upsel'], 'No ticket of this time has the campaign upsel: the nearest is upsell.'],
    [['funnel', '--rule', 'frequency'], 'frequency_cap'],
  ])('when the line is %j, it says the nearest and the exit code is 2', async (args, words) => {
    const { exitCode, stdout, stderr } = await tajo(...args);

    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining(words) });
  });
});
