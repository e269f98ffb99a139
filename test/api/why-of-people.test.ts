import { type RunningServer } from '../../src/api/server';
import { timestampOf } from '../../src/domain/timestamp';
import { type TajoClient, type Why } from '../../packages/sdk/index';
import { createPaint } from '../../packages/sdk/cli/paint';
import { whyLines } from '../../packages/sdk/cli/output/why';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from '../activities/activity-harness';
import { serveStore } from './served-store';

const CAMPAIGNS = `campaigns:
      upsell: { when: satisfied, delay: 1h, send: { event: UPSELL } }
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }`;

/** `tajo why` about people to whom something else applies than the story of a ticket, and about what has changed since the last look. */
describe('why', () => {
  let harness: ActivityHarness;
  let server: RunningServer;
  let tajo: TajoClient;
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace(/campaigns: \{\}/, CAMPAIGNS));
    ({ server, tajo } = await serveStore(harness.store));
  });
  afterAll(async () => {
    await server.close(0);
    await harness.end();
  });

  const newcomer = (email: string): number => harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ada' });
  const why = (ticketId: number): Promise<Why> => tajo.connectors.why('gorgias', { ticketId });
  const text = (answer: Why): string => whyLines(answer, createPaint(false)).join(' ').replaceAll(/\s+/g, ' ');
  const closed = (ticketId: number, survey: 'create' | 'skip' = 'create'): number =>
    harness.happen({ do: 'closeTicket', ticketId, survey, surveyDelayMs: 0 });
  const rated = (ticketId: number, score: number): void => {
    closed(ticketId);
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };
  const seen = async (ticketId: number): Promise<void> => {
    await harness.sync();
    await harness.refresh(ticketId);
  };
  const state = (to: 'paused' | 'connected'): Promise<void> =>
    harness.store.accounts.setState(ACCOUNT, to, { reason: null });
  const ask = async (id: string, emailKey: string, ticketId: number | null = null): Promise<void> => {
    const request = { id, name: 'win-back', ticketId, emailKey, params: {}, askedAt: timestampOf(new Date()) };
    await harness.store.campaignRequests.ask(ACCOUNT, request);
    await harness.run((all) => all.settleRequest(ACCOUNT, id));
  };

  test.each([
    ['no-reply@shop.example.com', 'is left out by `exclude` (no-reply*@*)'],
    ['maria silva@example.com', 'is none that mail can be sent to'],
  ])(
    'when nobody is written to at the address %s, says so, and nothing of a time at which it will be',
    async (email, text) => {
      const ticketId = newcomer(email);
      rated(ticketId, 1);
      await seen(ticketId);
      const { reasons } = await why(ticketId);

      expect(reasons).toEqual([
        `Closed, dissatisfied with a score of 1; no campaign: the customer’s e-mail address ${text}.`,
        `The customer’s e-mail address ${text}: nothing is told of them and nothing is sent.`,
      ]);
      if (!email.includes(' ')) {
        const person = await tajo.connectors.why('gorgias', { email });
        expect(person.reasons).toEqual([reasons[1]]);
        expect(person.tickets[0]?.reasons).toEqual(reasons);
      }
    },
  );

  test('when a program has asked for campaigns without a ticket, says of the person what became of each and why, and the lists by name', async () => {
    const email = 'programs@customer.example.com';
    const ticketId = newcomer(email);
    closed(ticketId, 'skip');
    await seen(ticketId);
    await ask('sent', email);
    const open = harness.happen({
      do: 'openTicket',
      customerId: harness.sandbox.world.state.tickets.get(ticketId)!.customerId!,
    });
    await harness.refresh(open);
    await ask('held', email);
    await ask('of another', 'nobody@customer.example.com');
    const told = async (address: string): Promise<readonly string[]> =>
      (await tajo.connectors.why('gorgias', { email: address })).story.map(({ from, what }) => `${from} ${what}`);

    expect(await told(email)).toEqual([
      'sdk campaign win-back, asked for by a program: sent as the template 12',
      expect.stringMatching(
        new RegExp(
          `^sdk campaign win-back, asked for by a program: held, ticket ${String(open)} of the customer is open; asked again `,
        ),
      ),
    ]);
    const answer = await tajo.connectors.why('gorgias', { email });
    const page = whyLines(answer, createPaint(false));
    expect(page).toContain('Campaigns that programs asked for');
    expect(text(answer)).toContain('sent as the template 12');
    expect(answer.contact).toMatchObject({ lists: [35], listNames: { 35: 'All support contacts' } });
    expect(text(answer)).toContain('on list 35 (All support contacts)');
    expect(Math.max(...page.filter((line) => !line.includes('http')).map(({ length }) => length))).toBeLessThanOrEqual(
      80,
    );
    expect(await told('somebody-else@customer.example.com')).toEqual([]);
  });

  test('when a delay is over and nobody has looked since, or may look at all, no time to come is told', async () => {
    const ticketId = newcomer('delayed@customer.example.com');
    rated(ticketId, 5);
    await seen(ticketId);
    const { store } = harness;
    const shown = async (): Promise<readonly [readonly string[], string | null]> => {
      const { reasons, tickets } = await why(ticketId);
      return [reasons, tickets[0]?.waitingUntil ?? null];
    };
    const due = /^Closed, satisfied with a score of 5; campaign due \d\d:\d\d UTC/;

    expect(await shown()).toEqual([[expect.stringMatching(due)], expect.any(String)]);
    await state('paused');
    const early = await shown();
    // The time at which it is due passes.
    await store.db.query(
      `update decisions set until_at = clock_timestamp() - interval '1 minute' where account = $1 and ticket_id = $2`,
      [ACCOUNT, ticketId],
    );
    await store.tickets.requestRefresh(ACCOUNT, [ticketId]);
    const late = await shown();
    const { stopped, groups, campaigns } = await tajo.campaigns.history({ campaign: 'upsell' });
    const funnel = await tajo.connectors.funnel('gorgias');
    await state('connected');
    const goingOn = await tajo.campaigns.history({ campaign: 'upsell' });

    const paused = expect.stringMatching(/^The connector is paused/);
    const waits = { fate: 'waiting', reason: 'it has a delay, and nothing leaves until the connector goes on' };
    expect({ stopped, groups, campaigns }).toMatchObject({
      ...{ stopped: paused, groups: [{ ...waits, nextAt: null }], campaigns: [{ ...waits, nextAt: null }] },
    });
    expect(funnel).toMatchObject({ stopped: paused, fates: expect.arrayContaining([expect.objectContaining(waits)]) });
    expect(goingOn).toMatchObject({ stopped: null, groups: [{ fate: 'waiting', nextAt: null }] });
    expect(early).toEqual([[paused, expect.stringMatching(/, if the connector goes on by then\.$/)], null]);
    expect(late).toEqual([
      [
        paused,
        expect.stringMatching(/campaign due since .* UTC: nothing is looked at until the connector goes on\.$/),
        'Something was heard since the last look: the next look is due, when the connector goes on.',
      ],
      null,
    ]);
    expect(await shown()).toEqual([
      [
        expect.stringMatching(/campaign due since .* UTC: the next look decides\.$/),
        'Something was heard since the last look: the next look is due.',
      ],
      null,
    ]);
  });

  test('when a key was refused and the connector paused, the story says who was in the way, from when and until when, once each', async () => {
    const { sandbox, store } = harness;
    const good = { ...sandbox.credentials };
    const ticketId = newcomer('held-up@customer.example.com');
    rated(ticketId, 1);
    await harness.sync();
    const looks = async (): Promise<void> => {
      await store.admission.probeNow(ACCOUNT);
      await harness.refresh(ticketId).catch(() => undefined);
      await harness.refresh(ticketId).catch(() => undefined);
    };
    const lines = async (): Promise<readonly string[]> =>
      (await why(ticketId)).story.map(({ from, what }) => `${from} ${what.replace(/[\d-]+ [\d:]+ UTC/, 'TIME')}`);

    sandbox.gorgias.setCredentials({ ...good.gorgias, apiKey: 'another' });
    await looks();
    expect(await lines()).toContain('read waits from here on: Gorgias refused the e-mail or API key');
    sandbox.gorgias.setCredentials(good.gorgias);
    sandbox.brevo.setApiKey('another');
    await looks();
    await state('paused');
    await looks();
    await state('connected');
    sandbox.brevo.setApiKey(good.brevoApiKey);
    await looks();

    const told = await lines();
    const waits = told.filter((line) => / wait(?:s|ed) /.test(line));
    expect(waits).toEqual([
      'read waited until TIME: Gorgias refused the e-mail or API key',
      'brevo waited until TIME: Brevo refused the API key',
      'read waited until TIME: the connector was paused',
    ]);
    expect(told.indexOf(waits.at(-1)!)).toBeLessThan(
      told.indexOf('brevo campaign win-back by template 12: accepted by Brevo'),
    );
  });

  test('when a ticket is snoozed, the page says so beside the word of Gorgias, and not that it was closed', async () => {
    const ticketId = newcomer('asleep@customer.example.com');
    harness.happen({ do: 'snoozeTicket', ticketId, until: Date.now() + 3 * 86_400_000 });
    await seen(ticketId);
    const open = { stage: 'open', tickets: expect.any(Number), snoozed: 1 };
    expect(await harness.store.gauges.tickets(ACCOUNT)).toContainEqual(open);
    expect(text(await why(ticketId))).toMatch(
      /In Gorgias snoozed until [\d: -]+UTC, which Gorgias shows as closed, by [^;]*; opened [^;]+UTC Contact /,
    );
  });

  test('when a program’s campaign because of a ticket is sent, the story says so once, however it was noted', async () => {
    const emailKey = 'once@customer.example.com';
    const ticketId = newcomer(emailKey);
    closed(ticketId, 'skip');
    await seen(ticketId);
    const words = 'campaign win-back, asked for by a program: ';
    const note = { at: timestampOf(new Date()), source: 'sdk', note: `${words}held, asked again` } as const;
    const byAnEarlierRelease = { ...note, note: `${words}sent, sent as the template 12` };
    await harness.store.tickets.note(ACCOUNT, ticketId, [note, byAnEarlierRelease]);
    await ask('once', emailKey, ticketId);

    expect((await why(ticketId)).story.flatMap(({ what }) => (what.includes('win-back') ? [what] : []))).toEqual([
      `${words}held, asked again`,
      'campaign win-back by template 12: accepted by Brevo',
      `${words}sent as the template 12`,
    ]);
  });

  test('the first sentence is of the facts of now, and names what a program asked for because of the ticket', async () => {
    const ticketId = newcomer('asked@customer.example.com');
    await harness.refresh(ticketId);
    const { campaignRequests, db } = harness.store;
    const request = { ticketId, emailKey: 'asked@customer.example.com', params: {}, askedAt: timestampOf(new Date()) };
    await campaignRequests.ask(ACCOUNT, { id: 'of ticket', name: 'thanks', ...request });
    const asked = (await why(ticketId)).reasons[0];
    await campaignRequests.settle(ACCOUNT, 'of ticket', { status: 'skipped', reason: 'unsubscribed', until: null });
    // What was kept at the last look lags behind what is known.
    await db.query(`update ticket_states set sentence = 'long ago' where account = $1 and ticket_id = $2`, [
      ACCOUNT,
      ticketId,
    ]);
    const { reasons, story } = await why(ticketId);

    expect(asked).toMatch(/^Open since \d\d:\d\d UTC; thanks, asked for by a program, is not decided yet\.$/);
    expect(reasons[0]).toMatch(
      /^Open since \d\d:\d\d UTC; thanks, asked for by a program, is not sent: unsubscribed\.$/,
    );
    expect(story.map(({ from, what }) => `${from} ${what}`)).toContain(
      'sdk campaign thanks, asked for by a program: skipped, unsubscribed',
    );
  });
});
