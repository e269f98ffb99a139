import { compareContacts, withConsent } from '../../src/activities/contacts/contact-changes';
import type { ContactFacts } from '../../src/domain/contact/contact';
import type { MappingRules } from '../../src/domain/contact/projection';
import type { DueContact } from '../../src/store/types';
import { timestamp } from '../../src/domain/timestamp';

const rules: MappingRules = {
  fields: [
    { source: 'nb_tickets', attribute: 'TICKET_COUNT', kind: 'attribute', target: 'float' },
    { source: 'phone', attribute: 'SMS', kind: 'sms', target: 'phone' },
  ],
  lists: {
    allSupportContacts: 35,
    satisfiedCustomers: 36,
    dissatisfiedCustomers: 37,
    satisfiedFrom: 4,
    dissatisfiedTo: 2,
    tagLists: new Map(),
  },
  phoneCountry: null,
  exclude: ['no-reply@*'],
};

const factsOf = (change: Partial<ContactFacts> = {}): ContactFacts => ({
  emailKey: 'a@example.com',
  openTickets: 0,
  openForMs: null,
  customer: {
    ...{
      id: 7,
      email: 'a@example.com',
      name: null,
      firstname: null,
      lastname: null,
      language: null,
      timezone: null,
      note: null,
    },
    ...{
      externalId: null,
      phone: null,
      createdAt: timestamp('2024-01-01T00:00:00.000000Z'),
      customFields: {},
      shopValues: {},
    },
  },
  ...{
    nbTickets: 1,
    lastTicketAt: null,
    lastTicketChannel: null,
    avgResponseMinutes: null,
    lastScore: 5,
    scoredSurveys: 1,
    tags: [],
  },
  ...change,
});

const due = (change: Partial<DueContact> = {}): DueContact => ({
  ...{ emailKey: 'a@example.com', dueVersion: 1, hash: null, lists: [], sent: [], brevo: null },
  ...change,
});

describe('what to publish', () => {
  it('when a contact was sent exactly like this before, is nothing', () => {
    const first = compareContacts([due()], [factsOf()], rules).changes[0]!;

    const plan = compareContacts([due({ hash: first.hash, lists: first.lists })], [factsOf()], rules);

    expect(plan.changes).toEqual([]);
    expect(plan.unchanged).toHaveLength(1);
  });

  it('when a value that was sent is gone, clears it, and nothing that was not sent or is not mapped any more', () => {
    const sent = ['TICKET_COUNT', 'SMS', 'OLD_LINE'];

    const plan = compareContacts([due({ sent, hash: 'x' }), due()], [factsOf()], rules);

    expect(plan.changes.map(({ clear }) => clear)).toEqual([['SMS'], []]);
  });

  it('when nobody has the address any more, clears what was sent; when it is only left out, nothing', () => {
    const left = { sent: ['TICKET_COUNT'], lists: [35], hash: 'x' };
    const nobody = { ...factsOf().customer!, email: 'no-reply@example.com' };

    expect(compareContacts([due(left)], [factsOf({ customer: null })], rules).gone).toMatchObject([
      { leave: [35], clear: ['TICKET_COUNT'] },
    ]);
    expect(compareContacts([due({ ...left, lists: [] })], [factsOf({ customer: null })], rules).gone).toMatchObject([
      { leave: [], clear: ['TICKET_COUNT'] },
    ]);
    expect(compareContacts([due(left)], [factsOf({ customer: nobody })], rules).gone).toMatchObject([{ clear: [] }]);
  });

  it('when the score turns bad, joins the dissatisfied and leaves the satisfied', () => {
    const plan = compareContacts([due({ lists: [35, 36] })], [factsOf({ lastScore: 1 })], rules);

    expect(plan.changes[0]).toMatchObject({ lists: [35, 37], leave: [36] });
  });

  it('when somebody else put the contact on the opposite list, leaves that one too', () => {
    const brevo = { blacklisted: false, unsubscribed: [], lists: [37, 99] };

    const plan = compareContacts([due({ brevo })], [factsOf({ lastScore: 5 })], rules);

    expect(plan.changes[0]).toMatchObject({ lists: [35, 36], leave: [37] });
  });

  it.each([
    ['never gave a score and was put on the list by somebody else', null, [], []],
    ['has no score any more, and was put there by us', null, [36], [36]],
    ['gave a score in between', 3, [], [36]],
  ])('when the contact %s, leaves the list accordingly', (_, lastScore, ours, leave) => {
    const contact = due({ lists: [35, ...ours], brevo: { blacklisted: false, unsubscribed: [], lists: [35, 36] } });

    const plan = compareContacts([contact], [factsOf({ lastScore })], rules);

    expect(plan.changes).toMatchObject([{ lists: [35], leave }]);
  });

  it('when surveys or tags are not read, moves nobody on or off their lists, and puts nobody back who was taken off', () => {
    const lists = { ...rules.lists, tagLists: new Map([['vip', 40]]) };
    const off = { ...rules, lists, synced: { tickets: true, satisfactionSurveys: false, tags: false } };
    const [facts, brevo] = [factsOf({ lastScore: 1, tags: ['vip'] }), { blacklisted: false, unsubscribed: [] }];
    const of = (contact: DueContact) => compareContacts([contact], [facts], off).changes[0];

    expect(of(due())).toMatchObject({ lists: [35], join: [35], leave: [] });
    const member = due({ lists: [35, 36, 40], brevo: { ...brevo, lists: [35, 36, 40] } });
    expect(of(member)).toMatchObject({ lists: [35, 36, 40], join: [], leave: [] });
    const takenOff = due({ lists: [35, 36, 40], brevo: { ...brevo, lists: [35, 37] } });
    expect(of(takenOff)).toMatchObject({ join: [], leave: [] });
    expect(of(due({ lists: [40], brevo: { ...brevo, unsubscribed: [40], lists: [] } }))).toMatchObject({ leave: [40] });
  });

  it('when the contact is blocklisted, writes attributes, joins no list and says why', () => {
    const plan = compareContacts(
      [due({ brevo: { blacklisted: true, unsubscribed: [], lists: [] } })],
      [factsOf()],
      rules,
    );

    expect(plan.changes[0]).toMatchObject({ lists: [], attributes: { TICKET_COUNT: 1 } });
    expect(plan.quarantine.map((entry) => [entry.cause, entry.detail])).toEqual([
      ['no_consent', 'list 35'],
      ['no_consent', 'list 36'],
    ]);
  });

  it('when consent could not be read, joins no list for it and leaves none but those that are not meant any more', () => {
    const known = due({ lists: [35, 37], hash: 'of before' });
    const brevo = { blacklisted: true, unsubscribed: [], lists: [35, 37], consentUnknown: true };

    const [plan] = compareContacts([known], [factsOf()], rules).changes;
    const fresh = withConsent(plan!, brevo, rules);

    expect(plan).toMatchObject({ join: [35, 36], leave: [37] });
    expect(fresh).toMatchObject({ join: [], leave: [37], lists: [35] });
    expect(withConsent(plan!, { ...brevo, consentUnknown: false }, rules)).toMatchObject({ join: [], leave: [35, 37] });
  });

  it('when nobody has the address any more, leaves our lists and writes nothing else', () => {
    const plan = compareContacts([due({ lists: [35, 36], hash: 'x' })], [factsOf({ customer: null })], rules);

    const contact = expect.objectContaining({ emailKey: 'a@example.com' });
    expect(plan.gone).toEqual([{ due: contact, email: 'a@example.com', leave: [35, 36], clear: [] }]);
    expect(plan.changes).toEqual([]);
  });

  it('when the address is none, holds the record with its Gorgias id, never with the address', () => {
    const broken = { ...factsOf().customer!, email: 'no address' };

    const plan = compareContacts([due()], [factsOf({ customer: broken })], rules);

    expect(plan.held).toHaveLength(1);
    expect(plan.quarantine).toEqual([{ kind: 'contact', key: '7', step: 'map', cause: 'invalid_email', held: true }]);
  });

  it('when the address is left out, holds the record as excluded', () => {
    const nobody = { ...factsOf().customer!, email: 'No-Reply@example.com' };

    const plan = compareContacts([due()], [factsOf({ customer: nobody })], rules);

    expect({ changes: plan.changes, gone: plan.gone }).toEqual({ changes: [], gone: [] });
    expect(plan.held).toHaveLength(1);
    expect(plan.quarantine).toEqual([{ kind: 'contact', key: '7', step: 'map', cause: 'excluded', held: true }]);
  });

  it.each([
    ['excluded', 'no-reply@example.com'],
    ['invalid_email', 'a b@example.com'],
  ])('when the address was on our lists and is %s now, leaves them and is listed', (cause, email) => {
    const facts = factsOf({ emailKey: email, customer: { ...factsOf().customer!, email } });

    const plan = compareContacts([due({ emailKey: email, lists: [35, 36], hash: 'x' })], [facts], rules);

    expect(plan.gone).toEqual([
      { due: expect.objectContaining({ emailKey: email }), email, leave: [35, 36], clear: [] },
    ]);
    expect({ changes: plan.changes, held: plan.held, unchanged: plan.unchanged }).toEqual({
      changes: [],
      held: [],
      unchanged: [],
    });
    expect(plan.quarantine).toEqual([{ kind: 'contact', key: '7', step: 'map', cause, held: true }]);
  });

  it('when the host is not in ASCII, names the contact as Brevo and as the store know it', () => {
    const names = { email: 'info@xn--mnchen-laden-dlb.de', emailKey: 'info@münchen-laden.de' };
    const { emailKey } = names;
    const facts = factsOf({ emailKey, customer: { ...factsOf().customer!, email: 'Info@münchen-laden.de' } });

    expect(compareContacts([due({ emailKey })], [facts], rules).changes).toMatchObject([names]);

    const left = compareContacts([due({ emailKey, lists: [35] })], [{ ...facts, customer: null }], rules);
    expect(left.gone).toMatchObject([{ due: { emailKey }, email: names.email }]);
  });
});
