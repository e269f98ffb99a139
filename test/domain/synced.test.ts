import type { ContactCustomer, ContactFacts } from '../../src/domain/contact/contact';
import { project } from '../../src/domain/contact/projection';

const customer: ContactCustomer = {
  ...{ id: 7, email: 'a@example.com', name: null, firstname: null, lastname: null, language: null, timezone: null },
  ...{ note: null, externalId: null, phone: null, createdAt: null, customFields: {}, shopValues: {} },
};
const facts: ContactFacts = {
  ...{ emailKey: 'a@example.com', customer, nbTickets: 3, lastTicketAt: null, lastTicketChannel: 'email' },
  ...{ avgResponseMinutes: 5, lastScore: 5, scoredSurveys: 2, tags: ['vip'], shopTags: ['loyal'] },
  ...{ openTickets: 1, openForMs: 1 },
};
const field = (source: string, target: 'text' | 'float') => ({
  ...{ source, attribute: source, kind: 'attribute' as const, target },
});
const rules = {
  fields: [
    field('id', 'text'),
    field('nb_tickets', 'float'),
    field('last_ticket_channel', 'text'),
    field('avg_response_time', 'float'),
    field('open_tickets', 'float'),
    field('last_satisfaction_score', 'float'),
    field('satisfaction_count', 'float'),
  ],
  lists: {
    ...{
      allSupportContacts: 35,
      satisfiedCustomers: 36,
      dissatisfiedCustomers: 37,
      satisfiedFrom: 4,
      dissatisfiedTo: 2,
    },
    openSupport: { list: 38, atMostMs: 1_000 },
    tagsFrom: ['tickets', 'shopify'] as const,
    tagLists: new Map([
      ['vip', 40],
      ['loyal', 41],
    ]),
  },
  ...{ phoneCountry: null, exclude: [] },
};
const OF_TICKETS = ['nb_tickets', 'last_ticket_channel', 'avg_response_time', 'open_tickets'];
const OF_SURVEYS = ['last_satisfaction_score', 'satisfaction_count'];

test.each([
  ['tickets', { tickets: false }, ['id', ...OF_SURVEYS], [35, 36, 41]],
  ['surveys', { satisfactionSurveys: false }, ['id', ...OF_TICKETS], [35, 38, 40, 41]],
  ['tags', { tags: false }, ['id', ...OF_TICKETS, ...OF_SURVEYS], [35, 36, 38]],
])(
  'when %s are not read, what is computed of them is empty, whatever part of them is known',
  (_, off, names, lists) => {
    const synced = { tickets: true, satisfactionSurveys: true, tags: true, ...off };

    const projection = project(facts, customer, { ...rules, synced });

    if (typeof projection === 'string') throw new Error(projection);
    expect(Object.keys(projection.attributes)).toEqual(names);
    expect(projection.lists).toEqual(lists);
  },
);
