import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import { type Sandbox, startSandbox } from '../../packages/sandbox/start';
import { differences } from '../support/compare';
import { BREVO_KEY, GORGIAS, startTestConnector, type TestConnector } from '../support/connector';
import { startTestTemporal, type TestTemporal } from '../support/embedded-temporal';

const EXTRAS = { openSupport: 38 };

/**
 * The main promise: after a full sync, Brevo holds what the mapping says about Gorgias, for every contact, attribute and list; again, and
 * nothing is written. The world is awkward on purpose: mixed-case and missing e-mails, merged and deleted customers, spam, trash, shared
 * and unreadable phones, unicode, empty names.
 */
describe('a full sync', () => {
  let temporal: TestTemporal;
  let sandbox: Sandbox;
  let connector: TestConnector;
  const startedAt = Date.now();

  beforeAll(async () => {
    temporal = await startTestTemporal();
    sandbox = await startSandbox({
      world: { seed: 11, customers: 600, tickets: 1_400, surveys: 260, active: { customers: 120, messages: 600 } },
      gorgias: { rate: null },
      brevo: { importDelayMs: 200, lists: [...defaultLists, { id: 38, name: 'Open support', folderId: 4 }] },
      credentials: { gorgias: GORGIAS, brevoApiKey: BREVO_KEY },
      missingAttributes: ['CSAT_SCORE', 'LAST_SUPPORT_DATE', 'VIP_STATUS', 'GORGIAS_ID'],
    });
    const [one, other] = [...sandbox.world.customers.values()].filter(({ email }) => email !== null).slice(40);
    for (const { id } of [one!, other!])
      sandbox.world.change({ do: 'setPhone', customerId: id, phone: '+33 6 12 34 56 78' });
    connector = await startTestConnector({
      gorgiasUrl: sandbox.gorgias.url,
      brevoUrl: sandbox.brevo.url,
      temporalAddress: temporal.address,
      edit: (yaml) =>
        yaml
          .replace(/per_second: \d+/, 'per_second: 100')
          .replace(/burst: \d+/, 'burst: 1000')
          .replace('# open_support: 38', 'open_support: 38')
          .replace('# open_tickets: OPEN_TICKETS', 'open_tickets: OPEN_TICKETS'),
    });
  });
  afterAll(async () => {
    // A set-up that failed halfway leaves some of them unmade.
    await (connector as TestConnector | undefined)?.end();
    await (sandbox as Sandbox | undefined)?.close();
    await (temporal as TestTemporal | undefined)?.end();
  });

  const writes = (): number =>
    sandbox.brevo.journal
      .requests()
      .filter(
        ({ method, path }) => method !== 'GET' && path.startsWith('/v3/contacts') && !path.includes('/attributes'),
      ).length;

  it('leaves Brevo equal to the mapping of Gorgias, and no value is silently dropped', async () => {
    const totals = await connector.sync();

    expect(differences(sandbox, startedAt, EXTRAS)).toEqual([]);
    expect(sandbox.brevo.state.dropped()).toMatchObject({ unknownAttributes: {}, wrongTypes: {} });
    expect(sandbox.brevo.state.members(38).length).toBeGreaterThan(0);
    expect(totals.published).toBeGreaterThan(500);
    expect(sandbox.gorgias.journal.requests().filter(({ status }) => status === 429)).toEqual([]);
    expect(sandbox.brevo.journal.requests().filter(({ status }) => status === 429)).toEqual([]);
  });

  it('counts people without an e-mail and lists every dropped phone with its reason', async () => {
    const causes = await connector.store.quarantine.causes('yourstore');
    const withoutEmail = [...sandbox.world.customers.values()].filter(
      ({ email }) => (email ?? '').trim() === '',
    ).length;

    expect(causes.find(({ cause }) => cause === 'no_email')).toMatchObject({ records: withoutEmail });
    expect(causes.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(['phone_clash', 'phone_invalid', 'no_consent']),
    );
  });

  it('of unchanged data writes nothing the second time', async () => {
    const before = writes();
    const changesBefore = sandbox.brevo.state.effectiveChanges();

    await connector.sync();

    expect(writes() - before).toBe(0);
    expect(sandbox.brevo.state.effectiveChanges() - changesBefore).toBe(0);
  });

  it('after one changed score writes exactly one contact', async () => {
    const survey = [...sandbox.world.surveys.values()].find(
      ({ score, customerId }) => score === null && sandbox.world.customers.get(customerId)?.email !== null,
    )!;
    sandbox.world.change({ do: 'scoreSurvey', ticketId: survey.ticketId, score: 1 });
    const before = writes();

    await connector.sync();

    expect(writes() - before).toBe(1);
    expect(differences(sandbox, startedAt, EXTRAS)).toEqual([]);
  });

  it('follows merges, deletions, moved tickets, new addresses, trash and spam', async () => {
    const { world } = sandbox;
    const people = [...world.customers.values()].filter(({ email }) => email !== null);
    const closed = [...world.tickets.values()].filter(
      ({ status, customerId }) => status === 'closed' && customerId !== null,
    );
    world.change({ do: 'mergeCustomers', sourceId: people[3]!.id, targetId: people[4]!.id });
    world.change({ do: 'deleteCustomer', customerId: people[5]!.id });
    world.change({ do: 'setEmail', customerId: people[6]!.id, email: 'New.Address@Example.org' });
    world.change({ do: 'moveTicketToCustomer', ticketId: closed[0]!.id, customerId: people[7]!.id });
    world.change({ do: 'trashTicket', ticketId: closed[1]!.id });
    world.change({ do: 'markSpam', ticketId: closed[2]!.id });
    world.change({ do: 'deleteTicket', ticketId: closed[3]!.id });
    world.change({ do: 'mergeTickets', sourceId: closed[4]!.id, targetId: closed[5]!.id });

    await connector.sync();

    expect(differences(sandbox, startedAt, EXTRAS)).toEqual([]);
  });

  it('reads every ticket once even while tickets move', async () => {
    const { world } = sandbox;
    const ids = [...world.tickets.keys()];
    let turn = 0;
    const moving = setInterval(() => {
      if (turn < 200) world.change({ do: 'touchTicket', ticketId: ids[(turn += 7) % ids.length]! });
    }, 5);

    await connector.sync();
    clearInterval(moving);

    expect(differences(sandbox, startedAt, EXTRAS)).toEqual([]);
  });
});
