import { customFieldRows as customFieldRowsReader } from '../../src/gorgias/custom-field-rows';
import { customerDetailReader, customerReader } from '../../src/gorgias/customer-reader';
import { eventReader } from '../../src/gorgias/event-reader';
import { messageReader } from '../../src/gorgias/message-reader';
import { customFieldReader, integrationReader, tagReader, userReader } from '../../src/gorgias/reference-readers';
import { surveyReader } from '../../src/gorgias/survey-reader';
import { ticketDetailReader, ticketReader } from '../../src/gorgias/ticket-reader';
import { whole } from './read';
import * as samples from './samples';

const { customerRow, customerDetail, ticketRow, surveyRow, messageRow, eventRow, without } = samples;

describe('A recorded row becomes a record:', () => {
  it('a customer of a list', () => {
    expect(whole(customerReader, customerRow)).toEqual({
      id: 519753903,
      email: 'Ada.Byron@example.com',
      name: 'Ada Byron',
      firstname: 'Ada',
      lastname: null,
      language: null,
      timezone: null,
      note: null,
      externalId: null,
      createdAt: '2026-08-26T18:39:33.916276Z',
      updatedAt: '2026-08-27T08:00:00.000000Z',
      customFields: { '319830': 'A::B', '319831': true },
    });
  });

  it('a customer with channels and shop data', () => {
    expect(whole(customerDetailReader, customerDetail)).toMatchObject({
      id: 519753903,
      channels: [
        { type: 'phone', address: '+33612345678', preferred: true, deletedAt: null },
        { type: 'email', address: 'old@example.com', preferred: false, deletedAt: '2026-08-27T08:00:00.000000Z' },
      ],
      integrations: { '77': { __integration_type__: 'shopify', customer: { orders_count: 3 } } },
    });
  });

  it('a ticket with its tags by name', () => {
    expect(whole(ticketReader, ticketRow)).toEqual({
      id: 82682724,
      customerId: 519753903,
      status: 'closed',
      channel: 'email',
      via: 'email',
      subject: 'Where is my parcel?',
      assigneeUserId: 9,
      assigneeName: 'Grace',
      tags: ['sample ticket', 'VIP'],
      spam: false,
      createdAt: '2026-08-26T18:36:02.042446Z',
      updatedAt: '2026-08-26T18:40:36.264794Z',
      closedAt: '2026-08-26T18:40:36.000000Z',
      snoozedUntil: null,
      trashedAt: null,
    });
  });

  it('a ticket with and without its survey', () => {
    expect(whole(ticketDetailReader, { ...ticketRow, satisfaction_survey: surveyRow, events: [] }).survey?.id).toBe(
      6967541,
    );
    expect(whole(ticketDetailReader, { ...ticketRow, satisfaction_survey: null }).survey).toBeNull();
  });

  it('a survey before and after its answer', () => {
    const answered = { ...surveyRow, score: 4, body_text: 'Quick!', scored_datetime: '2026-08-30T10:00:00.5' };

    expect(whole(surveyReader, surveyRow)).toMatchObject({ score: null, comment: null, scoredAt: null });
    expect(whole(surveyReader, answered)).toMatchObject({
      score: 4,
      comment: 'Quick!',
      scoredAt: '2026-08-30T10:00:00.500000Z',
    });
  });

  it('a message of a rule', () => {
    expect(whole(messageReader, messageRow)).toEqual({
      id: 55,
      ticketId: 82682724,
      public: true,
      fromAgent: true,
      senderId: 9,
      ruleId: 3,
      via: 'rule',
      createdAt: '2026-08-26T18:37:00.000001Z',
      sentAt: '2026-08-26T18:37:01.000000Z',
      failedAt: null,
      deletedAt: null,
    });
  });

  it('an event with an id above 2^31', () => {
    expect(whole(eventReader, eventRow)).toMatchObject({
      id: 2190947740,
      objectId: 82752600,
      data: { assignee_user_id: 9 },
    });
  });

  it('tags, agents, bots, custom fields and integrations', () => {
    const bot = {
      id: 4,
      name: 'Bot',
      email: 'bot@68c9',
      role: { name: 'bot' },
      uri: 'https://acme.gorgias.com/api/users/4/',
    };

    expect(whole(tagReader, { id: 1, name: 'VIP', decoration: null, usage: 0 })).toEqual({
      ...{ id: 1, name: 'VIP', usage: 0 },
    });
    expect(whole(userReader, bot)).toEqual({ id: 4, name: 'Bot', role: 'bot' });
    expect(whole(customFieldReader, samples.customFieldDefinition)).toEqual({
      id: 319830,
      label: 'VIP tier',
      dataType: 'text',
      managedType: null,
      isRetired: false,
    });
    expect(whole(integrationReader, { id: 2, name: null, type: 'shopify', http: null })).toEqual({
      id: 2,
      name: '',
      type: 'shopify',
      url: null,
    });
    expect(whole(integrationReader, samples.httpIntegration)).toMatchObject({
      id: 9,
      url: samples.httpIntegration.http.url,
    });
  });
});

describe('The drifts of the years change nothing:', () => {
  it('a customer of whom only the id and the dates are known', () => {
    const dates = { created_datetime: '2021-01-07 13:00:00', updated_datetime: '2021-01-07T13:00:00.5Z' };
    const bare = whole(customerReader, { id: 1, ...dates });

    expect(bare).toMatchObject({ email: null, name: null, firstname: null, customFields: {} });
    expect(bare.createdAt).toBe('2021-01-07T13:00:00.000000Z');
  });

  it('missing keys mean what null means', () => {
    const optional = ['name', 'email', 'external_id', 'language', 'timezone', 'note', 'custom_fields'];
    const nulls = Object.fromEntries(optional.map((key) => [key, null]));

    expect(whole(customerReader, without(customerRow, ...optional))).toEqual(
      whole(customerReader, { ...customerRow, ...nulls }),
    );
  });

  it('fields nobody has heard of are overlooked', () => {
    expect(whole(ticketReader, { ...ticketRow, brand_new: { deep: [1] } })).toEqual(whole(ticketReader, ticketRow));
  });

  it('a ticket of 2024, with fewer fields, without customer, assignee and tags', () => {
    const old = {
      ...without(ticketRow, 'custom_fields', 'summary', 'via', 'spam', 'tags'),
      customer: null,
      assignee_user: null,
    };

    expect(whole(ticketReader, old)).toMatchObject({
      customerId: null,
      assigneeName: null,
      tags: [],
      via: 'email',
      spam: false,
    });
  });

  it('empty datetimes mean null', () => {
    expect(whole(ticketReader, { ...ticketRow, closed_datetime: '' }).closedAt).toBeNull();
  });

  it('a customer without integrations, as map, list, null or nothing', () => {
    for (const integrations of [{}, [], null, undefined]) {
      expect(whole(customerDetailReader, { ...customerDetail, integrations }).integrations).toEqual({});
    }
  });

  it('custom-field values in an envelope or as the bare list of the official page', () => {
    const rows = [
      { field: samples.customFieldDefinition, value: 'A::B' },
      { field: { id: 2 }, value: 5 },
      { field: { id: 3 } },
    ];
    const expected = { '319830': 'A::B', '2': 5, '3': null };

    expect(whole(customFieldRowsReader, { data: rows })).toEqual(expected);
    expect(whole(customFieldRowsReader, rows)).toEqual(expected);
  });

  it('events without data or with data that is no object', () => {
    for (const data of [null, [], 'x', 5, undefined]) expect(whole(eventReader, { ...eventRow, data }).data).toBeNull();
  });
});
