import type { SubscriberEvent, Subscription } from '../../packages/sdk/index';
import { type Dealt, type MortalSubscriber, startSubscriber, outOfOrder } from './mortal-subscriber';
import { eventually } from '../support/eventually';
import { API_KEY, openSubscriberHarness, type SubscriberHarness } from './subscriber-harness';

/** The suite's size; `SUBSCRIBER_TICKETS=200 SUBSCRIBER_KILLS=10` is the specification's. */
const TICKETS = Number(process.env['SUBSCRIBER_TICKETS'] ?? 30);
const KILLS = Number(process.env['SUBSCRIBER_KILLS'] ?? 4);
const STORY = [
  'ticket.created',
  'ticket.resolved',
  'satisfaction_survey.created',
  'satisfaction_survey.responded',
  'ticket.closed',
];

let harness: SubscriberHarness;
let mortal: MortalSubscriber | null = null;
const subscriptions: Subscription[] = [];
/** These campaigns are none of the policy's. */
const adHoc = true;

beforeAll(async () => {
  harness = await openSubscriberHarness();
});
afterAll(async () => {
  await mortal?.end();
  await Promise.all(subscriptions.map((one) => one.close()));
  await harness.end();
});

async function keep(subscription: Subscription): Promise<void> {
  subscriptions.push(subscription);
  await subscription.ready();
}

test(
  `when a subscriber is killed ${String(KILLS)} times while ${String(TICKETS)} tickets close, it deals with each event at least once and in order, and another name gets all of them too`,
  async () => {
    const others: SubscriberEvent[] = [];
    const other = harness.client('other');
    for (const type of ['ticket.closed', 'ticket.created'] as const)
      await keep(other.connectors.on('gorgias', type, (event) => others.push(event)));
    const subscriber = startSubscriber([harness.url, API_KEY, 'mortal']);
    mortal = subscriber;
    await eventually(subscriber.ready);
    const dealt = (): readonly Dealt[] => subscriber.lives.flat();
    const closed = (): number =>
      new Set(dealt().flatMap((one) => (one.type === 'ticket.closed' ? [one.ticketId] : []))).size;

    // One in ten belongs to somebody without an address, of whom no timeline tells.
    const tickets = Array.from({ length: TICKETS }, (_, index) =>
      index % 10 === 9 ? harness.openTicket(null) : harness.openTicket(),
    );
    const received = (): number => others.filter(({ type }) => type === 'ticket.closed').length;
    const closing = closeInTurn(tickets, received);
    closing.catch(() => undefined);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await eventually(
        () => (subscriber.lives.at(-1)?.length ?? 0) >= Math.floor((STORY.length * TICKETS) / (KILLS + 2)),
      );
      await subscriber.kill();
    }
    await closing;
    await eventually(
      () => closed() === TICKETS && others.length >= 2 * TICKETS,
      () =>
        `${String(closed())} closed, ${String(others.length)} heard by the other; ${harness.connector.logs().slice(-2000)}`,
    );

    for (const ticketId of tickets) {
      const first = [
        ...new Map(
          dealt()
            .filter((one) => one.ticketId === ticketId)
            .map(({ type }) => [type, 0]),
        ).keys(),
      ];
      expect(first).toEqual(STORY);
      expect(others.filter((one) => one.ticket_id === ticketId).map(({ type }) => type)).toEqual([
        'ticket.created',
        'ticket.closed',
      ]);
    }
    for (const run of subscriber.lives) expect(outOfOrder(run)).toEqual([]);
    expect(subscriber.lives).toHaveLength(KILLS + 1);
    process.stdout.write(
      `subscriber: ${String(dealt().length)} dealings for ${String(STORY.length * TICKETS)} events, lives ${subscriber.lives.map((run) => run.length).join(' ')}\n`,
    );
  },
  Math.max(400_000, TICKETS * 8_000),
);

/** Ten at most are under way, so that the kills meet a stream that goes on, whatever the machine. */
async function closeInTurn(tickets: readonly number[], received: () => number): Promise<void> {
  for (const [index, ticketId] of tickets.entries()) {
    await eventually(() => received() > index - 10);
    await harness.closeTicket(ticketId, 5);
  }
}

test('when a handler throws at one ticket, it gets the event again, the later ones of that ticket wait, and other tickets do not', async () => {
  const [bad, good] = [harness.openTicket(), harness.openTicket()];
  const tajo = harness.client('thrower');
  const dealt: string[] = [];
  const [errors, connected]: [unknown[], string[]] = [[], []];
  let broken = true;
  const onError = (error: unknown): void => void errors.push(error);
  const note = (event: SubscriberEvent): void => void dealt.push(`${String(event.ticket_id)} ${event.type}`);
  await keep(
    tajo.connectors.on(
      'gorgias',
      'ticket.created',
      (event) => {
        if (event.ticket_id === bad && broken) throw new Error('cannot');
        note(event);
      },
      { onError },
    ),
  );
  const onConnected = (): void => void connected.push('connected');
  await keep(tajo.connectors.on('gorgias', 'ticket.closed', note, { onError, onConnected }));
  await eventually(() => connected.length > 0);

  await Promise.all([harness.closeTicket(bad, 4), harness.closeTicket(good, 4)]);
  await eventually(() => dealt.includes(`${String(good)} ticket.closed`) && errors.length >= 2);
  expect(dealt.filter((one) => one.startsWith(`${String(bad)} `))).toEqual([]);
  broken = false;
  await eventually(() => dealt.length === 4);
  expect(dealt.slice(2)).toEqual([`${String(bad)} ticket.created`, `${String(bad)} ticket.closed`]);
});

test('when a handler triggers a campaign, it is sent once for its ticket, with the ticket’s values, however often it is asked for', async () => {
  const answers: unknown[] = [];
  const tajo = harness.client('marketer');
  const subscription = tajo.connectors.on('gorgias', 'ticket.closed', async (event) => {
    if ((event.satisfaction_score ?? 0) < 4) return;
    const ask = () =>
      tajo.campaigns.trigger('post-support-upsell', {
        adHoc,
        email: event.customer.email,
        params: { agent_name: event.assignee.name, ticket_subject: event.subject, gift: 'mug' },
      });
    answers.push(await ask(), await ask());
  });
  await keep(subscription);
  const email = 'marketed@customer.example.com';
  const ticketId = harness.openTicket(email);
  await harness.closeTicket(ticketId, 5);
  await eventually(() => answers.length === 2);
  expect(answers).toEqual([
    expect.objectContaining({ status: 'sent', reason: 'sent as the Brevo event POST_SUPPORT_UPSELL' }),
    expect.objectContaining({ status: 'sent' }),
  ]);
  expect(harness.sent('POST_SUPPORT_UPSELL')).toEqual([
    expect.objectContaining({ ticket_id: ticketId, gift: 'mug', ticket_subject: 'Late' }),
  ]);
  expect(await tajo.campaigns.trigger('another', { adHoc, email, ticketId })).toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('at most one per ticket'),
  });
  const toOther = tajo.campaigns.trigger('another', { adHoc, email: 'person-1@customer.example.com', ticketId });
  await expect(toOther).rejects.toMatchObject({ code: 'input.invalid', field: 'email' });
  await subscription.close();
});

test('when the policy has sent a ticket its campaign, a program gets no second one', async () => {
  const ticketId = harness.openTicket('policy@customer.example.com');
  await harness.closeTicket(ticketId, 3);
  await eventually(() => harness.sent('CONSOLATION').length === 1);

  const answer = await harness
    .client('any')
    .campaigns.trigger('extra', { adHoc, email: 'policy@customer.example.com', ticketId });

  expect(answer).toMatchObject({ status: 'skipped', reason: expect.stringContaining('consolation') });
  expect(harness.sent('EXTRA')).toEqual([]);
});

test('when another ticket of the customer is open, a campaign is held and goes out by itself when that one has ended', async () => {
  const { world } = harness.sandbox;
  const email = 'held@customer.example.com';
  const ended = harness.openTicket(email);
  const customerId = world.tickets.get(ended)?.customerId ?? 0;
  const open = world.change({ do: 'openTicket', customerId });
  await harness.hint(open);
  await harness.closeTicket(ended, 5);
  await eventually(async () => (await harness.view(open))?.status === 'open');
  await eventually(async () => {
    const decided = await harness.connector.store.decisions.ofTicket('yourstore', ended);
    return decided.length === 1;
  });

  const { campaigns } = harness.client('any');
  const held = await campaigns.trigger('patience', { adHoc, email, ticketId: ended });
  const early = await campaigns.trigger('eagerness', { adHoc, email, ticketId: open });
  await harness.closeTicket(open, 5);
  await eventually(() => harness.sent('PATIENCE').length > 0);

  expect(held).toMatchObject({ status: 'held', reason: `ticket ${String(open)} of the customer is open` });
  expect(early).toMatchObject({ status: 'skipped', reason: expect.stringContaining('is open') });
  // Brevo has it a moment before we know that it has.
  await eventually(async () => {
    const again = await campaigns.trigger('patience', { adHoc, email, ticketId: ended });
    return again.status === 'sent';
  });
  expect(harness.sent('PATIENCE')).toHaveLength(1);
});

test('when there is no ticket, a key makes calls one call, and consent, cap and a missing address bind as for the policy', async () => {
  const { campaigns } = harness.client('any');
  const email = 'keyed@customer.example.com';
  const seeded = await fetch(`${harness.sandbox.brevo.url}/contacts`, {
    method: 'POST',
    headers: { 'api-key': 'xkeysib-test-key', 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'blocked@customer.example.com', emailBlacklisted: true }),
  });
  expect(seeded.status).toBe(201);

  // Somebody whom Gorgias does not know is refused; these two are known.
  await expect(campaigns.trigger('keyed', { adHoc, email })).rejects.toMatchObject({
    code: 'input.unknown_person',
  });
  await expect(campaigns.trigger('keyed', { email })).rejects.toMatchObject({
    message: expect.stringContaining('there is consolation'),
  });
  await harness.knows(email, 'blocked@customer.example.com');

  const first = await campaigns.trigger('keyed', { adHoc, email, idempotencyKey: 'order-1' });
  const again = await campaigns.trigger('keyed', { adHoc, email, idempotencyKey: 'order-1' });
  const capped = await campaigns.trigger('keyed', { adHoc, email, idempotencyKey: 'order-2' });
  const blocked = await campaigns.trigger('keyed', {
    adHoc,
    email: 'blocked@customer.example.com',
    idempotencyKey: 'order-3',
  });
  const nobody = await campaigns.trigger('keyed', { adHoc, email: null });

  expect([first, again, capped, blocked, nobody].map(({ status }) => status)).toEqual([
    ...['sent', 'sent', 'skipped', 'skipped', 'skipped'],
  ]);
  expect(capped.reason).toContain('the cap is reached');
  expect(blocked.reason).toContain('blocklisted');
  expect(nobody.reason).toContain('no e-mail address');
  expect(harness.sent('KEYED')).toHaveLength(1);
  // What became of one call is no answer to another one.
  const others = await Promise.allSettled([campaigns.trigger('other', { adHoc, email, idempotencyKey: 'order-1' }), campaigns.trigger('keyed', { adHoc, email: 'blocked@customer.example.com', idempotencyKey: 'order-1' })]); // prettier-ignore
  expect(others).toMatchObject([{ reason: { field: 'idempotencyKey' } }, { reason: { field: 'idempotencyKey' } }]);
  await expect(campaigns.trigger('keyed', { adHoc, email: 'nobody' })).rejects.toMatchObject({ field: 'email' });
});
