import { customerDetailReader, customerReader } from '../../src/gorgias/customer-reader';
import { eventReader } from '../../src/gorgias/event-reader';
import { messageReader } from '../../src/gorgias/message-reader';
import type { RecordReader } from '../../src/gorgias/reading';
import { surveyReader } from '../../src/gorgias/survey-reader';
import { ticketDetailReader, ticketReader } from '../../src/gorgias/ticket-reader';
import { read, whole } from './read';
import * as samples from './samples';

const { customerRow, customerDetail, ticketRow, surveyRow, messageRow, eventRow, without } = samples;

describe('What is odd costs its field, with a note of names and types alone:', () => {
  const people = { customer: customerRow, detail: customerDetail, ticket: ticketRow, message: messageRow };
  const readers: { readonly [Name in keyof typeof people]: RecordReader<unknown> } = {
    customer: customerReader,
    detail: customerDetailReader,
    ticket: ticketReader,
    message: messageReader,
  };
  const survey = { satisfaction_survey: {} };
  const cases: readonly [string, keyof typeof people, object, object, readonly string[]][] = [
    [
      'a tag without a name',
      'ticket',
      { tags: [{ name: null }, { name: 'VIP' }, 7] },
      { tags: ['VIP'] },
      ['tags.0.name: null where a text was expected', 'tags.2: a number where an object was expected'],
    ],
    ['tags that are no list', 'ticket', { tags: 'VIP' }, { tags: [] }, ['tags: a text where a list was expected']],
    [
      'a customer without an id',
      'ticket',
      { customer: { id: null, email: null } },
      { customerId: null },
      ['customer.id: null where an id was expected'],
    ],
    [
      'an agent without an id',
      'ticket',
      { assignee_user: { id: null, name: 'Grace' } },
      { assigneeUserId: null, assigneeName: 'Grace' },
      ['assignee_user.id: null where an id was expected'],
    ],
    [
      'no channel',
      'ticket',
      { channel: null, via: 'chat' },
      { channel: 'chat', via: 'chat' },
      ['channel: null where a text was expected'],
    ],
    [
      'a tag, a name and an agent’s name that no database can find things by',
      'ticket',
      {
        tags: [{ name: '字'.repeat(501) }, { name: '字'.repeat(500) }],
        assignee_user: { id: 7, name: 'x'.repeat(501) },
      },
      { tags: ['字'.repeat(500)], assigneeUserId: 7, assigneeName: null },
      [
        'assignee_user.name: a text where a shorter one was expected',
        'tags.0.name: a text where a shorter one was expected',
      ],
    ],
    ['a long subject', 'ticket', { subject: 'x'.repeat(100_000) }, { subject: 'x'.repeat(100_000) }, []],
    ['a number as the subject', 'ticket', { subject: 7 }, { subject: '7' }, []],
    [
      'an object as the subject',
      'ticket',
      { subject: { en: 'Hi' } },
      { subject: null },
      ['subject: an object where a text was expected'],
    ],
    [
      'no date of the last change',
      'ticket',
      { updated_datetime: null },
      { updatedAt: null },
      ['updated_datetime: null where a datetime was expected'],
    ],
    [
      'a customer nobody knows the age of',
      'customer',
      { created_datetime: null },
      { createdAt: null },
      ['created_datetime: null where a datetime was expected'],
    ],
    ['custom fields as an empty list', 'customer', { custom_fields: [] }, { customFields: {} }, []],
    [
      'a custom field with several choices',
      'customer',
      { custom_fields: { 1: { value: ['Tea', 'Cake'] } } },
      { customFields: { 1: ['Tea', 'Cake'] } },
      [],
    ],
    [
      'a custom field with a number that is none',
      'customer',
      { custom_fields: { 1: { value: JSON.parse('1e400') as number } } },
      { customFields: { 1: 'Infinity' } },
      [],
    ],
    [
      'a custom field with an object',
      'customer',
      { custom_fields: { 1: { value: { a: 1 } }, 2: { value: 5 } } },
      { customFields: { 1: null, 2: 5 } },
      ['custom_fields.1.value: an object where a value was expected'],
    ],
    ['a number as the external id', 'customer', { external_id: 12345 }, { externalId: '12345' }, []],
    [
      'a channel that is none',
      'detail',
      {
        channels: [
          { type: null, address: null },
          { type: 'phone', address: 33612345678 },
        ],
      },
      { channels: [{ type: 'phone', address: '33612345678', preferred: false, deletedAt: null }] },
      ['channels.0.type: null where a text was expected'],
    ],
    [
      'a channel that may be deleted',
      'detail',
      { channels: [{ type: 'phone', address: '1', deleted_datetime: 'yes' }] },
      { channels: [] },
      ['channels.0.deleted_datetime: a text where a datetime was expected'],
    ],
    [
      'shop data that is no map',
      'detail',
      { integrations: ['x'] },
      { integrations: {} },
      ['integrations: a list where a map was expected'],
    ],
    [
      'a sender without an id',
      'message',
      { sender: { id: null } },
      { senderId: null },
      ['sender.id: null where an id was expected'],
    ],
    ['an id in quotes', 'customer', { id: '519753903' }, { id: 519753903 }, []],
  ];

  it.each(cases)('%s', (_, kind, odd, expected, notes) => {
    const reading = read(readers[kind], { ...people[kind], ...odd });

    expect(reading.record).toMatchObject(expected);
    expect(reading.odd).toEqual(notes);
  });

  it('a survey inside its ticket, which is read without it', () => {
    const { record, odd } = read(ticketDetailReader, { ...ticketRow, ...survey });

    expect(record.survey).toBeNull();
    expect(record.ticket.id).toBe(ticketRow.id);
    expect(odd).toEqual(['satisfaction_survey.id: nothing where an id was expected']);
  });

  it('a reply that failed says so', () => {
    const failed = { ...messageRow, failed_datetime: '2026-08-26T18:37:02Z' };

    expect(whole(messageReader, failed).failedAt).toBe('2026-08-26T18:37:02.000000Z');
  });
});

describe('What must not be guessed costs the record:', () => {
  const refusals: readonly [string, RecordReader<unknown>, unknown, string][] = [
    [
      'an id that JSON.parse has rounded',
      customerReader,
      { ...customerRow, id: JSON.parse('9007199254740993') as number },
      'id',
    ],
    ['a broken id', ticketReader, { ...ticketRow, id: 1.5 }, 'id'],
    ['a ticket of which nobody knows whether it is over', ticketReader, { ...ticketRow, status: null }, 'status'],
    ['a closing that is no moment', ticketReader, { ...ticketRow, closed_datetime: 'yesterday' }, 'closed_datetime'],
    ['a snooze that is no moment', ticketReader, { ...ticketRow, snooze_datetime: 5 }, 'snooze_datetime'],
    ['a trash that is no moment', ticketReader, { ...ticketRow, trashed_datetime: {} }, 'trashed_datetime'],
    ['a ticket that may be spam', ticketReader, { ...ticketRow, spam: 'perhaps' }, 'spam'],
    ['a ticket without its creation', ticketReader, without(ticketRow, 'created_datetime'), 'created_datetime'],
    ['an address that is none', customerReader, { ...customerRow, email: ['a@example.com'] }, 'email'],
    [
      'an address that nobody can have',
      customerReader,
      { ...customerRow, email: `${'x'.repeat(600)}@example.com` },
      'email',
    ],
    ['a number where an address belongs', customerReader, { ...customerRow, email: 1e300 }, 'email'],
    ['six stars', surveyReader, { ...surveyRow, score: 6 }, 'score'],
    ['no stars at all', surveyReader, { ...surveyRow, score: 0 }, 'score'],
    ['half a star', surveyReader, { ...surveyRow, score: 4.5 }, 'score'],
    ['a survey without its customer', surveyReader, without(surveyRow, 'customer_id'), 'customer_id'],
    ['a survey without its creation', surveyReader, { ...surveyRow, created_datetime: null }, 'created_datetime'],
    ['a message that may or may not be an internal note', messageReader, without(messageRow, 'public'), 'public'],
    ['a message that may have failed', messageReader, { ...messageRow, failed_datetime: 'yes' }, 'failed_datetime'],
    ['a row that is no object', ticketReader, 'secret@example.com', 'record'],
  ];

  it.each(refusals)('%s', (_, reader, row, field) => {
    const reading = reader.read(row);

    expect(reading).toMatchObject({ readable: false, fault: { field } });
    expect(JSON.stringify(reading)).not.toContain('secret');
  });

  it('whatever stands in a field, none of it is in a note', () => {
    const secret = 'secret@example.com';
    const rows: readonly [RecordReader<unknown>, object][] = [
      [customerDetailReader, customerDetail],
      [ticketDetailReader, ticketRow],
      [surveyReader, surveyRow],
      [messageReader, messageRow],
      [eventReader, eventRow],
    ];

    for (const [reader, row] of rows) {
      for (const key of Object.keys(row)) {
        for (const poison of [secret, { [secret]: secret }, [secret], [{ [secret]: { value: {} } }]]) {
          const reading = reader.read({ ...row, [key]: poison });
          const notes = reading.readable ? reading.odd : [reading.fault];
          expect(JSON.stringify(notes)).not.toContain('secret');
        }
      }
    }
  });
});
