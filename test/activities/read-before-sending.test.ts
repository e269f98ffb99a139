import type { TicketRecord } from '../../packages/sandbox/world/records';
import type { Why } from '../../packages/sdk/index';
import { explainPerson, explainTicket, type StorySources } from '../../src/api/story/explain';
import type { AccountRow } from '../../src/store/types';
import { timestampOf } from '../../src/domain/timestamp';
import { ACCOUNT } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';
import { CSAT } from '../domain/ticket/facts';

const CAMPAIGNS = `campaigns:
      win-back: { when: dissatisfied, delay: 0s, expires: 1h, send: { template_id: 12 } }`;
const TOMORROW_US = (Date.now() + 86_400_000) * 1_000;
const HOUR = 3_600_000;
const HINT = { source: 'webhook', trigger: 'ticket-updated', atMs: 0 } as const;

/** What the vendors answer in the moment before a campaign leaves, when it is not what was known (spec 5c). */
describe('directly before a campaign leaves', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
    end = () => harness.end();
  });
  afterAll(() => end());

  let newcomers = 0;
  const open = (): { readonly ticketId: number; readonly email: string; readonly customerId: number } => {
    const email = `person${String((newcomers += 1))}@customer.example.com`;
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    return { ticketId, email, customerId: harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0 };
  };
  const rate = (ticketId: number, score: number): void => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };
  /** Gorgias shows the ticket otherwise from now on, and moves no date for it. */
  const silently = (ticketId: number, change: Partial<TicketRecord>): void => {
    const ticket = harness.sandbox.world.tickets.get(ticketId);
    if (ticket === undefined) throw new Error('no such ticket');
    Object.assign(ticket, change);
  };
  /** A look at the ticket, and what happens between its reading and its campaign. */
  const look = async (ticketId: number, meanwhile: () => void) => {
    const ref = { account: ACCOUNT, ticketId };
    const { at } = await harness.run((all) => all.readTicket(ref, [{ ...HINT, atMs: Date.now() }]));
    await harness.run((all) => all.sendTimeline(ref));
    meanwhile();
    return harness.run((all) => all.settleOutcome(ref, at));
  };
  const mailed = (email: string): number =>
    harness.sandbox.brevo.journal
      .requests()
      .filter(({ path, body }) => path === '/v3/smtp/email' && JSON.stringify(body).includes(email)).length;
  const explained = async (explain: (...of: [StorySources, AccountRow]) => Promise<Why>): Promise<Why> => {
    const row = await harness.store.accounts.find(ACCOUNT);
    if (row === null) throw new Error('no account');
    return explain({ store: harness.store, uiUrl: null, namespace: 'default', exclude: [], csat: CSAT }, row);
  };
  const campaignOf = (ticketId: number) =>
    harness.store.outbox.find(ACCOUNT, `${ACCOUNT}/${String(ticketId)}/campaign/1`);

  test.each<[string, Partial<TicketRecord>, string]>([
    ['spam', { spam: true }, 'spam'],
    ['trashed', { trashedUs: TOMORROW_US }, 'trashed'],
    ['open', { status: 'open', closedUs: null }, 'open'],
    ['snoozed', { snoozeUs: TOMORROW_US }, 'snoozed'],
  ])(
    'a row that says %s with an unmoved date keeps the mail back, and the ticket is looked at again',
    async (_, change, phase) => {
      const { ticketId, email } = open();
      rate(ticketId, 1);
      const status = await look(ticketId, () => silently(ticketId, change));

      expect({ done: status.done, until: status.until }).toEqual({ done: false, until: expect.any(String) });
      expect(await harness.refresh(ticketId)).toMatchObject({ phase });
      expect(mailed(email)).toBe(0);
      expect(await campaignOf(ticketId)).toMatchObject({ state: 'given_up' });
    },
  );

  test.each<[string, string, Partial<TicketRecord>, Partial<TicketRecord>]>([
    ['ended and', 'is snoozed', {}, { snoozeUs: TOMORROW_US }],
    ['was spam and', 'is open', { spam: true }, { spam: false, status: 'open', closedUs: null }],
  ])('another ticket that %s %s, unmoved, holds it and is read again', async (_, now, before, after) => {
    const { ticketId, email, customerId } = open();
    const other = harness.happen({ do: 'openTicket', customerId });
    rate(other, 5);
    silently(other, before);
    await harness.refresh(other);
    rate(ticketId, 1);
    await look(ticketId, () => silently(other, after));

    expect(mailed(email)).toBe(0);
    expect(await campaignOf(ticketId)).toMatchObject({
      state: 'intended',
      gate: `ticket ${String(other)} of the customer ${now}`,
    });
    const asked = 'select 1 from ticket_states where account = $1 and ticket_id = $2 and asked_at > looked_at';
    expect(await harness.store.db.query(asked, [ACCOUNT, other])).toHaveLength(1);
  });

  /** Brevo answers otherwise whenever it is asked about the person. */
  const answered = (email: string, rewrite: (contact: object) => object): void => {
    const match = { method: 'GET', pathPrefix: `/v3/contacts/${encodeURIComponent(email)}` } as const;
    harness.sandbox.brevo.faults.add({ kind: 'rewrite', match, rewrite: (json) => rewrite(json as object) });
  };

  test('nobody is mailed on the word of Brevo about another address', async () => {
    const { ticketId, email } = open();
    rate(ticketId, 1);
    await look(ticketId, () =>
      answered(email, () => ({ id: 99_999, email: 'other@ex.test', emailBlacklisted: false, listIds: [] })),
    );

    expect(mailed(email)).toBe(0);
    expect(await campaignOf(ticketId)).toMatchObject({ state: 'given_up' });
  });

  test.each<[string, object]>([
    ['null', { emailBlacklisted: null }],
    ['a text where the left lists stand', { listUnsubscribed: '36' }],
  ])('nobody is mailed of whom Brevo says %s, and it is said that this could not be read', async (_, odd) => {
    const { ticketId, email } = open();
    rate(ticketId, 1);
    await look(ticketId, () => answered(email, (contact) => ({ ...contact, ...odd })));

    expect(mailed(email)).toBe(0);
    const [decision] = await harness.store.decisions.ofTicket(ACCOUNT, ticketId);
    expect(decision).toMatchObject({
      kind: 'skip',
      why: 'Brevo’s answer about consent could not be read: it counts as a no',
    });
    expect(decision?.rules.at(-1)?.rule).toBe('consent_known');
  });

  test.each([
    ['is not there', () => Promise.resolve()],
    ['was made anew by us', () => harness.sync()],
  ])(
    'who was known to be blocklisted is not mailed where their contact was deleted in Brevo and %s',
    async (_, then) => {
      const { ticketId, email } = open();
      harness.sandbox.brevo.people.blocklist(email);
      await harness.sync();
      harness.sandbox.brevo.people.remove(email);
      rate(ticketId, 1);
      await then();
      await look(ticketId, () => undefined);

      expect(mailed(email)).toBe(0);
      const [decision] = await harness.store.decisions.ofTicket(ACCOUNT, ticketId);
      expect(decision?.why).toMatch(/^the contact was blocklisted in Brevo before it was deleted there/);
      expect((await explained((sources, row) => explainPerson(sources, row, email))).reasons).toContainEqual(
        expect.stringMatching(/^The contact was blocklisted in Brevo before it was deleted there/),
      );
    },
  );

  test('who never was in Brevo, and so never said no, is mailed', async () => {
    const { ticketId, email } = open();
    rate(ticketId, 1);
    await look(ticketId, () => undefined);

    expect(mailed(email)).toBe(1);
  });

  /** What `why`, `campaigns` and `funnel` tell of the ticket. */
  const told = async (ticketId: number) => {
    const { store } = harness;
    const [since, to] = [timestampOf(Date.now() - HOUR), timestampOf(Date.now() + HOUR)];
    const { reasons } = await explained((sources, row) => explainTicket(sources, row, ticketId));
    const listed = await store.campaignHistory.list(ACCOUNT, { since, limit: 100, waitMs: CSAT.waitMs });
    const ends = await store.funnels.ends(ACCOUNT, { from: since, to }, { limit: 100, campaign: 'win-back' });
    return {
      why: reasons.join(' '),
      listed: listed.find((one) => one.ticketId === ticketId),
      fate: ends.find((end) => end.ticketId === ticketId)?.fate,
    };
  };
  const unanswering = (email: string, status: number, body?: object): void => {
    const match = { method: 'GET', pathPrefix: `/v3/contacts/${encodeURIComponent(email)}` } as const;
    const effect =
      body === undefined ? ({ kind: 'html', status } as const) : ({ kind: 'status', status, body } as const);
    harness.sandbox.brevo.faults.add({ ...effect, match, times: 1 });
  };

  test('a campaign that waits for the answer about consent says so, since when and what was answered last, and leaves with the answer', async () => {
    const { ticketId, email } = open();
    rate(ticketId, 1);
    await expect(look(ticketId, () => unanswering(email, 404))).rejects.toMatchObject({ code: 'brevo.unavailable' });
    const first = await told(ticketId);
    unanswering(email, 402, { code: 'not_enough_credits', message: 'no' });
    await expect(harness.refresh(ticketId)).rejects.toMatchObject({ code: 'brevo.no_credits' });
    const second = await told(ticketId);
    await harness.store.db.query('delete from account_holds');
    await harness.refresh(ticketId);

    const text =
      /waits for Brevo to say whether the customer may be mailed \(asked since .+, last answered with (.+)\)/;
    expect(first.why).toMatch(/campaign asked for again .+: the policy allows it, and it /);
    expect([first, second].map(({ why }) => text.exec(why)?.[1])).toEqual(['brevo.unavailable', 'brevo.no_credits']);
    expect(first).toMatchObject({
      fate: 'held',
      listed: { fate: 'held', campaign: 'win-back', rule: 'vendors_answered', nextAt: expect.any(String) },
    });
    expect(second.listed).toMatchObject({ fate: 'held', at: first.listed?.at });
    expect(Date.parse(second.listed?.nextAt ?? '') - Date.now()).toBeGreaterThan(5 * 60_000);
    expect(await told(ticketId)).toMatchObject({ fate: 'sent', listed: { fate: 'sent' } });
    expect(mailed(email)).toBe(1);
  });

  test('a reopening ends the wait for the answer, and a program hears what its campaign waits for', async () => {
    const { ticketId, email } = open();
    rate(ticketId, 1);
    await expect(look(ticketId, () => unanswering(email, 503, {}))).rejects.toMatchObject({
      code: 'brevo.unavailable',
    });
    harness.happen({ do: 'reopenTicket', ticketId });
    await harness.refresh(ticketId);
    expect(await told(ticketId)).toMatchObject({ fate: 'skipped', listed: { rule: 'still_ended' } });

    const request = { id: 'waits', name: 'win-back', ticketId: null, emailKey: email, params: {} };
    await harness.store.campaignRequests.ask(ACCOUNT, { ...request, askedAt: timestampOf(new Date()) });
    unanswering(email, 503, {});
    await expect(harness.run((all) => all.settleRequest(ACCOUNT, 'waits'))).rejects.toThrow();
    expect(await harness.store.campaignRequests.find(ACCOUNT, 'waits')).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('waits for Brevo to say'),
      until: expect.any(String),
    });
  });

  test('an end that was undone for a while and stands again is asked about again: the campaign leaves, once', async () => {
    const { ticketId, email, customerId } = open();
    const other = harness.happen({ do: 'openTicket', customerId });
    rate(ticketId, 1);
    const asItIs = (): void => undefined;
    await look(ticketId, asItIs);
    silently(ticketId, { spam: true });
    await look(ticketId, asItIs);
    const cancelled = (await harness.store.decisions.ofTicket(ACCOUNT, ticketId)).at(-1);
    silently(ticketId, { spam: false });
    harness.happen({ do: 'trashTicket', ticketId: other });
    for (const id of [other, ticketId, ticketId]) await look(id, asItIs);

    expect([cancelled?.kind, cancelled?.rules.at(-1)?.rule]).toEqual(['skip', 'still_ended']);
    expect(mailed(email)).toBe(1);
  });
});
