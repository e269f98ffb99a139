import { explainPerson } from '../../src/api/story/explain';
import { ACCOUNT } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

const CAMPAIGNS = `campaigns:
      win-back: { when: dissatisfied, delay: 0s, send: { template_id: 12 } }`;

/** A person who says no in Brevo, and is the same person at another address (brevo-api.md 10, rule c). */
describe('what somebody has said at an address that they have left', () => {
  let harness: ActivityHarness;
  let end = (): Promise<void> => Promise.resolve();
  beforeAll(async () => {
    harness = await openActivityHarness((yaml) => yaml.replace('campaigns: {}', CAMPAIGNS));
    end = () => harness.end();
  });
  afterAll(() => end());

  let newcomers = 0;
  /** Somebody who is in Brevo, on the list of all. */
  const known = async () => {
    const [old, now] = ['old', 'now'].map((name) => `${name}${String((newcomers += 1))}@customer.example.com`);
    const [email = '', next = ''] = [old, now];
    const ticketId = harness.happen({ do: 'openTicketByNewcomer', email, name: 'Ann' });
    await harness.sync();
    expect(contact(email)?.listIds).toContain(35);
    return { email, next, ticketId, customerId: harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0 };
  };
  const contact = (email: string) => harness.sandbox.brevo.state.contact(email);
  const mailed = (email: string): number =>
    harness.sandbox.brevo.journal
      .requests()
      .filter(({ path, body }) => path === '/v3/smtp/email' && JSON.stringify(body).includes(email)).length;
  const rate = async (ticketId: number): Promise<string | undefined> => {
    harness.happen({ do: 'closeTicket', ticketId, surveyDelayMs: 0 });
    harness.happen({ do: 'sendSurvey', ticketId });
    harness.happen({ do: 'scoreSurvey', ticketId, score: 1 });
    await harness.refresh(ticketId);
    return (await harness.store.decisions.ofTicket(ACCOUNT, ticketId))[0]?.why;
  };
  const reasonsOf = async (email: string): Promise<readonly string[]> => {
    const { store } = harness;
    const row = await store.accounts.find(ACCOUNT);
    if (row === null) throw new Error('no account');
    return (
      await explainPerson(
        {
          store,
          uiUrl: null,
          namespace: 'default',
          exclude: [],
          csat: { waitMs: 0, satisfiedFrom: 4, dissatisfiedTo: 2 },
        },
        row,
        email,
      )
    ).reasons;
  };
  const move = (person: { readonly customerId: number; readonly next: string }): void => {
    harness.happen({ do: 'setEmail', customerId: person.customerId, email: person.next });
  };

  test('a blocklisting that nobody has read yet goes with them: no list, no mail, no flag, also at a third address', async () => {
    const person = await known();
    const { email, next, ticketId, customerId } = person;
    harness.sandbox.brevo.people.blocklist(email);
    move(person);
    await harness.sync();
    expect(contact(next)).toMatchObject({ listIds: [], emailBlacklisted: false });
    expect(await rate(ticketId)).toBe(
      'the contact was blocklisted in Brevo at an address that the customer has left, and that goes with them',
    );
    expect(await reasonsOf(next)).toContainEqual(
      expect.stringMatching(/^The customer was blocklisted in Brevo at an address that they have left/),
    );

    const third = `third.${next}`;
    move({ customerId, next: third });
    await harness.sync();
    expect(contact(third)).toMatchObject({ listIds: [], emailBlacklisted: false });
    expect([next, third].map(mailed)).toEqual([0, 0]);
  });

  test('an unsubscription from a list does, whoever is merged into whom; somebody who has said nothing is put on it, and mailed', async () => {
    const [leaver, survivor, other] = [await known(), await known(), await known()];
    harness.sandbox.brevo.people.unsubscribe(leaver.email, 35);
    harness.happen({ do: 'mergeCustomers', sourceId: leaver.customerId, targetId: survivor.customerId });
    move(survivor);
    move(other);
    await harness.sync();

    expect(contact(survivor.next)?.listIds).not.toContain(35);
    expect(await rate(survivor.ticketId)).toMatch(
      /^the contact had unsubscribed at an address that the customer has left/,
    );
    expect(contact(other.next)?.listIds).toContain(35);
    await rate(other.ticketId);
    expect([survivor.next, other.next].map(mailed)).toEqual([0, 1]);
  });

  test('while Brevo’s answer about the address before cannot be read, nobody is put on a list; with the next one that can they are', async () => {
    const person = await known();
    const match = { method: 'GET', pathPrefix: `/v3/contacts/${encodeURIComponent(person.email)}` } as const;
    const rewrite = (json: unknown): object => ({ ...(json as object), emailBlacklisted: null });
    harness.sandbox.brevo.faults.add({ kind: 'rewrite', match, rewrite, times: 1 });
    move(person);
    await harness.sync();
    expect(contact(person.next)?.listIds).toEqual([]);

    await harness.store.contacts.mark(ACCOUNT, [person.next]);
    await harness.sync();
    expect(contact(person.next)?.listIds).toContain(35);
  });

  test('somebody whose address was taken away and who has another one later is the same person', async () => {
    const person = await known();
    harness.sandbox.brevo.people.blocklist(person.email);
    harness.happen({ do: 'setEmail', customerId: person.customerId, email: null });
    await harness.sync();
    move(person);
    await harness.sync();

    expect(contact(person.next)).toMatchObject({ listIds: [], emailBlacklisted: false });
  });
});
