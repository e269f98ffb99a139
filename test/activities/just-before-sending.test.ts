import { ACCOUNT } from '../support/connector';
import { eventually } from '../support/eventually';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MAIL = { method: 'POST', pathPrefix: '/v3/smtp/email' } as const;
const EVENTS = { method: 'POST', pathPrefix: '/v3/events' } as const;
const CONTACTS = { method: 'POST', pathPrefix: '/v3/contacts' } as const;
const NEW_KEY = 'xkeysib-another-account';
const CAMPAIGNS = `campaigns:
      win-back: { when: dissatisfied, delay: 0s, expires: 1h, send: { template_id: 12 } }
      join: { when: neutral, delay: 0s, send: { list_id: 38 } }`;

/** Moments that nobody plans for, between the decision and the wire (design D14, D17). */
describe('what is about to leave', () => {
  let harness: ActivityHarness;
  beforeEach(async () => {
    harness = await openActivityHarness((yaml) =>
      yaml.replace('campaigns: {}', CAMPAIGNS).replace('auto: false', 'auto: true'),
    );
  });
  afterEach(() => harness.end());

  /** A ticket of a person who is new, and how it ended. */
  const ended = async (email: string, score: number): Promise<number> => {
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    await harness.refresh(ticketId);
    close(ticketId, score);
    return ticketId;
  };
  const close = (ticketId: number, score: number): void => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score });
  };
  const ownerOf = (ticketId: number): number => harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  const keyOf = (ticketId: number): string => `${ACCOUNT}/${String(ticketId)}/campaign/1`;
  const campaignOf = (ticketId: number) => harness.store.outbox.find(ACCOUNT, keyOf(ticketId));
  const mails = (): number =>
    harness.sandbox.brevo.journal.requests().filter(({ path }) => path === '/v3/smtp/email').length;
  const refuse = (match: typeof MAIL | typeof EVENTS, status: number, code: string): void => {
    harness.sandbox.brevo.faults.add({ kind: 'status', status, body: { code, message: 'no' }, match, times: 1 });
  };
  /** As if a worker had died with its request on the wire. */
  const dieSending = async (ticketId: number): Promise<void> => {
    refuse(MAIL, 402, 'not_enough_credits');
    await harness.refresh(ticketId);
    await harness.store.db.query('delete from account_holds');
    const entry = await campaignOf(ticketId);
    if (entry === null) throw new Error('nothing was written down');
    await harness.store.outbox.begin(ACCOUNT, entry);
  };

  test('when the sender died and the repeated mail is refused, nobody knows whether the first one went out, and it counts for the cap', async () => {
    const ticketId = await ended('dead@customer.example.com', 1);
    await dieSending(ticketId);
    refuse(MAIL, 400, 'invalid_parameter');
    await harness.later(MINUTE);
    await harness.refresh(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'unknown' });
    const person = { emailKey: 'dead@customer.example.com', customerId: null };
    expect(await harness.store.outbox.sentTo(ACCOUNT, person, 'another')).toHaveLength(1);
    const causes = await harness.store.quarantine.causes(ACCOUNT);
    expect(causes.map(({ cause }) => cause)).toContain('campaign_unknown');
  });

  test('when the sender died and Brevo says that it has had the mail, it was sent', async () => {
    const ticketId = await ended('had@customer.example.com', 1);
    await dieSending(ticketId);
    refuse(MAIL, 400, 'duplicate_request');
    await harness.later(MINUTE);
    await harness.refresh(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'sent' });
  });

  test('when another ticket has held it for minutes, it has its time from that ticket’s end on, and is not mailed days later', async () => {
    const ticketId = await ended('held@customer.example.com', 1);
    const other = harness.happen({ do: 'openTicket', customerId: ownerOf(ticketId) });
    await harness.refresh(ticketId);
    expect(await campaignOf(ticketId)).toMatchObject({ state: 'intended', gate: expect.stringContaining('is open') });

    close(other, 1);
    await harness.refresh(other);
    await harness.later(6 * DAY);
    await harness.refresh(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({
      state: 'given_up',
      reason: expect.stringContaining('too late'),
    });
    expect(mails()).toBe(1);
  });

  test('when the hold is over and nobody has read how the ticket that held it ended, that is read first, and nothing is mailed days late', async () => {
    const ticketId = await ended('unread@customer.example.com', 1);
    const other = harness.happen({ do: 'openTicket', customerId: ownerOf(ticketId) });
    await harness.refresh(other);
    await harness.refresh(ticketId);
    // Closed and answered while nobody was there to hear of it.
    close(other, 5);
    await harness.later(7 * DAY + MINUTE);
    await harness.refresh(ticketId);
    const asked = await harness.store.db.query(
      'select 1 from ticket_states where account = $1 and ticket_id = $2 and asked_at > looked_at',
      [ACCOUNT, other],
    );

    expect({ mails: mails(), asked: asked.length }).toEqual({ mails: 0, asked: 1 });
    await harness.refresh(other);
    await harness.refresh(ticketId);
    expect(mails()).toBe(0);
    expect(await campaignOf(ticketId)).toMatchObject({ state: 'given_up' });
  });

  test('when the ticket that holds it ends while that is being decided, it is looked at again at once and not when the hold is over', async () => {
    const ticketId = await ended('crossed@customer.example.com', 1);
    const other = harness.happen({ do: 'openTicket', customerId: ownerOf(ticketId) });
    await harness.refresh(other);
    // The moment between the decision and its being seen, made long enough for another to end in it.
    await harness.store.db.query(`create function wait_a_moment() returns trigger language plpgsql as
      $$ begin perform pg_sleep(3); return new; end $$`);
    await harness.store.db.query(`create trigger wait_a_moment before update on ticket_states for each row
      when (old.held_by is null and new.held_by is not null) execute function wait_a_moment()`);
    const deciding = harness.refresh(ticketId);
    await eventually(async () => (await campaignOf(ticketId))?.gate?.includes('is open') === true);
    close(other, 5);
    const otherEnded = await harness.refresh(other);
    const status = await deciding;

    expect({ wakes: otherEnded.wake, done: status.done }).toEqual({ wakes: [], done: false });
    expect(Date.parse(status.until ?? '') - Date.now()).toBeLessThan(MINUTE);
    await harness.refresh(ticketId);
    expect(mails()).toBe(1);
  });

  test('when a place on a list may have been given to an address that the person has no more, nobody asks for ever', async () => {
    const ticketId = await ended('old@customer.example.com', 3);
    const toList = { ...CONTACTS, query: undefined };
    harness.sandbox.brevo.faults.add({ kind: 'reset-after-commit', match: toList, skip: 1, times: 1 });
    await expect(harness.refresh(ticketId)).rejects.toMatchObject({ details: { outcomeUnknown: true } });
    harness.happen({ do: 'setEmail', customerId: ownerOf(ticketId), email: 'new@customer.example.com' });
    await harness.sync();
    await harness.later(HOUR);
    await harness.refresh(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'unknown', emailKey: 'old@customer.example.com' });
  });

  test('when Brevo takes no events yet, what waits behind the first one wakes nobody', async () => {
    refuse(EVENTS, 403, 'permission_denied');
    const ticketId = await ended('waits@customer.example.com', 5);
    await harness.refresh(ticketId);
    expect(await harness.store.outbox.unsettled(ACCOUNT, ticketId)).not.toHaveLength(1);
    await harness.store.db.query(`update account_holds set probe_at = clock_timestamp() + interval '1 day'`);

    await harness.later(30 * MINUTE);
    expect(await harness.store.refreshQueue.overdue(ACCOUNT, 10)).toEqual([]);
  });

  test('when an event waits for an address, nobody is woken before there is one', async () => {
    refuse(EVENTS, 403, 'permission_denied');
    const ticketId = await ended('gone@customer.example.com', 5);
    await harness.refresh(ticketId);
    await harness.store.db.query('delete from account_holds');
    await harness.store.db.query(
      'update customers set email = null, email_lower = null, channel_email = null where id = $1',
      [ownerOf(ticketId)],
    );
    await harness.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }));

    await harness.later(30 * MINUTE);
    expect(await harness.store.refreshQueue.overdue(ACCOUNT, 10)).toEqual([]);
  });

  test('when a list was deleted by hand, a contact that is new goes on all the others', async () => {
    const first = harness.happen({ do: 'openTicketByNewcomer', email: 'one@customer.example.com', name: 'One' });
    harness.happen({ do: 'addTag', ticketId: first, tag: 'gift' });
    await harness.refresh(first);
    const gift = (await harness.store.contacts.tagLists(ACCOUNT)).get('gift') ?? 0;
    const { lists, contacts, ...rest } = harness.sandbox.brevo.state.snapshot();
    harness.sandbox.brevo.state.restore({
      ...rest,
      lists: lists.filter(({ id }) => id !== gift),
      contacts: contacts.map((one) => ({ ...one, listIds: one.listIds.filter((id) => id !== gift) })),
    });

    const second = harness.happen({ do: 'openTicketByNewcomer', email: 'two@customer.example.com', name: 'Two' });
    harness.happen({ do: 'addTag', ticketId: second, tag: 'gift' });
    await harness.refresh(second);

    expect(harness.sandbox.brevo.state.contact('two@customer.example.com')?.listIds).toEqual([35]);
    const causes = await harness.store.quarantine.causes(ACCOUNT);
    expect(causes.map(({ cause }) => cause)).not.toContain('brevo.not_found');
  });

  describe('when the key of another Brevo account is put in just before', () => {
    const rotate = async () => {
      const other = harness.sandbox.brevo.addAccount({ apiKey: NEW_KEY, name: 'other', limits: 'off' });
      const row = await harness.store.accounts.credentials(ACCOUNT);
      await harness.store.accounts.save({
        ...row,
        account: ACCOUNT,
        domain: `${ACCOUNT}.gorgias.com`,
        brevoApiKey: NEW_KEY,
      });
      return other;
    };

    test('an event that waited is not told to it', async () => {
      refuse(EVENTS, 403, 'permission_denied');
      const ticketId = await ended('moved@customer.example.com', 5);
      await harness.refresh(ticketId);
      await harness.store.db.query('delete from account_holds');
      const other = await rotate();

      await expect(harness.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }))).rejects.toMatchObject({
        code: 'brevo.busy',
      });
      await harness.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }));
      expect(other.state.events()).toEqual([]);
    });

    test('nobody is put on a list by the number that it had in the account before', async () => {
      const ticketId = await ended('tagged@customer.example.com', 5);
      harness.happen({ do: 'addTag', ticketId, tag: 'gift' });
      await harness.refresh(ticketId);
      expect((await harness.store.contacts.tagLists(ACCOUNT)).size).toBe(1);
      harness.happen({ do: 'addTag', ticketId, tag: 'thanks' });
      const other = await rotate();
      const since = harness.sandbox.brevo.journal.total;

      await expect(harness.sync()).rejects.toMatchObject({ code: 'brevo.busy' });
      await harness.sync();
      await harness.refresh(ticketId);
      expect(
        harness.sandbox.brevo.journal.requests({ sinceSeq: since }).filter(({ status }) => status === 400),
      ).toEqual([]);
      const { gift, thanks } = Object.fromEntries(await harness.store.contacts.tagLists(ACCOUNT));
      const lists = new Map(other.state.snapshot().lists.map(({ id, name }) => [id, name]));
      expect([lists.get(gift ?? 0), lists.get(thanks ?? 0)]).toEqual(['gift', 'thanks']);
      expect(other.state.contact('tagged@customer.example.com')?.listIds).toEqual(
        expect.arrayContaining([gift, thanks]),
      );
    });
  });
});
