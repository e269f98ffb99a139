import type { ContactCustomer, ContactFacts } from '../../src/domain/contact/contact';
import { allowedLists } from '../../src/domain/contact/consent';
import type { ResolvedField } from '../../src/domain/contact/mapping-types';
import { type MappingRules, project } from '../../src/domain/contact/projection';
import { shopValue } from '../../src/domain/contact/shop';
import { timestamp } from '../../src/domain/timestamp';

const customer: ContactCustomer = {
  id: 519753903,
  email: 'Anna.K@Example.COM',
  name: 'Anna Kowalska',
  firstname: 'Anna',
  lastname: '',
  language: 'pl',
  timezone: null,
  note: null,
  externalId: null,
  phone: '+48 512 345 678',
  createdAt: timestamp('2024-02-29T23:59:59.999999Z'),
  customFields: { '319830': 'Gold', '319831': true },
  shopValues: { 'integrations.shopify.orders_count': 7 },
};

const facts: ContactFacts = {
  emailKey: 'anna.k@example.com',
  customer,
  nbTickets: 3,
  lastTicketAt: timestamp('2026-08-26T18:39:33.916276Z'),
  lastTicketChannel: 'email',
  avgResponseMinutes: 12.3456,
  lastScore: 5,
  scoredSurveys: 2,
  tags: ['vip', 'refund'],
  openTickets: 0,
  openForMs: null,
};

const field = (
  source: string,
  attribute: string,
  target: ResolvedField['target'],
  customFieldId?: number,
): ResolvedField => ({
  source,
  attribute,
  target,
  kind: target === 'phone' ? 'sms' : 'attribute',
  ...(customFieldId === undefined ? {} : { customFieldId }),
});

const rules: MappingRules = {
  fields: [
    { source: 'email', attribute: 'email', kind: 'email', target: 'text' },
    field('id', 'GORGIAS_ID', 'text'),
    field('lastname', 'LASTNAME', 'text'),
    field('phone', 'SMS', 'phone'),
    field('nb_tickets', 'TICKET_COUNT', 'float'),
    field('last_ticket_date', 'LAST_SUPPORT_DATE', 'date'),
    field('avg_response_time', 'AVG_RESPONSE_TIME', 'float'),
    field('created_datetime', 'SINCE', 'date'),
    field('vip_tier', 'VIP_TIER', 'text', 319830),
    field('vip_status', 'VIP_STATUS', 'boolean', 319831),
    field('integrations.shopify.orders_count', 'ORDERS', 'float'),
  ],
  lists: {
    allSupportContacts: 35,
    satisfiedCustomers: 36,
    dissatisfiedCustomers: 37,
    satisfiedFrom: 4,
    dissatisfiedTo: 2,
    tagLists: new Map([['vip', 40]]),
  },
  phoneCountry: null,
  exclude: ['*@marketplace.example.com'],
};

describe('the projection of a contact', () => {
  it('holds each mapped value in the type of its attribute, and no empty ones', () => {
    const projection = project(facts, customer, rules);

    expect(projection).toEqual({
      email: 'anna.k@example.com',
      attributes: {
        GORGIAS_ID: '519753903',
        SMS: '+48512345678',
        TICKET_COUNT: 3,
        LAST_SUPPORT_DATE: '2026-08-26',
        AVG_RESPONSE_TIME: 12.35,
        SINCE: '2024-02-29',
        VIP_TIER: 'Gold',
        VIP_STATUS: true,
        ORDERS: 7,
      },
      lists: [35, 36, 40],
      shutOut: [37],
      dropped: [],
    });
  });

  it('when a value cannot be converted, names the attribute and the cause and keeps the rest', () => {
    const projection = project(facts, { ...customer, phone: 'call me' }, rules);

    expect(projection).toMatchObject({
      dropped: [{ cause: 'phone_invalid', attribute: 'SMS' }],
      attributes: { TICKET_COUNT: 3 },
    });
  });

  it('when a ticket is open, puts the contact on the list that marketing waits by, for as long as the setting says', () => {
    const openSupport = { list: 38, atMostMs: 1_000 };
    const listsAfter = (openForMs: number | null): readonly number[] => {
      const projection = project({ ...facts, openTickets: 1, openForMs }, customer, {
        ...rules,
        lists: { ...rules.lists, openSupport },
      });
      return typeof projection === 'string' ? [] : projection.lists;
    };

    expect([listsAfter(null), listsAfter(0), listsAfter(999), listsAfter(1_000)]).toEqual([
      [35, 36, 40],
      [35, 36, 38, 40],
      [35, 36, 38, 40],
      [35, 36, 40],
    ]);
  });

  it('when the address is none, is held back', () => {
    expect(project(facts, { ...customer, email: 'not an address' }, rules)).toBe('invalid_email');
  });

  it('when the address is left out, is held back', () => {
    const email = 'X7@Marketplace.example.com';

    expect(project(facts, { ...customer, email }, rules)).toBe('excluded');
    expect(project(facts, { ...customer, email }, { ...rules, exclude: [] })).toMatchObject({
      email: 'x7@marketplace.example.com',
    });
  });

  it('when a phone lacks its country code, has it only where the country is set', () => {
    const national = { ...customer, phone: '512 345 678' };

    expect(project(facts, national, rules)).toMatchObject({ dropped: [{ cause: 'phone_invalid', attribute: 'SMS' }] });
    expect(project(facts, national, { ...rules, phoneCountry: 'PL' })).toMatchObject({
      attributes: { SMS: '+48512345678' },
      dropped: [],
    });
  });

  it.each([
    [5, [35, 36]],
    [4, [35, 36]],
    [3, [35]],
    [2, [35, 37]],
    [1, [35, 37]],
    [null, [35]],
  ])('with the score %p is on the lists %p, never on both of satisfied and dissatisfied', (lastScore, lists) => {
    expect(project({ ...facts, lastScore, tags: [] }, customer, rules)).toMatchObject({ lists });
  });
});

describe('consent', () => {
  it.each([
    ['nothing is known of the contact', null, [35, 36]],
    ['the contact is blocklisted', { blacklisted: true, unsubscribed: [] }, []],
    ['the contact has left a list', { blacklisted: false, unsubscribed: [36] }, [35]],
    ['the contact has left nothing', { blacklisted: false, unsubscribed: [] }, [35, 36]],
  ])('when %s, allows the lists %#', (_case, consent, allowed) => {
    const answer = allowedLists([35, 36], consent);

    expect(answer.allowed).toEqual(allowed);
    expect([...answer.allowed, ...answer.suppressed].sort()).toEqual([35, 36]);
  });
});

describe('shop data', () => {
  const integrations = {
    '11': {
      __integration_type__: 'shopify',
      customer: {
        ...{ id: 70, orders_count: 7, total_spent: '219.90', state: 'enabled', tags: 'vip, loyal' },
        ...{ updated_at: '2026-08-01T00:00:00Z', default_address: { zip: '10115', city: 'Berlin' } },
      },
    },
    '12': {
      __integration_type__: 'shopify',
      customer: {
        ...{ id: 80, orders_count: 2, total_spent: '10.20', tags: ' loyal,B2B ' },
        ...{ updated_at: '2026-09-01T02:00:00+02:00', default_address: { zip: '20095' } },
      },
    },
    '13': { __integration_type__: 'recharge', orders_count: 99 },
  };

  it.each([
    ['integrations.shopify.orders_count', 9],
    ['integrations.shopify.total_spent', 230.1],
    ['integrations.12.total_spent', '10.20'],
    ['integrations.shopify.id', 80],
    ['integrations.shopify.default_address.zip', '20095'],
    ['integrations.shopify.default_address.city', 'Berlin'],
    ['integrations.shopify.tags', 'B2B, loyal, vip'],
    ['integrations.shopify.state', 'enabled'],
    ['integrations.recharge.orders_count', 99],
    ['integrations.shopify.nothing', null],
    ['integrations.shopify.constructor', null],
  ])('at %s is %p over all shops', (path, expected) => {
    expect(shopValue(integrations, path)).toBe(expected);
  });

  it('when the shops have different currencies, amounts are those of the newest shop and counts are still added up', () => {
    const shop = (currency: string, spent: string) => ({
      __integration_type__: 'shopify',
      customer: { currency, total_spent: spent, orders_count: 1 },
    });
    const shops = { '1': shop('EUR', '10.00'), '2': shop('USD', '20.00') };

    expect(shopValue(shops, 'integrations.shopify.total_spent')).toBe('10.00');
    expect(shopValue(shops, 'integrations.shopify.orders_count')).toBe(2);
  });

  it('when money comes as text, it goes into a float attribute as a number', () => {
    const spent = field('integrations.shopify.total_spent', 'LTV', 'float');
    const bought = { ...customer, shopValues: { 'integrations.shopify.total_spent': '219.90' } };

    expect(project({ ...facts, customer: bought }, bought, { ...rules, fields: [spent] })).toMatchObject({
      attributes: { LTV: 219.9 },
      dropped: [],
    });
  });

  it('when tags come from the shop alone, those of the tickets put nobody on a list', () => {
    const lists = {
      ...rules.lists,
      tagsFrom: ['shopify'] as const,
      tagLists: new Map([
        ['vip', 40],
        ['loyal', 41],
      ]),
    };

    expect(project({ ...facts, shopTags: ['loyal'] }, customer, { ...rules, lists })).toMatchObject({
      lists: [35, 36, 41],
    });
  });
});
