import { createHash } from 'node:crypto';
import { ACCOUNT, BREVO_KEY, GORGIAS } from '../../support/connector';
import { eventually } from '../../support/eventually';
import { DAY_MS, FORBIDDEN, HOUR_MS, MINUTE_MS, openPermissionHarness, type PermissionHarness } from './harness';
import { timestampOf } from '../../../src/domain/timestamp';

const MAIL = { method: 'POST', pathPrefix: '/v3/smtp/email' };
const alerts = (logs: string): number => logs.split('\n').filter((line) => line.includes('"account.refused"')).length;

/** Permission is asked when the message leaves (design D14): cases A1, A2, A3 and A9. */
describe('a campaign that could not leave when it was decided', () => {
  let harness: PermissionHarness;
  beforeEach(async () => {
    harness = await openPermissionHarness();
  });
  afterEach(() => harness.end());

  it('is sent two days later only to whom it still may be sent, and once (A1)', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.faults.add({ kind: 'status', ...FORBIDDEN, match: MAIL });
    const names = ['blocked', 'left', 'busy', 'capped', 'back', 'free'] as const;
    const emailOf = (name: string): string => `${name}@customer.example.com`;
    const tickets = new Map<string, number>();
    for (const name of names) tickets.set(name, await harness.closed(emailOf(name), 1));
    const of = (name: (typeof names)[number]): number => tickets.get(name) ?? 0;
    for (const name of names)
      await harness.untilCampaign(of(name), ({ state, gate }) => state === 'intended' && gate !== null);
    expect(alerts(connector.logs())).toBe(1);
    expect(sandbox.brevo.journal.count(MAIL)).toBe(1);

    sandbox.brevo.people.blocklist(emailOf('blocked'));
    sandbox.brevo.people.unsubscribe(emailOf('left'), 37);
    harness.another(of('busy'));
    sandbox.world.change({ do: 'reopenTicket', ticketId: of('back') });
    const happy = harness.another(of('capped'));
    await harness.hint(happy);
    await harness.happen({ do: 'closeTicket', ticketId: happy, surveyDelayMs: 0 });
    await harness.rate(happy, 5);
    await eventually(() => harness.sent(happy).length === 1);
    sandbox.brevo.faults.clear();
    await harness.later(2 * DAY_MS);
    // The first of them tries for all; then the others are told.
    for (let run = 0; run < 3; run += 1) {
      await harness.sync();
      await harness.later(2 * DAY_MS + (run + 1) * 11 * MINUTE_MS);
    }
    await eventually(async () => (await harness.campaign(of('free')))?.state === 'sent');
    for (const name of ['blocked', 'left', 'capped', 'back'] as const)
      await eventually(async () => (await harness.campaign(of(name)))?.state === 'given_up');
    await eventually(async () => (await harness.word(of('busy'))).startsWith('held'));

    expect(Object.fromEntries(names.map((name) => [name, harness.sent(of(name))]))).toEqual({
      ...{ blocked: [], left: [], busy: [], capped: [], back: [], free: ['template 12'] },
    });
    expect(await harness.word(of('blocked'))).toBe('skip not_blocklisted');
    expect(await harness.word(of('left'))).toBe('skip not_unsubscribed');
    expect(await harness.word(of('busy'))).toBe('held no_open_ticket');
    expect(await harness.word(of('capped'))).toBe('skip frequency_cap');
  });

  it('for want of credits waits with one alert, goes out once when there are some, and is given up when it is too late (A2)', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.switches.hasCredits = false;
    const first = await harness.closed('first@customer.example.com', 1);
    await harness.untilCampaign(first, ({ state, gate }) => state === 'intended' && gate !== null);
    const second = await harness.closed('second@customer.example.com', 1);
    await harness.untilCampaign(second, ({ state, gate }) => state === 'intended' && gate !== null);
    expect(alerts(connector.logs())).toBe(1);
    expect(sandbox.brevo.journal.count(MAIL)).toBe(1);
    expect(await harness.view(first)).toMatchObject({ sentence: expect.stringContaining('credits') as string });

    await harness.later(11 * MINUTE_MS);
    sandbox.brevo.switches.hasCredits = true;
    await harness.sync();
    await harness.sync();
    await harness.untilCampaign(first, ({ state }) => state === 'sent');
    await harness.later(22 * MINUTE_MS);
    await harness.sync();
    await harness.untilCampaign(second, ({ state }) => state === 'sent');
    expect([harness.sent(first), harness.sent(second)]).toEqual([['template 12'], ['template 12']]);

    sandbox.brevo.switches.hasCredits = false;
    const late = await harness.closed('late@customer.example.com', 1);
    await harness.untilCampaign(late, ({ state, gate }) => state === 'intended' && gate !== null);
    sandbox.brevo.switches.hasCredits = true;
    await harness.later(3 * DAY_MS + HOUR_MS);
    await harness.sync();
    await harness.untilCampaign(late, ({ state }) => state === 'given_up');
    expect(harness.sent(late)).toEqual([]);
    expect(await harness.word(late)).toBe('skip not_expired');
  });

  it('because its worker died while it asked for consent, is not sent by another one when the ticket was reopened or the account paused (A3)', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.faults.add({ kind: 'hang', match: { method: 'GET', pathPrefix: '/v3/contacts/paused' } });
    const ticket = await harness.closed('paused@customer.example.com', 1);
    await eventually(() => sandbox.brevo.journal.count({ method: 'GET', pathPrefix: '/v3/contacts/paused' }) > 0);
    sandbox.world.change({ do: 'reopenTicket', ticketId: ticket });
    await connector.control.pause(ACCOUNT);
    await connector.restartWorker();
    sandbox.brevo.faults.clear();
    await harness.later(3 * DAY_MS);
    const before = sandbox.brevo.journal.total;
    await harness.hint(ticket);
    await eventually(async () => (await harness.view(ticket))?.sentence === 'the connector is paused');
    expect(harness.writesSince(before)).toEqual([]);

    await connector.control.resume(ACCOUNT);
    await harness.sync();
    await eventually(async () => (await harness.view(ticket))?.status === 'open');
    expect(harness.sent(ticket)).toEqual([]);
  });

  it('asked for by a program and held, is not sent before its own ticket was looked at (A9)', async () => {
    const { sandbox, connector } = harness;
    const { store, control } = connector;
    const ticket = await harness.closed('asked@customer.example.com', 5);
    await eventually(() => harness.sent(ticket).length === 1);
    // The policy's campaign of that ticket is out; the program asks for one because of the next.
    const next = await harness.closed('program@customer.example.com', 3);
    await eventually(
      async () => (await harness.view(next)) === null || (await store.decisions.ofTicket(ACCOUNT, next)).length > 0,
    );
    const holding = harness.another(next);
    await harness.hint(holding);
    await eventually(async () => (await store.tickets.load(ACCOUNT, holding)) !== null);
    const id = createHash('sha256').update('a9').digest('hex').slice(0, 32);
    const askedAt = timestampOf(new Date());
    await store.campaignRequests.ask(ACCOUNT, {
      ...{ id, name: 'thanks', ticketId: next, emailKey: null, params: {}, askedAt },
    });
    await control.triggerCampaign(ACCOUNT, id);
    await eventually(async () => (await store.campaignRequests.find(ACCOUNT, id))?.status === 'held');

    sandbox.gorgias.setCredentials({ ...GORGIAS, apiKey: 'another' });
    sandbox.world.change({ do: 'reopenTicket', ticketId: next });
    sandbox.world.change({ do: 'closeTicket', ticketId: holding, survey: 'none' });
    await control.triggerCampaign(ACCOUNT, id);
    await eventually(async () => /refused/.test((await store.campaignRequests.find(ACCOUNT, id))?.reason ?? ''));
    sandbox.gorgias.setCredentials(GORGIAS);
    await control.rotateKey(ACCOUNT, { gorgiasApiKey: GORGIAS.apiKey, brevoApiKey: BREVO_KEY });

    await eventually(async () => (await store.campaignRequests.find(ACCOUNT, id))?.status === 'skipped');
    expect(await store.campaignRequests.find(ACCOUNT, id)).toMatchObject({
      reason: 'the ticket is open: a campaign is sent after its end',
    });
    expect(harness.sent(next)).toEqual([]);
  });

  it('whose answer was lost is repeated under its key: told that it was used, it is sent; told anything else, nobody knows (C12)', async () => {
    const { sandbox, connector } = harness;
    sandbox.brevo.switches.duplicateStyle = 'invalid';
    sandbox.brevo.faults.add({ kind: 'reset-after-commit', match: MAIL, times: 1 });
    const repeated = await harness.closed('repeated@customer.example.com', 1);
    await harness.untilCampaign(repeated, ({ state }) => state === 'sent');
    expect(harness.sent(repeated)).toEqual(['template 12']);

    sandbox.brevo.faults.add({ kind: 'reset-after-commit', match: MAIL, times: 1 });
    const odd = { code: 'invalid_parameter', message: 'The request cannot be taken' };
    sandbox.brevo.faults.add({ kind: 'status', status: 400, body: odd, match: MAIL, times: 1 });
    const doubtful = await harness.closed('doubtful@customer.example.com', 1);
    await harness.untilCampaign(doubtful, ({ state }) => state !== 'intended' && state !== 'sending');
    expect(await harness.campaign(doubtful)).toMatchObject({ state: 'unknown' });
    const aside = await connector.store.quarantine.list(ACCOUNT, { limit: 10 });
    expect(aside.map(({ key, cause }) => `${key} ${cause}`)).toContain(`${String(doubtful)} campaign_unknown`);
    expect(harness.sent(doubtful)).toEqual(['template 12']);
  });

  it('to somebody whose consent only a gateway answered for waits for Brevo’s own word', async () => {
    const { sandbox } = harness;
    const email = 'gateway@customer.example.com';
    const asking = { method: 'GET', pathPrefix: `/v3/contacts/${encodeURIComponent(email)}` };
    for (const status of [404, 403, 200]) sandbox.brevo.faults.add({ kind: 'html', status, match: asking, times: 1 });
    sandbox.brevo.faults.add({ kind: 'empty', match: asking, times: 1 });
    sandbox.brevo.people.blocklist(email);
    const ticket = await harness.closed(email, 1);
    await eventually(async () => (await harness.word(ticket)) === 'skip not_blocklisted');
    expect(harness.sent(ticket)).toEqual([]);
    expect(sandbox.brevo.journal.count(asking)).toBeGreaterThan(4);
  });
});
