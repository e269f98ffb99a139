import { now, start } from './gorgias-server';
import { type Json } from './http';

describe('the sandbox Gorgias: the feed', () => {
  it('when a ticket is opened, closed, rated and reopened, the recorded events follow with one context per cause', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const since = new Date(now).toISOString();
    const ticketId = world.change({ do: 'openTicket', customerId, assigneeId: world.users[1]?.id ?? null });
    world.change({ do: 'closeTicket', ticketId });
    world.change({ do: 'sendSurvey', ticketId });
    const surveyId = world.change({ do: 'scoreSurvey', ticketId, score: 5 });
    world.change({ do: 'reopenTicket', ticketId });
    const events = await client.walk(`events?order_by=created_datetime:asc&created_datetime[gte]=${since}`);

    expect(events.map(({ type }) => type)).toEqual([
      'ticket-created',
      'ticket-message-created',
      'ticket-updated',
      'ticket-assigned',
      'ticket-updated',
      'ticket-closed',
      'satisfaction-survey-sent',
      'satisfaction-survey-responded',
      'ticket-updated',
      'ticket-reopened',
    ]);
    expect(new Set(events.slice(0, 4).map(({ context }) => context)).size).toBe(1);
    expect(new Set(events.map(({ context }) => context)).size).toBe(5);
    for (const { id } of events) expect(id).toBeGreaterThan(2 ** 31);
    expect(events[1]).toMatchObject({ object_type: 'TicketMessage', data: null });
    expect(events[7]).toMatchObject({ object_type: 'SatisfactionSurvey', object_id: surveyId, data: { score: 5 } });
  });

  it('when customers merge, the source is deleted and the target merged, and the target does not move in its list', async () => {
    const { world, client } = await start();
    const [sourceId = 0, targetId = 0] = world.customers.keys();
    const before = world.customers.get(targetId)?.updatedUs;
    world.change({ do: 'mergeCustomers', sourceId, targetId });
    const events = (await client.get('events?limit=2')).json.data;

    expect(events.map(({ type, object_id: id }: Json) => [type, id])).toEqual([
      ['customer-merged', targetId],
      ['customer-deleted', sourceId],
    ]);
    expect(events[0].context).not.toBe(events[1].context);
    expect(events[0].data).toEqual({ source_customer_id: sourceId });
    expect(world.customers.get(targetId)?.updatedUs).toBe(before);
  });

  it('when the feed is filtered by type, object and time, only those events come', async () => {
    const { client } = await start();
    const closed = await client.walk('events?types=ticket-closed&types=ticket-reopened&limit=100');
    const ofOne = await client.walk(`events?object_type=Ticket&object_id=${closed[0].object_id}`);
    const at = closed[10].created_datetime.replace('+00:00', '');
    const bounded = await client.walk(`events?types=ticket-closed&limit=100&created_datetime[gt]=${at}`);

    expect(new Set(closed.map(({ type }) => type))).toEqual(new Set(['ticket-closed']));
    expect(ofOne.map(({ type }) => type)).toContain('ticket-created');
    expect(bounded).toEqual(closed.slice(0, 10));
  });

  it('when a survey is scored, its old row carries the score and neither list of tickets moves', async () => {
    const { world, client } = await start();
    const survey = [...world.surveys.values()].find(
      ({ score, ticketId }) => score === null && world.tickets.has(ticketId),
    );
    const before = world.tickets.get(survey?.ticketId ?? 0)?.updatedUs;
    world.change({ do: 'scoreSurvey', ticketId: survey?.ticketId ?? 0, score: 1, comment: 'late' });
    const row = (await client.get(`satisfaction-surveys/${survey?.id}`)).json;

    expect(row).toMatchObject({ score: 1, body_text: 'late' });
    expect(row).not.toHaveProperty('updated_datetime');
    expect(world.tickets.get(survey?.ticketId ?? 0)?.updatedUs).toBe(before);
  });

  it('when a custom field is set, the value is read but nothing moves and no event tells', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const newest = (await client.get('events?limit=1')).json.data[0].id;
    const before = world.customers.get(customerId)?.updatedUs;
    world.change({ do: 'setCustomField', customerId, fieldId: 319_833, value: 'green' });

    expect((await client.get(`customers/${customerId}/custom-fields`)).json.data.at(-1).value).toBe('green');
    expect(world.customers.get(customerId)?.updatedUs).toBe(before);
    expect((await client.get('events?limit=1')).json.data[0].id).toBe(newest);
  });
});
