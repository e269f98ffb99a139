import { type RunningServer } from '../../src/api/server';
import { type TajoClient, type Why } from '../../packages/sdk/index';
import { createPaint } from '../../packages/sdk/cli/paint';
import { whyLines } from '../../packages/sdk/cli/output/why';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from '../activities/activity-harness';
import { ticket } from '../store/records';
import { serveStore } from './served-store';
import { timestamp } from '../../src/domain/timestamp';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 1h, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }`;

describe('why', () => {
  let harness: ActivityHarness;
  let server: RunningServer;
  let tajo: TajoClient;
  let logged: readonly string[];
  let people = 0;

  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace(/campaigns: \{\}/, CAMPAIGNS));
    ({ server, tajo, logged } = await serveStore(harness.store));
  });
  afterAll(async () => {
    await server.close(0);
    await harness.end();
  });
  beforeEach(() => harness.later(0));

  const newcomer = (email: string | null = `person-${String((people += 1))}@customer.example.com`): number =>
    harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ada Canary' });
  const why = async (ticketId: number): Promise<Why> => {
    const answer = await tajo.connectors.why('gorgias', { ticketId });
    for (const line of whyLines(answer, createPaint(false))) {
      if (!line.includes('http')) expect(line.length).toBeLessThanOrEqual(80);
    }
    return answer;
  };
  const reason = async (ticketId: number): Promise<string> => (await why(ticketId)).reasons[0] ?? '';
  const closed = (ticketId: number, survey: 'create' | 'skip' | 'exclude' = 'create'): number =>
    harness.happen({ do: 'closeTicket', ticketId, survey, surveyDelayMs: 0 });
  const rated = (ticketId: number, score: number): void => {
    closed(ticketId);
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };

  test.each<[string, (ticketId: number) => unknown, RegExp, number]>([
    ['is open', () => undefined, /^Open since /, 0],
    ['is closed', (id) => closed(id), /^Closed, waiting for the survey until /, 0],
    [
      'has its survey sent',
      (id) => [closed(id), harness.happen({ do: 'sendSurvey', ticketId: id })],
      /^Closed, waiting for the answer to the survey until /,
      0,
    ],
    ['gets no answer', (id) => closed(id), /^Closed, no answer to a survey came in time; no campaign: /, 8 * DAY],
    ['has its survey skipped', (id) => closed(id, 'skip'), /^Closed, no survey is sent for it; no campaign: /, 0],
    ['is excluded from CSAT', (id) => closed(id, 'exclude'), /^Closed, no survey is sent for it; no campaign: /, 0],
    ['is rated 3', (id) => rated(id, 3), /^Closed, neutral with a score of 3; no campaign: /, 0],
    ['is rated 5', (id) => rated(id, 5), /^Closed, satisfied with a score of 5; campaign due /, 0],
    ['is rated 5 an hour ago', (id) => rated(id, 5), /satisfied with a score of 5; upsell is sent/, 2 * HOUR],
    ['is rated 1', (id) => rated(id, 1), /dissatisfied with a score of 1; win-back is sent/, 0],
    [
      'is reopened',
      (id) => [closed(id), harness.happen({ do: 'reopenTicket', ticketId: id })],
      /^Open again since /,
      0,
    ],
    [
      'is snoozed',
      (id) => harness.happen({ do: 'snoozeTicket', ticketId: id, until: Date.now() + 3 * DAY }),
      /^Snoozed until /,
      0,
    ],
    ['is spam', (id) => harness.happen({ do: 'markSpam', ticketId: id }), /^Spam, nothing is sent/, 0],
    [
      'is in the trash',
      (id) => harness.happen({ do: 'trashTicket', ticketId: id }),
      /^In the trash, nothing is sent/,
      0,
    ],
    ['is deleted', (id) => harness.happen({ do: 'deleteTicket', ticketId: id }), /^Deleted in Gorgias/, 0],
    [
      'is merged',
      (id) => harness.happen({ do: 'mergeTickets', sourceId: id, targetId: newcomer() }),
      /^Merged into ticket \d+/,
      0,
    ],
  ])('when a ticket %s, names that', async (_case, live, expected, aheadMs) => {
    const ticketId = newcomer();
    live(ticketId);
    await harness.sync();
    await harness.refresh(ticketId);
    await harness.later(aheadMs);
    if (aheadMs > 0) await harness.refresh(ticketId);

    expect(await reason(ticketId)).toMatch(expected);
  });

  test('when a ticket was rated, the story has what was heard, read, sent and decided, with every rule and the workflow', async () => {
    const ticketId = newcomer();
    rated(ticketId, 5);
    await harness.sync();
    await harness.refresh(ticketId);
    const answer = await why(ticketId);

    expect(answer.story.map(({ from, what }) => `${from} ${what}`)).toEqual(
      expect.arrayContaining([
        'feed ticket-closed',
        'webhook ticket-updated',
        expect.stringMatching(/^read closed; changed last /),
        'brevo event SUPPORT_TICKET_RESOLVED: accepted by Brevo',
        'brevo the customer’s contact: written',
        expect.stringMatching(/^policy satisfied with a score of 5: campaign upsell, wait: /),
      ]),
    );
    expect(answer.story.find(({ from }) => from === 'policy')?.rules.at(-1)).toMatchObject({
      rule: 'delay',
      says: 'wait',
    });
    expect(answer.story.map(({ at }) => at)).toEqual(answer.story.map(({ at }) => at).sort());
    const [ticket] = answer.tickets;
    expect(Date.parse(ticket?.waitingUntil ?? '') - Date.now()).toBeGreaterThan(HOUR / 2);
    expect(ticket?.workflow).toEqual({
      id: `ticket/${ACCOUNT}/${String(ticketId)}`,
      ui: `http://127.0.0.1:8233/namespaces/shop.a1b2c/workflows/ticket%2F${ACCOUNT}%2F${String(ticketId)}`,
    });
    expect(answer.contact).toMatchObject({ due: false, lists: expect.arrayContaining([35, 36]) });
    expect(JSON.stringify(answer)).not.toMatch(/customer\.example|Canary/);
    if (process.env['SHOW_WHY'] !== undefined) console.log(whyLines(answer, createPaint(false)).join('\n'));
  });

  test('when the person is blocklisted, has another open ticket or had a campaign lately, the rule that held it back is named', async () => {
    const cases = ['blocklisted', 'another', 'capped'] as const;
    const answer: Record<string, string> = {};
    for (const name of cases) {
      const email = `${name}@customer.example.com`;
      const first = newcomer(email);
      const customerId = harness.sandbox.world.state.tickets.get(first)!.customerId!;
      await harness.refresh(first);
      if (name === 'blocklisted') await blocklist(email);
      if (name === 'another') await harness.refresh(harness.happen({ do: 'openTicket', customerId }));
      rated(first, 1);
      await harness.sync();
      await harness.refresh(first);
      let asked = first;
      if (name === 'capped') {
        asked = harness.happen({ do: 'openTicket', customerId });
        rated(asked, 1);
        await harness.sync();
        await harness.refresh(asked);
      }
      const { story } = await why(asked);
      answer[name] = story.findLast(({ rules }) => rules.length > 0)?.rules.at(-1)?.rule ?? '';
      // What is written down and waits says so beside the policy's word, without naming the rules once more.
      const keptBack = story.filter(({ what }) => /^campaign win-back by template 12: kept back, /.test(what));
      expect(keptBack).toHaveLength(name === 'another' ? 1 : 0);
    }

    expect(answer).toEqual({ blocklisted: 'not_blocklisted', another: 'no_open_ticket', capped: 'frequency_cap' });
  });

  async function blocklist(email: string): Promise<void> {
    const answer = await fetch(`${harness.sandbox.brevo.url}/contacts/${encodeURIComponent(email)}`, {
      method: 'PUT',
      headers: { 'api-key': harness.sandbox.credentials.brevoApiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ emailBlacklisted: true }),
    });
    expect(answer.status).toBe(204);
  }

  test('when there is no e-mail, the ticket ended before the installation, or nobody knows it, says so', async () => {
    const silent = newcomer(null);
    await harness.refresh(silent);
    const old = { ...ticket(41, { closedAt: timestamp('2024-01-02T00:00:00.000000Z') }), status: 'closed' };
    await harness.store.facts.storeTickets(ACCOUNT, [old], null);

    expect((await why(silent)).reasons).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Its customer has no e-mail address/)]),
    );
    expect(await reason(999_999_999)).toMatch(/^Nothing is known of a ticket 999999999/);
    expect(await reason(41)).toMatch(/^It was closed before the connector was installed/);
    expect((await why(41)).tickets[0]?.workflow.ui).toBeNull();
  });

  test('when a person is asked for, shows contact, customers and tickets newest first; the address is logged and repeated nowhere', async () => {
    const email = 'who-is-it@customer.example.com';
    const first = newcomer(email);
    const customerId = harness.sandbox.world.state.tickets.get(first)!.customerId!;
    await harness.refresh(first);
    const second = harness.happen({ do: 'openTicket', customerId });
    await harness.refresh(second);
    const answer = await tajo.connectors.why('gorgias', { email: ` ${email.toUpperCase()}`.trim() });
    const nobody = await tajo.connectors.why('gorgias', { email: 'nobody@customer.example.com' });

    expect(answer.tickets.map(({ ticketId }) => ticketId)).toEqual([second, first]);
    expect(answer).toMatchObject({
      about: 'person',
      more: false,
      customers: [{ id: customerId }],
      contact: { lists: [35] },
    });
    expect(nobody.reasons).toEqual(['No Gorgias customer with this address is known.']);
    expect(JSON.stringify([answer, nobody, logged])).not.toContain('customer.example');
    expect(logged.join('')).toContain('/v1/connectors/gorgias/why');
    await expect(tajo.connectors.why('gorgias', {})).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'ticketId',
    });
    if (process.env['SHOW_WHY'] !== undefined) console.log(whyLines(answer, createPaint(false)).join('\n'));
  });

  test('when the connector is paused, that comes first', async () => {
    const ticketId = newcomer();
    await harness.refresh(ticketId);
    await harness.store.accounts.setState(ACCOUNT, 'paused', { reason: null });
    const first = await reason(ticketId);
    await harness.store.accounts.setState(ACCOUNT, 'connected', { reason: null });

    expect(first).toMatch(/^The connector is paused/);
  });

  test('when deliveries are listed, each event is there once with its ticket and state, oldest first, and nobody is named', async () => {
    // Later than what other tests have sent in days to come.
    await harness.later(20 * DAY);
    const ticketId = newcomer();
    await harness.refresh(ticketId);
    closed(ticketId);
    await harness.sync();
    await harness.refresh(ticketId);
    const { deliveries } = await tajo.connectors.deliveries('gorgias', { ticketId });
    const newest = await tajo.connectors.deliveries('gorgias', { limit: 1 });
    const none = await tajo.connectors.deliveries('gorgias', { since: deliveries.at(-1)!.at });

    expect(deliveries.map(({ name, state, kind }) => [name, state, kind])).toEqual([
      ['SUPPORT_TICKET_OPENED', 'sent', 'event'],
      ['SUPPORT_TICKET_RESOLVED', 'sent', 'event'],
    ]);
    expect(newest.deliveries).toEqual([deliveries.at(-1)]);
    expect(none.deliveries).toEqual([]);
    expect(JSON.stringify(deliveries)).not.toContain('@');
  });
});
