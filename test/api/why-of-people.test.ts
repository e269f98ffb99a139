import { type RunningServer } from '../../src/api/server';
import { timestampOf } from '../../src/domain/timestamp';
import { type TajoClient, type Why } from '../../packages/sdk/index';
import { createPaint } from '../../packages/sdk/cli/paint';
import { whyLines } from '../../packages/sdk/cli/output/why';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from '../activities/activity-harness';
import { serveStore } from './served-store';

const CAMPAIGNS = 'campaigns: { win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } } }';

/** `tajo why` about people to whom something else applies than the story of a ticket. */
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
  const closed = (ticketId: number, survey: 'create' | 'skip' = 'create'): number =>
    harness.happen({ do: 'closeTicket', ticketId, survey, surveyDelayMs: 0 });
  const rated = (ticketId: number, score: number): void => {
    closed(ticketId);
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };

  test.each([
    ['no-reply@shop.example.com', 'is left out by `exclude` (no-reply*@*)'],
    ['maria silva@example.com', 'is none that mail can be sent to'],
  ])(
    'when nobody is written to at the address %s, says so, and nothing of a time at which it will be',
    async (email, text) => {
      const ticketId = newcomer(email);
      rated(ticketId, 1);
      await harness.sync();
      await harness.refresh(ticketId);
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

  test('when a program has asked for campaigns without a ticket, says of the person what became of each and why', async () => {
    const email = 'programs@customer.example.com';
    const ticketId = newcomer(email);
    closed(ticketId, 'skip');
    await harness.sync();
    await harness.refresh(ticketId);
    const { campaignRequests } = harness.store;
    const ask = async (id: string, emailKey = email): Promise<void> => {
      const askedAt = timestampOf(new Date());
      await campaignRequests.ask(ACCOUNT, { id, name: 'win-back', ticketId: null, emailKey, params: {}, askedAt });
      await harness.run((all) => all.settleRequest(ACCOUNT, id));
    };
    await ask('sent');
    const open = harness.happen({
      do: 'openTicket',
      customerId: harness.sandbox.world.state.tickets.get(ticketId)!.customerId!,
    });
    await harness.refresh(open);
    await ask('held');
    await ask('of another', 'nobody@customer.example.com');
    const told = async (address: string): Promise<readonly string[]> =>
      (await tajo.connectors.why('gorgias', { email: address })).story.map(({ from, what }) => `${from} ${what}`);

    const expected = [
      'sdk campaign win-back, asked for by a program: sent, sent as the template 12',
      expect.stringMatching(
        new RegExp(
          `^sdk campaign win-back, asked for by a program: held, ticket ${String(open)} of the customer is open; asked again `,
        ),
      ),
    ];
    expect(await told(email)).toEqual(expected);
    const answer = await tajo.connectors.why('gorgias', { email });
    const page = whyLines(answer, createPaint(false));
    expect(page).toContain('Campaigns that programs asked for');
    expect(page.join(' ').replaceAll(/ +/g, ' ')).toContain('sent, sent as the template 12');
    expect(Math.max(...page.filter((line) => !line.includes('http')).map(({ length }) => length))).toBeLessThanOrEqual(
      80,
    );
    expect(await told('somebody-else@customer.example.com')).toEqual([]);
  });
});
