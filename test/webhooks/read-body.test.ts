import fc from 'fast-check';
import { readWebhookBody } from '../../src/webhooks/read-body';

const read = (body: unknown) =>
  readWebhookBody(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), false);
const form = (body: string) => readWebhookBody(Buffer.from(body), true);
const NO_TICKET = { ignored: 'no_ticket' };

describe('the body of a webhook', () => {
  it('of the specification’s example is read as it stands', () => {
    const example = {
      ...{ ticket_id: 123, status: 'closed', customer: { email: 'ada@example.com' } },
      ...{ channel: 'email', tags: [{ name: 'VIP' }], satisfaction: { score: 5 } },
    };
    expect(read(example)).toEqual({ ticketId: 123, trigger: null });
  });

  const spellings: [unknown, number][] = [
    [{ ticket_id: '123' }, 123],
    [{ ticket: { id: 123 } }, 123],
    [{ ticket: { id: '123' }, message: { id: 9 } }, 123],
    [{ id: 123 }, 123],
    [{ id: ' 123 ' }, 123],
    [{ ticket_id: '', ticket: { id: 'None' }, id: '123' }, 123],
    [{ ticket_id: null, id: 123 }, 123],
    [{ ticket_id: 123, ticket: { id: 4 }, id: 5 }, 123],
    [JSON.stringify(JSON.stringify({ ticket: { id: 123 } })), 123],
    ['\uFEFF{"ticket_id":123}', 123],
    ['{"__proto__":{"ticket_id":4},"ticket_id":123}', 123],
    [{ ticket_id: Number.MAX_SAFE_INTEGER }, Number.MAX_SAFE_INTEGER],
  ];
  it.each(spellings)('when it is %j, the ticket is found', (body, ticketId) => {
    expect(read(body)).toEqual({ ticketId, trigger: null });
  });

  const without: unknown[] = [
    ...['', '  ', 'null', '[]', '[{"ticket_id":1}]', '1', 'true', '{}', '"None"', '{"__proto__":{"ticket_id":4}}'],
    ...[0, -1, 1.5, '1e3', '0x10', 'abc', '9007199254740993', '1'.repeat(40), {}, [1], true, null].map((ticket_id) => ({
      ticket_id,
    })),
    { ticket: 123 },
    { ticket: null, id: 'None' },
  ];
  it.each(without)('when it is %j, it names no ticket', (body) => expect(read(body)).toEqual(NO_TICKET));

  it.each(['{"ticket_id":', 'ticket_id=1', '<html>', '\u0000', '{"a":NaN}'])(
    'when it is %j, it cannot be read',
    (body) => {
      expect(read(body)).toEqual({ ignored: 'not_readable' });
    },
  );

  it('when it is a form, the same names count', () => {
    expect(form('ticket_id=123&trigger=ticket-created')).toEqual({ ticketId: 123, trigger: 'ticket-created' });
    expect(form('ticket%5Bid%5D=123')).toEqual({ ticketId: 123, trigger: null });
    expect(form('ticket.id=123&ticket_id=None')).toEqual({ ticketId: 123, trigger: null });
    expect(form('id=123')).toEqual({ ticketId: 123, trigger: null });
    expect(form('%%%=&&')).toEqual(NO_TICKET);
  });

  it('when the trigger is a word it is kept, and anything that could hold a person is not', () => {
    expect(read({ id: 1, trigger: 'ticket-status-updated' })).toMatchObject({ trigger: 'ticket-status-updated' });
    expect(read({ id: 1, type: 'ticket.updated' })).toMatchObject({ trigger: 'ticket.updated' });
    for (const trigger of ['ada@example.com', 'Ada Lovelace', 'a\nb', 'x'.repeat(65), 7, null, { a: 1 }])
      expect(read({ id: 1, trigger })).toEqual({ ticketId: 1, trigger: null });
  });

  it('when it is nested a hundred thousand deep, it is read like any other', () => {
    expect(read(`{"ticket_id":7,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toMatchObject({ ticketId: 7 });
  });

  it('whatever the bytes are, reading never throws and never finds an id that is no positive whole number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isForm) => {
        const body = readWebhookBody(Buffer.from(bytes), isForm);
        expect('ignored' in body || (Number.isSafeInteger(body.ticketId) && body.ticketId > 0)).toBe(true);
      }),
    );
  });
});
