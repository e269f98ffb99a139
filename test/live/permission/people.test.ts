import { createHash } from 'node:crypto';
import { ACCOUNT } from '../../support/connector';
import { eventually } from '../../support/eventually';
import { shortTimes } from '../harness';
import { openPermissionHarness, type PermissionHarness } from './harness';
import { timestampOf } from '../../../src/domain/timestamp';

/** Who is put on a list, and at which address somebody is written to (cases A4, A12, B4, B20 and C8). */
describe('a person', () => {
  let harness: PermissionHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    const edit = (yaml: string): string => shortTimes(yaml).replace('auto: false', 'auto: true');
    harness = await openPermissionHarness({ edit });
    end = () => harness.end();
  });
  afterAll(() => end());

  const contact = (email: string) => harness.sandbox.brevo.state.contact(email);
  const customerOf = (ticketId: number): number => harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;

  it('who has left a list in Brevo is not put back on it by a change of the first name (A4)', async () => {
    const email = 'jane@customer.example.com';
    const ticket = await harness.closed(email, 5);
    await eventually(() => contact(email)?.listIds.includes(36) === true);
    harness.sandbox.brevo.people.unsubscribe(email, 36);
    const since = harness.sandbox.brevo.journal.total;
    harness.sandbox.world.change({ do: 'updateCustomer', customerId: customerOf(ticket), name: 'Janet' });
    await harness.sync();
    await eventually(() => contact(email)?.attributes['FIRSTNAME'] === 'Janet');

    expect(contact(email)?.listIds).toEqual([35]);
    const lists = harness.sandbox.brevo.journal
      .requests({ sinceSeq: since })
      .flatMap(({ method, body }) => (method === 'GET' ? [] : ((body as { listIds?: number[] }).listIds ?? [])));
    expect(lists).not.toContain(36);
  });

  it('is moved from the satisfied to the dissatisfied list though another of the lists was deleted by hand (A12)', async () => {
    const { sandbox } = harness;
    const email = 'tagged@customer.example.com';
    const ticket = await harness.closed(email, 5);
    await harness.happen({ do: 'addTag', ticketId: ticket, tag: 'summer sale' });
    await harness.sync();
    await eventually(() => (contact(email)?.listIds.length ?? 0) === 3);
    const tagList = contact(email)?.listIds.find((id) => id > 100) ?? 0;
    const { lists, ...rest } = sandbox.brevo.state.snapshot();
    sandbox.brevo.state.restore({
      ...rest,
      lists: lists.filter(({ id }) => id !== tagList),
      contacts: rest.contacts.map((one) => ({ ...one, listIds: one.listIds.filter((id) => id !== tagList) })),
    });
    await harness.happen({ do: 'removeTag', ticketId: ticket, tag: 'summer sale' });
    await harness.happen({ do: 'scoreSurvey', ticketId: ticket, score: 1 }, { ticketId: ticket });
    await harness.sync();

    await eventually(() => contact(email)?.listIds.includes(37) === true);
    expect([...(contact(email)?.listIds ?? [])].sort()).toEqual([35, 37]);
  });

  it.each(['maria silva@example.com', 'none', 'a@example.com, b@example.com', 'maria\u00a0silva@example.com'])(
    'with the address "%s" is set aside, and the ticket ends without a campaign (B4)',
    async (email) => {
      const { connector } = harness;
      const ticket = await harness.closed(email, 5);
      await eventually(async () => (await harness.word(ticket)) === 'skip has_email');
      const id = createHash('sha256').update(email).digest('hex').slice(0, 32);
      const askedAt = timestampOf(new Date());
      await connector.store.campaignRequests.ask(ACCOUNT, {
        ...{ id, name: 'thanks', ticketId: ticket, emailKey: null, params: {}, askedAt },
      });
      await connector.control.triggerCampaign(ACCOUNT, id);
      await eventually(async () => (await connector.store.campaignRequests.find(ACCOUNT, id))?.status === 'skipped');
      await harness.sync();
      const aside = await connector.store.quarantine.list(ACCOUNT, { limit: 200 });
      expect(aside.filter(({ key }) => key === String(customerOf(ticket)))).toMatchObject([{ cause: 'invalid_email' }]);
      expect(harness.sent(ticket)).toEqual([]);
      await eventually(async () => {
        const workflow = connector.client.workflow.getHandle(`ticket/${ACCOUNT}/${String(ticket)}`);
        return (await workflow.describe()).status.name === 'COMPLETED';
      });
    },
  );

  it.each([
    'support@gorgias.com',
    'shop@email.gorgias.com',
    'mailer-daemon@host.example.com',
    'no-reply@shop.example.com',
  ])('that is nobody, like %s, is no contact, is told nothing and mailed nothing (C8)', async (email) => {
    const ticket = await harness.closed(email, 5);
    await eventually(async () => (await harness.word(ticket)) === 'skip has_email');
    await harness.sync();
    const aside = await harness.connector.store.quarantine.list(ACCOUNT, { limit: 200 });
    expect(aside.filter(({ key }) => key === String(customerOf(ticket)))).toMatchObject([{ cause: 'excluded' }]);
    expect(contact(email)).toBeNull();
    expect(harness.timeline(ticket)).toEqual([]);
  });

  it('who was a visitor without an address is told about when merged into one who has, and a quiet minute costs four requests (B20)', async () => {
    const { sandbox } = harness;
    const jane = sandbox.world.change({ do: 'createCustomer', email: 'jane.doe@customer.example.com', name: 'Jane' });
    const nobody = sandbox.world.change({ do: 'createCustomer', email: null, name: 'Nobody' });
    const visit = await harness.happen({
      do: 'openTicketByNewcomer',
      email: null,
      name: 'Visitor',
      phone: '+33612345678',
    });
    await harness.happen({ do: 'closeTicket', ticketId: visit, survey: 'none' });
    const bobs = await harness.happen({ do: 'openTicketByNewcomer', email: 'bob@customer.example.com', name: 'Bob' });
    await eventually(() => harness.timeline(bobs).length === 1);
    const bob = customerOf(bobs);
    sandbox.world.change({ do: 'mergeCustomers', sourceId: customerOf(visit), targetId: jane });
    sandbox.world.change({ do: 'mergeCustomers', sourceId: bob, targetId: nobody });
    await harness.happen({ do: 'closeTicket', ticketId: bobs, survey: 'none' });
    await eventually(async () => {
      await harness.sync();
      return harness.timeline(visit).length === 2;
    });
    const published = sandbox.brevo.state.events().filter(({ properties }) => properties['ticket_id'] === visit);
    expect(published.map(({ identifiers }) => identifiers['email_id'])).toEqual([
      ...['jane.doe@customer.example.com', 'jane.doe@customer.example.com'],
    ]);
    await harness.untilQuiet();
    const before = { gorgias: sandbox.gorgias.journal.total, brevo: sandbox.brevo.journal.total };
    await harness.sync();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(sandbox.gorgias.journal.total - before.gorgias).toBeLessThanOrEqual(4);
    expect(sandbox.brevo.journal.total - before.brevo).toBe(0);
  });

  it('whose phone lacks the country code gets none, unless the configuration says where numbers belong (C1)', async () => {
    const { connector, sandbox } = harness;
    const withPhone = async (name: string, phone: string): Promise<string> => {
      const email = `${name}@phone.example.com`;
      await harness.happen({ do: 'openTicketByNewcomer', email, name, phone });
      await eventually(() => contact(email) !== null);
      await eventually(() => sandbox.brevo.state.events().some(({ identifiers }) => identifiers['email_id'] === email));
      return email;
    };
    const guessed = [await withPhone('one', '3105551234'), await withPhone('two', '020 7946 0958')];
    expect(guessed.map((email) => contact(email)?.attributes['SMS'])).toEqual([undefined, undefined]);
    const aside = await connector.store.quarantine.list(ACCOUNT, { limit: 200 });
    expect(aside.filter(({ cause }) => cause === 'phone_invalid')).toHaveLength(2);

    await connector.restartWorker({ config: harness.settings((config) => ({ ...config, phoneCountry: 'US' })) });
    const american = await withPhone('three', '6505551234');
    await connector.restartWorker({ config: harness.settings((config) => ({ ...config, phoneCountry: 'GB' })) });
    const british = await withPhone('four', '020 7946 0958');
    expect([american, british].map((email) => contact(email)?.attributes['SMS'])).toEqual([
      '16505551234',
      '442079460958',
    ]);
  });
});
