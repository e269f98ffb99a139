import { type WorldChange } from '../../packages/sandbox/world/changes/schema';
import { receive, start } from './webhook-harness';

const TRIGGERS = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-self-unsnoozed',
  'ticket-assignment-updated',
  'ticket-status-updated',
  'ticket-handed-over',
] as const;

describe('the sandbox Gorgias: webhooks', () => {
  it('when something happens to a ticket, exactly the triggers that stand for it are called, once each', async () => {
    const { url, received } = await receive();
    const { world, listen, integrations, ticketId, customerId } = await start();
    const userId = world.users[1]?.id ?? 0;
    for (const trigger of TRIGGERS) listen(url, { form: { trigger } }, trigger);
    const [, otherId = 0] = world.customers.keys();
    const until = Date.now() + 60_000;
    const steps: readonly (readonly [WorldChange, readonly string[]])[] = [
      [
        { do: 'openTicket', customerId, assigneeId: userId },
        ['assignment-updated', 'created', 'message-created', 'updated'],
      ],
      [{ do: 'openTicketByNewcomer', email: 'a@b.example.com' }, ['created', 'message-created', 'updated']],
      [{ do: 'addMessage', ticketId, from: 'customer' }, ['message-created', 'updated']],
      [{ do: 'runRule', ticketId, reply: true }, ['message-created', 'updated']],
      [{ do: 'applyMacro', ticketId }, ['message-created', 'updated']],
      [{ do: 'assignTicket', ticketId, userId }, ['assignment-updated', 'updated']],
      [{ do: 'assignTicket', ticketId, userId: null }, ['assignment-updated', 'updated']],
      [{ do: 'handOverTicket', ticketId }, ['handed-over', 'updated']],
      [{ do: 'closeTicket', ticketId }, ['status-updated', 'updated']],
      [{ do: 'reopenTicket', ticketId }, ['status-updated', 'updated']],
      [{ do: 'snoozeTicket', ticketId, until }, ['status-updated', 'updated']],
      [{ do: 'wakeTicket', ticketId }, ['self-unsnoozed', 'status-updated', 'updated']],
      [{ do: 'setTags', ticketId, tags: ['VIP'] }, ['updated']],
      [{ do: 'moveTicketToCustomer', ticketId, customerId: otherId }, ['updated']],
      [{ do: 'trashTicket', ticketId }, ['updated']],
      [{ do: 'sendSurvey', ticketId }, []],
      [{ do: 'scoreSurvey', ticketId, score: 5 }, []],
      [{ do: 'renameTag', tag: 'VIP', name: 'Very important' }, []],
      [{ do: 'setEmail', customerId, email: 'new@shop.example.com' }, []],
      [{ do: 'deleteTicket', ticketId }, []],
    ];
    for (const [change, expected] of steps) {
      const before = received.length;
      world.change(change);
      await integrations.idle();
      const called = received.slice(before).map(({ body }) => JSON.parse(body).trigger.replace('ticket-', ''));
      expect({ do: change.do, sort: called.sort() }).toEqual({ do: change.do, sort: expected });
    }
    expect(integrations.deliveries.count({ state: 'answered' })).toBe(received.length);
  });

  it('when a template is filled in, every value is text, null is None, and what is not there is empty', async () => {
    const { url, received } = await receive();
    const { world, listen, integrations, ticketId, customer } = await start();
    const form = {
      id: '{{ticket.id}}',
      line: 'Ticket {{ ticket.id }} is {{ticket.status}}',
      mail: '{{ticket.customer.email}}',
      spam: '{{ticket.spam}}',
      closed: '{{ticket.closed_datetime|datetime_format("YYYY")}}',
      nothing: '{{ticket.no_such_thing.at_all}}',
      first: '{{ticket.messages[0].id}}',
      last: '{{ticket.messages[-1].id}}',
      message: '{{message.id}}',
      account: '{{ticket.account.domain}}',
      nested: { deep: ['{{ticket.channel}}'], kept: 7 },
      context: '[{{context}}]',
    };
    listen(url, { form, headers: { 'X-Webhook-Secret': 'shh' } }, 'ticket-message-created', 'ticket-status-updated');
    const messageId = world.change({ do: 'addMessage', ticketId, from: 'agent' });
    await integrations.idle();

    expect(received[0]?.headers).toMatchObject({ 'x-webhook-secret': 'shh', 'content-type': 'application/json' });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      id: String(ticketId),
      line: `Ticket ${ticketId} is open`,
      mail: customer?.email,
      spam: 'False',
      closed: 'None',
      nothing: '',
      first: String(world.messagesOf(ticketId)[0]?.id),
      last: String(messageId),
      message: String(messageId),
      account: 'sandbox.gorgias.com',
      nested: { deep: ['email'], kept: 7 },
      context: '[]',
    });
    world.change({ do: 'closeTicket', ticketId });
    await integrations.idle();
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({ line: `Ticket ${ticketId} is closed`, message: '' });
  });

  it('when the template is the context alone, the whole ticket is sent; without a template nothing is', async () => {
    const { url, received } = await receive();
    const { world, listen, integrations, ticketId } = await start();
    listen(url, { form: '{{context}}' }, 'ticket-status-updated');
    listen(url, {}, 'ticket-updated');
    world.change({ do: 'closeTicket', ticketId });
    await integrations.idle();
    const bodies = received.map(({ body }) => body).sort();

    expect(bodies[0]).toBe('');
    const context = JSON.parse(bodies[1] ?? '');
    expect(context.ticket).toMatchObject({
      id: ticketId,
      status: 'closed',
      satisfaction_survey: { ticket_id: ticketId },
    });
    expect(context.message).toEqual({});
  });

  it('when the method is GET or the content a form, the template becomes pairs', async () => {
    const { url, received } = await receive();
    const { world, listen, integrations, ticketId } = await start();
    const form = { ticket_id: '{{ticket.id}}', word: 'a & b' };
    listen(`${url}?fixed=1`, { method: 'GET', form }, 'ticket-updated');
    listen(url, { request_content_type: 'application/x-www-form-urlencoded', form }, 'ticket-status-updated');
    world.change({ do: 'closeTicket', ticketId });
    await integrations.idle();
    const [get, post] = [...received].sort((one, other) => one.method.localeCompare(other.method));
    const pairs = `ticket_id=${ticketId}&word=a+%26+b`;

    expect({ method: get?.method, url: get?.url, body: get?.body }).toEqual({
      method: 'GET',
      url: `/hook?fixed=1&${pairs}`,
      body: '',
    });
    expect({ method: post?.method, url: post?.url, body: post?.body }).toEqual({
      method: 'POST',
      url: '/hook',
      body: pairs,
    });
    expect(post?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
});
