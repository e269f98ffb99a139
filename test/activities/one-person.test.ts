import { headlineOf, readKnown } from '../../src/api/story/ticket-now';
import { timestampOf } from '../../src/domain/timestamp';
import { CSAT } from '../domain/ticket/facts';
import { ACCOUNT } from '../support/connector';
import { type ActivityHarness, openActivityHarness } from './activity-harness';
import { fullRun } from './full-run';

const CAMPAIGNS = `campaigns:
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }`;

/** Who a person is: whoever a ticket belongs to now, whatever their address was and whoever was merged into them. */
describe('one person', () => {
  let harness: ActivityHarness;
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
  });
  afterAll(() => harness.end());

  let people = 0;
  const opened = (email: string): number => harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
  const customerOf = (ticketId: number): number => harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  const rated = async (ticketId: number, score = 1): Promise<void> => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
    await harness.sync();
    await harness.refresh(ticketId);
  };
  const mailed = (ticketId: number): number =>
    harness.sandbox.brevo.state.mails().filter(({ params }) => params['ticket_id'] === ticketId).length;
  const word = async (ticketId: number): Promise<string> => {
    const said = (await harness.store.decisions.ofTicket(ACCOUNT, ticketId)).at(-1);
    return `${said?.kind ?? ''} ${said?.rules.at(-1)?.rule ?? ''}: ${said?.why ?? ''}`;
  };
  const asked = async (id: string, of: { ticketId?: number; emailKey: string }): Promise<string> => {
    await harness.store.campaignRequests.ask(ACCOUNT, {
      ...{ id, name: 'win-back', ticketId: null, params: {}, askedAt: timestampOf(new Date()), ...of },
    });
    await harness.run((all) => all.settleRequest(ACCOUNT, id));
    const request = await harness.store.campaignRequests.find(ACCOUNT, id);
    return `${request?.status ?? ''}: ${request?.reason ?? ''}`;
  };
  const CAPPED = 'skip frequency_cap: 1 of 1 campaigns to the customer within 7d: the cap is reached';

  test('who has another address by now has had the campaigns that went to the one before', async () => {
    const first = opened('old@customer.example.com');
    await rated(first);
    expect(mailed(first)).toBe(1);
    const customerId = customerOf(first);
    harness.happen({ do: 'setEmail', customerId, email: 'new@customer.example.com' });
    const second = harness.happen({ do: 'openTicket', customerId });
    await rated(second);

    expect([await word(second), mailed(second)]).toEqual([CAPPED, 0]);
  });

  test('whose other ticket holds a campaign is told how that one stands now, whatever it was when the rule was asked', async () => {
    const ticketId = opened('holder@customer.example.com');
    const holder = harness.happen({ do: 'openTicket', customerId: customerOf(ticketId) });
    await harness.refresh(holder);
    await rated(ticketId);
    const headline = async (): Promise<string | null> => {
      const row = await harness.store.stories.ticket(ACCOUNT, ticketId);
      if (row === null) throw new Error('no such ticket');
      const known = await readKnown(harness.store, ACCOUNT, row);
      return headlineOf(known, { now: timestampOf(new Date()), csat: CSAT, isStopped: false });
    };
    const name = `ticket ${String(holder)} of the customer`;

    expect(await headline()).toMatch(new RegExp(`at the latest: ${name} is open$`));
    harness.happen({ do: 'snoozeTicket', ticketId: holder, until: Date.now() + 86_400_000 });
    await harness.sync();
    await harness.refresh(holder);
    expect(await headline()).toMatch(new RegExp(`at the latest: ${name} is snoozed$`));
  });

  test('whom another customer was merged into has had what that one got', async () => {
    const [first, second] = [opened('c1@customer.example.com'), opened('c2@customer.example.com')];
    await rated(first);
    harness.happen({ do: 'mergeCustomers', sourceId: customerOf(first), targetId: customerOf(second) });
    await rated(second);

    expect([mailed(first), await word(second), mailed(second)]).toEqual([1, CAPPED, 0]);
  });

  test('whom a program has mailed without a ticket has had that too, when their address is another by then', async () => {
    const first = opened('told@customer.example.com');
    const customerId = customerOf(first);
    await rated(first, 5);
    expect(await asked('told', { emailKey: 'told@customer.example.com' })).toMatch(/^sent: /);
    harness.happen({ do: 'setEmail', customerId, email: 'later@customer.example.com' });
    const ticketId = harness.happen({ do: 'openTicket', customerId });
    await rated(ticketId);

    expect([await word(ticketId), mailed(ticketId)]).toEqual([CAPPED, 0]);
  });

  test.each([
    ['another’s', 'somebody@customer.example.com', false],
    ['their own in another spelling', ' Named-1@Customer.example.com', true],
    ['that of a customer who was merged into them', 'second@customer.example.com', true],
  ])('for whose ticket a program names an address gets it if it is theirs: %s', async (_whose, named, isTheirs) => {
    const index = String((people += 1));
    const own = `named-${index}@customer.example.com`;
    const ticketId = opened(own);
    if (named.startsWith('second')) {
      const second = opened(named);
      await rated(second, 5);
      harness.happen({ do: 'mergeCustomers', sourceId: customerOf(second), targetId: customerOf(ticketId) });
    }
    await rated(ticketId, 5);
    const answer = await asked(`named-${index}`, { ticketId, emailKey: named.replace('-1@', `-${index}@`) });

    expect([answer.split(':')[0], mailed(ticketId)]).toEqual(isTheirs ? ['sent', 1] : ['skipped', 0]);
    if (!isTheirs) expect(answer).toContain('none of the ticket’s customer’s');
  });

  test('whose ticket is another’s by the time at which a program’s campaign may leave is not mailed what was made for the other', async () => {
    const [ticketId, other] = [opened('asked-for@customer.example.com'), opened('comes@customer.example.com')];
    await harness.sync();
    expect(await asked('moves', { ticketId, emailKey: 'asked-for@customer.example.com' })).toMatch(
      /^skipped: the ticket is open/,
    );
    const open = harness.happen({ do: 'openTicket', customerId: customerOf(ticketId) });
    await rated(ticketId, 5);
    expect(await asked('moves', { ticketId, emailKey: 'asked-for@customer.example.com' })).toMatch(
      /^held: ticket \d+ of the customer is open/,
    );
    await rated(other, 5);
    await harness.store.db.query('update tickets set customer_id = $3 where account = $1 and id = $2', [
      ...[ACCOUNT, ticketId, customerOf(other)],
    ]);
    expect(open).toBeGreaterThan(0);
    await harness.run((all) => all.settleRequest(ACCOUNT, 'moves'));

    expect(await harness.store.campaignRequests.find(ACCOUNT, 'moves')).toMatchObject({
      ...{ status: 'skipped', reason: expect.stringContaining('none of the ticket’s customer’s') },
    });
    expect(mailed(ticketId)).toBe(0);
  });

  test.each([2, 3])(
    'when Gorgias says of %i customers that each was merged into the next, nothing is asked or written of them after the first full sync',
    async (many) => {
      const { world, gorgias, brevo } = harness.sandbox;
      const emails = Array.from(
        { length: many },
        (_, at) => `circle-${String(many)}-${String(at)}@customer.example.com`,
      );
      const ids = emails.map((email) => customerOf(opened(email)));
      await fullRun(harness);
      expect(brevo.state.contact(emails[0]!)?.listIds).toEqual([35]);
      for (const [at, id] of ids.entries()) {
        world.state.customers.delete(id);
        world.state.mergedCustomers.set(id, ids[(at + 1) % many]!);
      }
      await fullRun(harness);
      const isOfThem = ({ path, body }: { readonly path: string; readonly body: unknown }): boolean =>
        ids.some((id) => path === `/api/customers/${String(id)}`) ||
        emails.some((email) => JSON.stringify(body ?? '').includes(email));
      const count = () => [...gorgias.journal.requests(), ...brevo.journal.requests()].filter(isOfThem).length;
      const after = count();
      expect(brevo.state.contact(emails[0]!)?.listIds).toEqual([]);
      for (let again = 0; again < 2; again += 1) await fullRun(harness);

      expect(count() - after).toBe(0);
    },
  );

  it('a ticket that Gorgias has not, and that nothing has told of, is not called deleted, whoever asked for it', async () => {
    const { store } = harness;
    await asked('of nothing', { ticketId: 888_777, emailKey: 'nobody@customer.example.com' });
    await harness.refresh(888_776);
    for (const ticketId of [888_776, 888_777]) {
      const known = await readKnown(store, ACCOUNT, (await store.stories.ticket(ACCOUNT, ticketId))!);
      const said = `Gorgias has no ticket ${String(ticketId)} (404): it was deleted, or never was`;
      expect(headlineOf(known, { now: timestampOf(new Date()), csat: CSAT, isStopped: false })).toContain(said);
    }
  });
});
