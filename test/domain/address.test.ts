import fc from 'fast-check';
import { judgeAddress } from '../../src/domain/contact/address';
import { DEFAULT_EXCLUDE, matchesAny } from '../../src/domain/contact/address-pattern';
import type { ContactCustomer, ContactFacts } from '../../src/domain/contact/contact';
import { type MappingRules, project } from '../../src/domain/contact/projection';
import { timestamp } from '../../src/domain/timestamp';

describe('what an address is worth', () => {
  it.each([
    ['Anna.K@Example.COM', { kind: 'address', email: 'anna.k@example.com' }],
    ['info@münchen-laden.de', { kind: 'address', email: 'info@xn--mnchen-laden-dlb.de' }],
    ['jürgen@example.com', { kind: 'address', email: 'jürgen@example.com' }],
    ['maria silva@example.com', { kind: 'invalid_email' }],
    ['none', { kind: 'invalid_email' }],
    ['No-Reply@example.com', { kind: 'excluded' }],
  ])('of %s is %j', (raw, verdict) => {
    expect(judgeAddress(raw, DEFAULT_EXCLUDE)).toEqual(verdict);
  });

  it('never throws, and what it lets through has one @, no space and a host in ASCII', () => {
    const pieces = fc.array(
      fc.constantFrom('a', '@', '.', '*', 'ü', ' ', '\u200b', 'no-reply', 'com', '-', '\ud800', ''),
    );
    const raw = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.emailAddress(),
      pieces.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(raw, fc.array(raw, { maxLength: 4 }), (given, exclude) => {
        const verdict = judgeAddress(given, exclude);
        if (verdict.kind !== 'address') return;
        expect(verdict.email).toMatch(/^[^\s@]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{1,63}$/);
        expect(judgeAddress(verdict.email, exclude)).toEqual(verdict);
      }),
      { numRuns: 2_000 },
    );
  });

  it('when it is left out, is no contact, whatever else is known of the person', () => {
    const near = fc.constantFrom(
      'no-reply',
      'anna',
      'x@members',
      '@ebay.de',
      'support',
      '@gorgias.com',
      '@',
      '.',
      'ü',
      '+',
    );
    const email = fc.oneof(
      fc.emailAddress(),
      fc.array(near, { maxLength: 4 }).map((parts) => parts.join('')),
    );
    const patterns = fc.constantFrom(DEFAULT_EXCLUDE, [], ['*@*'], ['*@example.com', 'anna*']);
    fc.assert(
      fc.property(email, patterns, fc.integer({ min: 1, max: 5 }), (raw, exclude, lastScore) => {
        const projection = project({ ...FACTS, lastScore }, { ...CUSTOMER, email: raw }, { ...RULES, exclude });

        const verdict = judgeAddress(raw, exclude);
        if (verdict.kind === 'address') expect(projection).toMatchObject({ email: verdict.email });
        else expect(projection).toBe(verdict.kind);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the addresses that are left out by default', () => {
  it.each([
    'support@gorgias.com',
    'v9417g1jz2zgnr6m@email.gorgias.com',
    'v9417g1jz2zgnr6m@emails.gorgias.com',
    'mailer-daemon@googlemail.com',
    'MAILER-DAEMON@mx.example.com',
    'postmaster@example.com',
    'no-reply@example.com',
    'noreply@example.com',
    'no_reply@example.com',
    'NoReply+orders@example.com',
    'no-reply+1@example.com',
    'payments-noreply@example.com',
    'do-not-reply@example.com',
    'donotreply+x@example.com',
    'bounce@example.com',
    'bounces+anna=example.org@example.com',
    'abc123@marketplace.amazon.co.uk',
    'abc123@marketplace.amazon.com',
    '63ae59ac280fe0fa69@members.ebay.de',
    'x@members.ebay.co.uk',
    'x@reply.ebay.com',
    '4B20D3A3@relay.walmart.com',
    'x@verkopen.bol.com',
  ])('hold %s', (raw) => {
    expect(judgeAddress(raw, DEFAULT_EXCLUDE)).toEqual({ kind: 'excluded' });
    expect(judgeAddress(raw, []).kind).toBe('address');
  });

  it.each([
    'anna@gorgias.com',
    'support@example.com',
    'gorgias.com@example.com',
    'anna@notgorgias.com',
    'bouncehouse@example.com',
    'bounce-rentals@example.com',
    'nora.reply@example.com',
    'anna@noreply.example.com',
    'anna@amazon.com',
    'anna@ebay.com',
    'dpdcnf7z9j@privaterelay.appleid.com',
  ])('do not hold %s, which somebody reads', (raw) => {
    expect(judgeAddress(raw, DEFAULT_EXCLUDE).kind).toBe('address');
  });
});

describe('a pattern', () => {
  it.each([
    ['*@marketplace.example.com', 'a@marketplace.example.com', true],
    ['*@marketplace.example.com', 'a@sub.marketplace.example.com', false],
    ['*@marketplace.example.com', 'a@marketplace.example.com.au', false],
    ['no-reply@*', 'no-reply@example.com', true],
    ['no-reply@*', 'xno-reply@example.com', false],
    ['anna@example.com', 'anna@example.com', true],
    ['anna@example.com', 'anna@example.co', false],
    [' Anna@EXAMPLE.com ', 'anna@example.com', true],
    ['a*b*c@*.d', 'a--b--c@x.d', true],
    ['a*b*c@*.d', 'a--c--b@x.d', false],
    ['ab*ba@x.de', 'aba@x.de', false],
    ['ab*ba@x.de', 'abba@x.de', true],
    ['*a*a@x.de', 'a@x.de', false],
    ['**@x.de', 'a@x.de', true],
    ['a.c@x.de', 'abc@x.de', false],
    ['[a-z]+@x.de', 'abc@x.de', false],
    ['*@münchen-laden.de', 'info@xn--mnchen-laden-dlb.de', true],
    ['*@*.münchen-laden.de', 'info@shop.xn--mnchen-laden-dlb.de', true],
  ])('%s stands for %s: %p', (pattern, email, expected) => {
    expect(matchesAny(email, [pattern])).toBe(expected);
  });

  it('stands for what the same pattern as a regular expression does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '@'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '@', '*'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (email, glob) => {
        const expected = new RegExp(`^${glob.replaceAll('.', '\\.').replace(/\*+/g, '.*')}$`).test(email);
        expect(matchesAny(email, [glob])).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of many stars is done with at once', () => {
    const email = `${'a'.repeat(60)}@${'a'.repeat(60)}.de`;
    const startedAt = performance.now();

    expect(matchesAny(email, [`${'*a'.repeat(50)}*b@*`])).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

const CUSTOMER: ContactCustomer = {
  ...{ id: 7, email: '', name: 'Anna', firstname: null, lastname: null, language: null, timezone: null, note: null },
  ...{
    externalId: null,
    phone: null,
    createdAt: timestamp('2024-01-01T00:00:00.000000Z'),
    customFields: {},
    shopValues: {},
  },
};
const FACTS: ContactFacts = {
  ...{ emailKey: 'x', customer: CUSTOMER, nbTickets: 1, lastTicketAt: null, lastTicketChannel: null },
  ...{ avgResponseMinutes: null, lastScore: null, scoredSurveys: 0, tags: [], openTickets: 0, openForMs: null },
};
const RULES: MappingRules = {
  fields: [{ source: 'name', attribute: 'FIRSTNAME', kind: 'attribute', target: 'text' }],
  lists: {
    ...{ allSupportContacts: 35, satisfiedCustomers: 36, dissatisfiedCustomers: 37 },
    ...{ satisfiedFrom: 4, dissatisfiedTo: 2, tagLists: new Map() },
  },
  phoneCountry: null,
  exclude: [],
};
