import type { QuarantineRow } from '../../src/store/types';
import { explainTicket } from '../../src/api/story/explain';
import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { openPermissionHarness, type PermissionHarness } from '../live/permission/harness';
import { CSAT } from '../domain/ticket/facts';

/**
 * Records with fields that are null, of another type or missing, while things happen to them. Beside each, another person's ticket is closed
 * and rated as if nothing were (cases B1, B2 and B3).
 */
describe('an odd record', () => {
  let harness: PermissionHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openPermissionHarness();
    end = () => harness.end();
  });
  afterAll(() => end());
  afterEach(() => harness.sandbox.gorgias.odd.clear());

  const quarantined = (cause: string): Promise<readonly QuarantineRow[]> =>
    harness.connector.store.quarantine.list(ACCOUNT, { cause, limit: 100 });
  const notesOf = async (key: number): Promise<readonly (string | undefined)[]> =>
    (await quarantined('unreadable_field')).filter((row) => row.key === String(key)).map(({ detail }) => detail);
  const surveyOf = (ticketId: number): number =>
    [...harness.sandbox.world.surveys.values()].find((survey) => survey.ticketId === ticketId)?.id ?? 0;
  const contact = (email: string) => harness.sandbox.brevo.state.contact(email);
  /** Letters that a database cannot pack. */
  const random = (length: number): string =>
    Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000))).join('');
  let people = 0;
  /** Another person, who is happy and is told so within seconds. */
  const beside = async (): Promise<void> => {
    const email = `beside-${String((people += 1))}@customer.example.com`;
    const ticket = await harness.closed(email, 5);
    await harness.sync();
    await eventually(
      () => harness.sent(ticket).includes('UPSELL'),
      () => `${email} was not told`,
    );
    await eventually(
      () => contact(email)?.listIds.includes(36) === true,
      () => `${email} is not on the list`,
    );
  };
  /** Closed, its survey sent and answered, of which only the feed tells. */
  const answered = async (email: string, odd: object): Promise<{ ticket: number; survey: number }> => {
    const ticket = await harness.closed(email, null);
    harness.sandbox.world.change({ do: 'sendSurvey', ticketId: ticket });
    const survey = surveyOf(ticket);
    harness.sandbox.gorgias.odd.show('satisfaction-surveys', survey, { ...odd });
    harness.sandbox.world.change({ do: 'scoreSurvey', ticketId: ticket, score: 4 });
    return { ticket, survey };
  };

  it('with a name, or an address, that no database can find anybody by, holds up nobody beside it', async () => {
    const email = 'long-name@customer.example.com';
    const ticket = await harness.closed(email, null);
    const person = harness.sandbox.world.tickets.get(ticket)?.customerId ?? 0;
    harness.sandbox.gorgias.odd.show('customers', person, { name: random(1_000), lastname: random(1_000) });

    await beside();

    await eventually(
      async () => (await notesOf(person)).includes('name: a text where a shorter one was expected'),
      () => 'nobody is told of the name',
    );
    harness.sandbox.gorgias.odd.show('customers', person, { email: `${random(3_000)}@customer.example.com` });
    await beside();
    expect(contact(email)).not.toBeNull();
  });

  it('as the answer to a survey is set aside and the run goes on; read whole, it is a note no more (B1)', async () => {
    const shapes = [{ customer_id: null }, { score: 0 }, { score: 4.5 }, { score: '5' }, { created_datetime: null }];
    const odd: number[] = [];
    for (const [index, shape] of shapes.entries())
      odd.push((await answered(`odd-${String(index)}@customer.example.com`, shape)).survey);

    await beside();

    const rows = await quarantined('unreadable');
    const surveys = rows.filter(({ kind }) => kind === 'survey');
    expect(surveys.map(({ key, step, held }) => [Number(key), step, held]).sort()).toEqual(
      odd.map((id) => [id, 'read', true]).sort(),
    );
    expect(surveys.map(({ detail }) => detail?.split(':')[0]).sort()).toEqual(
      ['created_datetime', 'customer_id', 'score', 'score', 'score'].sort(),
    );

    harness.sandbox.gorgias.odd.clear();
    for (const { ticketId } of harness.sandbox.world.surveys.values())
      if (odd.includes(surveyOf(ticketId))) harness.sandbox.world.change({ do: 'scoreSurvey', ticketId, score: 2 });
    await harness.sync();

    expect((await quarantined('unreadable')).filter(({ kind }) => kind === 'survey')).toEqual([]);
    await eventually(() => contact('odd-0@customer.example.com')?.listIds.includes(37) === true);
  });

  it('as a ticket is read but for its odd fields, which are noted by their names and go once they are well (B2)', async () => {
    const email = 'fields@customer.example.com';
    const ticket = await harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    await eventually(() => harness.timeline(ticket).includes('SUPPORT_TICKET_OPENED'));
    harness.sandbox.gorgias.odd.show('tickets', ticket, {
      satisfaction_survey: {},
      tags: [{ name: null }, { name: 'readable' }],
      assignee_user: { id: null },
      channel: null,
      subject: 7,
      updated_datetime: null,
    });
    await harness.happen({ do: 'closeTicket', ticketId: ticket, surveyDelayMs: 0 });
    const newcomer = { do: 'openTicketByNewcomer', email: 'nobody@customer.example.com', name: 'Bo' } as const;
    const nobodys = harness.sandbox.world.change(newcomer);
    harness.sandbox.gorgias.odd.show('tickets', nobodys, { customer: { id: null, email: null } });
    await harness.hint(nobodys);

    await beside();

    await eventually(async () => (await notesOf(nobodys)).some((detail) => detail?.startsWith('customer.id') === true));
    await eventually(() => harness.timeline(ticket).includes('SUPPORT_TICKET_RESOLVED'));
    const resolved = harness.sandbox.brevo.state
      .events()
      .find(({ name, properties }) => name === 'SUPPORT_TICKET_RESOLVED' && properties['ticket_id'] === ticket);
    expect(resolved?.properties).toMatchObject({ subject: '7', tags: ['readable'] });
    const fields = (await notesOf(ticket)).map((detail) => detail?.split(':')[0]).sort();
    expect(fields).toEqual(
      ['assignee_user.id', 'channel', 'satisfaction_survey.id', 'tags.0.name', 'updated_datetime'].sort(),
    );

    harness.sandbox.gorgias.odd.clear();
    await harness.happen({ do: 'touchTicket', ticketId: ticket });
    await eventually(async () => (await notesOf(ticket)).length === 0);
  });

  it('as a ticket that cannot be read at all keeps what was known, is not asked for time and again, and mails nobody by it', async () => {
    const { connector, sandbox } = harness;
    const ticket = await harness.closed('unread@customer.example.com', null);
    await eventually(() => harness.timeline(ticket).includes('SUPPORT_TICKET_RESOLVED'));
    sandbox.gorgias.odd.show('tickets', ticket, { status: null });
    await harness.rate(ticket, 5);
    await harness.sync();

    await beside();

    const [aside] = (await quarantined('unreadable')).filter(({ kind }) => kind === 'ticket');
    expect(aside).toMatchObject({ key: String(ticket), step: 'read', held: true });
    const asked = (): number => sandbox.gorgias.journal.count({ pathPrefix: `/api/tickets/${String(ticket)}` });
    await harness.hint(ticket);
    const before = asked();
    await eventually(() => asked() > before);
    await beside();
    expect(asked() - before).toBeLessThan(4);
    // The store says when it is time to ask again.
    expect((await harness.view(ticket))?.waitingUntil).toBeNull();
    expect(harness.sent(ticket)).toEqual([]);
    const row = await connector.store.accounts.find(ACCOUNT);
    const why = await explainTicket(
      { store: connector.store, uiUrl: null, namespace: 'default', exclude: [], csat: CSAT },
      row!,
      ticket,
    );
    expect(why.reasons.join(' ')).toContain('cannot be read');
    expect(why.quarantine).toContainEqual(expect.objectContaining({ cause: 'unreadable', key: String(ticket) }));

    sandbox.gorgias.odd.clear();
    await harness.hint(ticket);
    await eventually(() => harness.sent(ticket).includes('UPSELL'));
    expect((await quarantined('unreadable')).filter(({ kind }) => kind === 'ticket')).toEqual([]);
  });

  it('as a ticket that is larger than 8 MB with all its messages is read from the lists, which leave them out', async () => {
    const { sandbox } = harness;
    const ticket = await harness.happen({
      do: 'openTicketByNewcomer',
      email: 'long@customer.example.com',
      name: 'Eve',
    });
    await eventually(() => harness.timeline(ticket).includes('SUPPORT_TICKET_OPENED'));
    for (const { id } of sandbox.world.messagesOf(ticket))
      sandbox.gorgias.odd.show('messages', id, { body_html: 'x'.repeat(9_000_000) });
    await harness.happen({ do: 'closeTicket', ticketId: ticket, surveyDelayMs: 0 });
    await harness.rate(ticket, 5);

    await eventually(() => harness.sent(ticket).includes('UPSELL'));
    expect(harness.timeline(ticket)).toEqual(
      expect.arrayContaining(['SUPPORT_TICKET_RESOLVED', 'CSAT_SURVEY_SENT', 'CSAT_SUBMITTED']),
    );
  });

  it('as a customer is kept as far as it can be read; one that cannot be at all keeps no ticket from being read (B3)', async () => {
    const email = 'customer@customer.example.com';
    const { sandbox } = harness;
    const newcomer = (address: string): { ticket: number; customer: number } => {
      const ticket = sandbox.world.change({ do: 'openTicketByNewcomer', email: address, name: 'Cy Brown' });
      return { ticket, customer: sandbox.world.tickets.get(ticket)?.customerId ?? 0 };
    };
    const [odd, lost] = [newcomer(email), newcomer('unreadable@customer.example.com')];
    sandbox.gorgias.odd.show('customers', odd.customer, {
      custom_fields: [],
      channels: [
        { type: null, address: null },
        { type: 'phone', address: 31612345678, preferred: true },
      ],
      external_id: 12345,
      created_datetime: null,
      language: { code: 'nl' },
    });
    sandbox.gorgias.odd.show('customers', lost.customer, { email: { address: email } });
    await harness.hint(odd.ticket);
    await harness.hint(lost.ticket);
    await eventually(async () => (await notesOf(odd.customer)).length > 0);

    await beside();

    await eventually(() => contact(email)?.attributes['FIRSTNAME'] === 'Cy Brown');
    const fields = (await notesOf(odd.customer)).map((detail) => detail?.split(':')[0]).sort();
    expect(fields).toEqual(['channels.0.type', 'created_datetime', 'language']);
    await eventually(async () => (await harness.view(lost.ticket))?.status === 'open');
    expect(await quarantined('unreadable')).toContainEqual(
      expect.objectContaining({
        kind: 'customer',
        key: String(lost.customer),
        detail: 'email: an object where an address was expected',
      }),
    );

    sandbox.gorgias.odd.clear();
    await harness.hint(lost.ticket);
    await eventually(() => harness.timeline(lost.ticket).includes('SUPPORT_TICKET_OPENED'));
  });
});
