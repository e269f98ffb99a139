import { ACCOUNT } from '../support/connector';
import { openActivityStage, type ActivityStage } from './activity-stage';

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
  let stage: ActivityStage;
  beforeEach(async () => {
    stage = await openActivityStage((yaml) =>
      yaml.replace('campaigns: {}', CAMPAIGNS).replace('auto: false', 'auto: true'),
    );
  }, 120_000);
  afterEach(() => stage.end(), 60_000);

  /** A ticket of a person who is new, and how it ended. */
  const ended = async (email: string, score: number): Promise<number> => {
    const ticketId = stage.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    await stage.look(ticketId);
    close(ticketId, score);
    return ticketId;
  };
  const close = (ticketId: number, score: number): void => {
    stage.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    stage.happen({ do: 'sendSurvey', ticketId });
    stage.happen({ do: 'scoreSurvey', ticketId, score });
  };
  const ownerOf = (ticketId: number): number => stage.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  const keyOf = (ticketId: number): string => `${ACCOUNT}/${String(ticketId)}/campaign/1`;
  const campaignOf = (ticketId: number) => stage.store.outbox.find(ACCOUNT, keyOf(ticketId));
  const mails = (): number =>
    stage.sandbox.brevo.journal.requests().filter(({ path }) => path === '/v3/smtp/email').length;
  const refuse = (match: typeof MAIL | typeof EVENTS, status: number, code: string): void => {
    stage.sandbox.brevo.faults.add({ kind: 'status', status, body: { code, message: 'no' }, match, times: 1 });
  };
  /** As if a worker had died with its request on the wire. */
  const dieSending = async (ticketId: number): Promise<void> => {
    refuse(MAIL, 402, 'not_enough_credits');
    await stage.look(ticketId);
    await stage.store.db.query('delete from account_holds');
    const entry = await campaignOf(ticketId);
    if (entry === null) throw new Error('nothing was written down');
    await stage.store.outbox.begin(ACCOUNT, entry);
  };

  test('when the sender died and the repeated mail is refused, nobody knows whether the first one went out, and it counts for the cap', async () => {
    const ticketId = await ended('dead@customer.example.com', 1);
    await dieSending(ticketId);
    refuse(MAIL, 400, 'invalid_parameter');
    await stage.later(MINUTE);
    await stage.look(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'unknown' });
    expect(await stage.store.outbox.sentTo(ACCOUNT, 'dead@customer.example.com', 'another')).toHaveLength(1);
    const causes = await stage.store.quarantine.causes(ACCOUNT);
    expect(causes.map(({ cause }) => cause)).toContain('campaign_unknown');
  }, 60_000);

  test('when the sender died and Brevo says that it has had the mail, it was sent', async () => {
    const ticketId = await ended('had@customer.example.com', 1);
    await dieSending(ticketId);
    refuse(MAIL, 400, 'duplicate_request');
    await stage.later(MINUTE);
    await stage.look(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'sent' });
  }, 60_000);

  test('when another ticket has held it for minutes, it has its time from that ticket’s end on, and is not mailed days later', async () => {
    const ticketId = await ended('held@customer.example.com', 1);
    const other = stage.happen({ do: 'openTicket', customerId: ownerOf(ticketId) });
    await stage.look(ticketId);
    expect(await campaignOf(ticketId)).toMatchObject({ state: 'intended', gate: expect.stringContaining('is open') });

    close(other, 1);
    await stage.look(other);
    await stage.later(6 * DAY);
    await stage.look(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({
      state: 'given_up',
      reason: expect.stringContaining('too late'),
    });
    expect(mails()).toBe(1);
  }, 60_000);

  test('when a place on a list may have been given to an address that the person has no more, nobody asks for ever', async () => {
    const ticketId = await ended('old@customer.example.com', 3);
    const toList = { ...CONTACTS, query: undefined };
    stage.sandbox.brevo.faults.add({ kind: 'reset-after-commit', match: toList, skip: 1, times: 1 });
    await expect(stage.look(ticketId)).rejects.toMatchObject({ details: { outcomeUnknown: true } });
    stage.happen({ do: 'setEmail', customerId: ownerOf(ticketId), email: 'new@customer.example.com' });
    await stage.sync();
    await stage.later(HOUR);
    await stage.look(ticketId);

    expect(await campaignOf(ticketId)).toMatchObject({ state: 'unknown', emailKey: 'old@customer.example.com' });
  }, 60_000);

  test('when Brevo takes no events yet, what waits behind the first one wakes nobody', async () => {
    refuse(EVENTS, 403, 'permission_denied');
    const ticketId = await ended('waits@customer.example.com', 5);
    await stage.look(ticketId);
    expect(await stage.store.outbox.unsettled(ACCOUNT, ticketId)).not.toHaveLength(1);
    await stage.store.db.query(`update account_holds set probe_at = clock_timestamp() + interval '1 day'`);

    await stage.later(30 * MINUTE);
    expect(await stage.store.lookQueue.overdue(ACCOUNT, 10)).toEqual([]);
  }, 60_000);

  test('when an event waits for an address, nobody is woken before there is one', async () => {
    refuse(EVENTS, 403, 'permission_denied');
    const ticketId = await ended('gone@customer.example.com', 5);
    await stage.look(ticketId);
    await stage.store.db.query('delete from account_holds');
    await stage.store.db.query(
      'update customers set email = null, email_lower = null, channel_email = null where id = $1',
      [ownerOf(ticketId)],
    );
    await stage.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }));

    await stage.later(30 * MINUTE);
    expect(await stage.store.lookQueue.overdue(ACCOUNT, 10)).toEqual([]);
  }, 60_000);

  test('when a list was deleted by hand, a contact that is new goes on all the others', async () => {
    const first = stage.happen({ do: 'openTicketByNewcomer', email: 'one@customer.example.com', name: 'One' });
    stage.happen({ do: 'addTag', ticketId: first, tag: 'gift' });
    await stage.look(first);
    const gift = (await stage.store.contacts.tagLists(ACCOUNT)).get('gift') ?? 0;
    const { lists, contacts, ...rest } = stage.sandbox.brevo.state.snapshot();
    stage.sandbox.brevo.state.restore({
      ...rest,
      lists: lists.filter(({ id }) => id !== gift),
      contacts: contacts.map((one) => ({ ...one, listIds: one.listIds.filter((id) => id !== gift) })),
    });

    const second = stage.happen({ do: 'openTicketByNewcomer', email: 'two@customer.example.com', name: 'Two' });
    stage.happen({ do: 'addTag', ticketId: second, tag: 'gift' });
    await stage.look(second);

    expect(stage.sandbox.brevo.state.contact('two@customer.example.com')?.listIds).toEqual([35]);
    const causes = await stage.store.quarantine.causes(ACCOUNT);
    expect(causes.map(({ cause }) => cause)).not.toContain('brevo.not_found');
  }, 60_000);

  describe('when the key of another Brevo account is put in just before', () => {
    const rotate = async () => {
      const other = stage.sandbox.brevo.addAccount({ apiKey: NEW_KEY, name: 'other', limits: 'off' });
      const row = await stage.store.accounts.credentials(ACCOUNT);
      await stage.store.accounts.save({
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
      await stage.look(ticketId);
      await stage.store.db.query('delete from account_holds');
      const other = await rotate();

      await expect(stage.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }))).rejects.toMatchObject({
        code: 'brevo.busy',
      });
      await stage.run((all) => all.sendTimeline({ account: ACCOUNT, ticketId }));
      expect(other.state.events()).toEqual([]);
    }, 60_000);

    test('nobody is put on a list by the number that it had in the account before', async () => {
      const ticketId = await ended('tagged@customer.example.com', 5);
      stage.happen({ do: 'addTag', ticketId, tag: 'gift' });
      await stage.look(ticketId);
      expect((await stage.store.contacts.tagLists(ACCOUNT)).size).toBe(1);
      stage.happen({ do: 'addTag', ticketId, tag: 'thanks' });
      const other = await rotate();
      const since = stage.sandbox.brevo.journal.total;

      await expect(stage.sync()).rejects.toMatchObject({ code: 'brevo.busy' });
      await stage.sync();
      await stage.look(ticketId);
      expect(stage.sandbox.brevo.journal.requests({ sinceSeq: since }).filter(({ status }) => status === 400)).toEqual(
        [],
      );
      const { gift, thanks } = Object.fromEntries(await stage.store.contacts.tagLists(ACCOUNT));
      const lists = new Map(other.state.snapshot().lists.map(({ id, name }) => [id, name]));
      expect([lists.get(gift ?? 0), lists.get(thanks ?? 0)]).toEqual(['gift', 'thanks']);
      expect(other.state.contact('tagged@customer.example.com')?.listIds).toEqual(
        expect.arrayContaining([gift, thanks]),
      );
    }, 60_000);
  });
});
