import { createWorld } from '../../packages/sandbox/world/world';
import { type WorldChange } from '../../packages/sandbox/world/changes/schema';
import { now, start } from './gorgias-server';

const until = now + 3_600_000;
type Expected = readonly (readonly [type: string, objectType: string, data: object | null])[];
const onTicket = (type: string, data: object | null = null) => [`ticket-${type}`, 'Ticket', data] as const;
const onMessage = ['ticket-message-created', 'TicketMessage', null] as const;
const onTag = (type: string, data: object | null = null) => [`tag-${type}`, 'Tag', data] as const;
const updated = onTicket('updated');
const some = expect.any(Number);
const skip = { reasons: ['There must be at least 1 message from the customer and 1 from an agent.'] };
const rule = { type: 'user', failed_actions: [] };
const autoReply = { ...rule, name: 'Auto reply' };

/** One ticket's life, change by change, with the events that each writes (gorgias-api.md 3.18, 10, 11). */
function story(customerId: number, otherId: number, ticketId: number): readonly (readonly [WorldChange, Expected])[] {
  const old = { id: customerId, name: 'Ada Old' };
  const moved = { old_customer: old, new_customer: { id: otherId, name: 'Bob New' } };
  return [
    [{ do: 'updateCustomer', customerId, name: 'Ada Old' }, [['customer-updated', 'Customer', null]]],
    [{ do: 'updateCustomer', customerId: otherId, name: 'Bob New' }, [['customer-updated', 'Customer', null]]],
    [{ do: 'setEmail', customerId, email: 'ada@shop.example.com' }, [['customer-updated', 'Customer', null]]],
    [{ do: 'addMessage', ticketId, from: 'customer' }, [onMessage, updated]],
    [{ do: 'addMessage', ticketId, from: 'agent' }, [onMessage, updated]],
    [{ do: 'addMessage', ticketId, from: 'rule' }, [onMessage, updated, ['rule-executed', 'Rule', autoReply]]],
    [
      { do: 'runRule', ticketId, rule: { id: 5, name: 'Tag it' }, addTags: ['VIP'] },
      [
        ['rule-executed', 'Rule', { ...rule, id: 5, name: 'Tag it' }],
        onTicket('tags-added', { tags_added: [some] }),
        updated,
      ],
    ],
    [
      { do: 'runRule', ticketId, failedActions: [{ action_name: 'refund', failure_reason: 'No order.' }] },
      [['rule-executed', 'Rule', { failed_actions: [{ action_name: 'refund', failure_reason: 'No order.' }] }]],
    ],
    [
      { do: 'applyMacro', ticketId, macro: { id: 9, name: 'Label' } },
      [onMessage, updated, ['macro-applied', 'Ticket', { macro_id: 9, macro_name: 'Label' }]],
    ],
    [
      { do: 'closeTicket', ticketId, survey: 'skip' },
      [updated, onTicket('closed'), onTicket('satisfaction-survey-skipped', skip)],
    ],
    [{ do: 'reopenTicket', ticketId }, [updated, onTicket('reopened')]],
    [{ do: 'closeTicket', ticketId, survey: 'exclude' }, [updated, onTicket('closed'), onTicket('excluded-from-csat')]],
    [{ do: 'reopenTicket', ticketId }, [updated, onTicket('reopened')]],
    [{ do: 'snoozeTicket', ticketId, until }, [updated, onTicket('closed'), onTicket('snoozed')]],
    [{ do: 'snoozeTicket', ticketId, until }, [updated, onTicket('snoozed')]],
    [{ do: 'wakeTicket', ticketId }, [updated, onTicket('self-unsnoozed'), onTicket('reopened')]],
    [{ do: 'closeTicket', ticketId }, [updated, onTicket('closed')]],
    [{ do: 'sendSurvey', ticketId }, [['satisfaction-survey-sent', 'SatisfactionSurvey', null]]],
    [
      { do: 'scoreSurvey', ticketId, score: 4, comment: 'good' },
      [['satisfaction-survey-responded', 'SatisfactionSurvey', { score: 4, body_text: 'good' }]],
    ],
    [
      { do: 'skipSurvey', ticketId, reasons: ['Too short.'] },
      [onTicket('satisfaction-survey-skipped', { reasons: ['Too short.'] })],
    ],
    [{ do: 'excludeSurvey', ticketId }, [onTicket('excluded-from-csat')]],
    [{ do: 'markSpam', ticketId }, [updated, onTicket('marked-spam')]],
    [{ do: 'unmarkSpam', ticketId }, [updated, onTicket('unmarked-spam')]],
    [{ do: 'trashTicket', ticketId }, [updated, onTicket('trashed')]],
    [{ do: 'untrashTicket', ticketId }, [updated, onTicket('untrashed')]],
    [{ do: 'assignTicket', ticketId, userId: 7 }, [updated, onTicket('assigned', { assignee_user_id: 7 })]],
    [{ do: 'assignTicket', ticketId, userId: null }, [updated, onTicket('unassigned')]],
    [{ do: 'moveTicketToCustomer', ticketId, customerId: otherId }, [updated, onTicket('customer-updated', moved)]],
    [
      { do: 'setTags', ticketId, tags: ['refund', 'brand new'] },
      [
        updated,
        onTicket('tags-removed', { tags_removed: [some] }),
        onTicket('tags-added', { tags_added: [some, some] }),
      ],
    ],
    [{ do: 'renameTag', tag: 'brand new', name: 'older' }, [onTag('renamed')]],
    [{ do: 'mergeTags', source: 'older', target: 'urgent' }, [onTag('merged')]],
    [{ do: 'deleteTag', tag: 'urgent' }, [onTag('deleted')]],
    [{ do: 'handOverTicket', ticketId }, [updated, onTicket('handed-over')]],
    [{ do: 'deleteTicket', ticketId }, [onTicket('deleted')]],
    [{ do: 'deleteCustomer', customerId: otherId }, [['customer-deleted', 'Customer', null]]],
  ];
}

describe('the sandbox Gorgias: what every change tells', () => {
  it('when a ticket goes through everything that can happen, the feed tells it in the recorded sequences, one context a cause', async () => {
    const { world, client } = await start();
    const [customerId = 0, otherId = 0] = world.customers.keys();
    const ticketId = world.change({ do: 'openTicket', customerId });
    let newest = (await client.get('events?limit=1')).json.data[0].id;
    for (const [change, expected] of story(customerId, otherId, ticketId)) {
      world.change(change);
      const page = (await client.get('events?limit=8')).json.data;
      const written = page.filter(({ id }: { id: number }) => id > newest).reverse();
      newest = page[0].id;

      expect({ change, map: written.map(({ type }: { type: string }) => type) }).toEqual({
        change,
        map: expected.map(([type]) => type),
      });
      expect(new Set(written.map(({ context }: { context: string }) => context)).size).toBe(1);
      for (const [index, [, objectType, data]] of expected.entries()) {
        expect(written[index].object_type).toBe(objectType);
        if (data === null) expect(written[index].data).toBeNull();
        else expect(written[index].data).toMatchObject(data);
      }
    }
    expect((await client.get(`tickets/${ticketId}`)).status).toBe(404);
    expect((await client.get(`customers/${otherId}`)).status).toBe(404);
  });

  it('when a stranger writes, a customer and a ticket of theirs come to be', async () => {
    const { world, client } = await start();
    const name = 'Nora Newcomer';
    const ticketId = world.change({
      do: 'openTicketByNewcomer',
      email: 'nora@shop.example.com',
      name,
      channel: 'chat',
    });
    const types = (await client.get('events?limit=4')).json.data.map(({ type }: { type: string }) => type);

    expect(types.reverse()).toEqual(['customer-created', 'ticket-created', 'ticket-message-created', 'ticket-updated']);
    expect((await client.get(`tickets/${ticketId}`)).json).toMatchObject({
      channel: 'chat',
      customer: { email: 'nora@shop.example.com', name },
    });
  });

  it('when a ticket is closed, its survey is scheduled; closed again before it was sent, scheduled anew; made by API, it has no dates', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const ticketId = world.change({ do: 'openTicket', customerId });
    const survey = async (id = ticketId) => (await client.get(`tickets/${id}`)).json.satisfaction_survey;
    world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 60_000, at: now + 1_000_000 });
    const first = await survey();
    world.change({ do: 'reopenTicket', ticketId });
    world.change({ do: 'closeTicket', ticketId, surveyDelayMs: 60_000, at: now + 2_000_000 });
    const second = await survey();
    world.change({ do: 'sendSurvey', ticketId });
    world.change({ do: 'reopenTicket', ticketId });
    world.change({ do: 'closeTicket', ticketId, at: now + 3_000_000 });
    const byApi = world.change({ do: 'openTicket', customerId });
    world.change({ do: 'createSurvey', ticketId: byApi, byApi: true });

    expect(first).toMatchObject({
      should_send_datetime: '2026-09-01T00:17:40+00:00',
      sent_datetime: null,
      score: null,
    });
    expect(second).toEqual({ ...first, should_send_datetime: '2026-09-01T00:34:20+00:00' });
    expect(await survey()).toMatchObject({ id: first.id, should_send_datetime: second.should_send_datetime });
    expect(await survey(byApi)).toMatchObject({
      should_send_datetime: null,
      sent_datetime: null,
      scored_datetime: null,
    });
  });

  it('when tickets are merged, the source leads to the target with 301, leaves the lists and tells it in the feed', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const [sourceId, targetId] = [
      world.change({ do: 'openTicket', customerId }),
      world.change({ do: 'openTicket', customerId }),
    ];
    world.change({ do: 'mergeTickets', sourceId, targetId });
    const answer = await client.get(`tickets/${sourceId}`);
    const events = (await client.get('events?limit=3')).json.data.reverse();

    expect({ status: answer.status, text: answer.text }).toEqual({ status: 301, text: '' });
    expect(answer.headers.get('location')).toContain(`/api/tickets/${targetId}/`);
    expect((await client.get(`tickets?ticket_ids=${sourceId}`)).json.data).toEqual([]);
    expect(events.map(({ type, object_id: id }: { type: string; object_id: number }) => [type, id])).toEqual([
      ['ticket-deleted', sourceId],
      ['ticket-updated', targetId],
      ['ticket-merged', targetId],
    ]);
  });

  it('when an answer comes from a macro or a tag is renamed, the message and the tickets show it', async () => {
    const { world, client } = await start();
    const [customerId = 0] = world.customers.keys();
    const ticketId = world.change({ do: 'openTicket', customerId, tags: ['one of a kind'] });
    world.change({ do: 'applyMacro', ticketId, macro: { id: 9, name: 'Label' }, addTags: ['shipping'] });
    world.change({ do: 'renameTag', tag: 'one of a kind', name: 'two of a kind' });
    const { messages, tags } = (await client.get(`tickets/${ticketId}`)).json;

    expect(messages.at(-1)).toMatchObject({ from_agent: true, macros: [{ id: 9, name: 'Label' }] });
    expect(tags.map(({ name }: { name: string }) => name)).toEqual(['shipping', 'two of a kind']);
    expect(() => world.change({ do: 'renameTag', tag: 'VIP', name: 'shipping' })).toThrow('exists already');
  });

  it('when all of it is repeated in a new world at the recorded moments, the feed is the same to the last byte', () => {
    const size = { now, customers: 50, tickets: 80, surveys: 10 };
    const feedOf = (world: ReturnType<typeof createWorld>) =>
      JSON.stringify(world.state.feed.slice({ descending: false, limit: 10_000, after: null }));
    const first = createWorld(size);
    const [customerId = 0, otherId = 0] = first.customers.keys();
    const ticketId = first.change({ do: 'openTicket', customerId });
    for (const [change] of story(customerId, otherId, ticketId)) first.change(change);
    first.change({ do: 'openTicketByNewcomer', email: null, phone: '+33612345678' });
    const happened = JSON.parse(JSON.stringify(first.happened));
    const later = now + 86_400_000;
    const again = createWorld({ ...size, happened, clock: () => later });

    expect(feedOf(again)).toBe(feedOf(first));
    again.change({ do: 'touchTicket', ticketId: [...again.tickets.keys()].at(-1) ?? 0 });
    expect(again.happened.at(-1)?.at).toBeGreaterThanOrEqual(later);
  });
});
