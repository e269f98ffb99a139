import { ACCOUNT, BREVO_KEY } from '../support/connector';
import { DAY, MINUTE, OPEN_SUPPORT, openSilentHarness, type SilentHarness, withSettings } from './silent-harness';

let harness: SilentHarness;
beforeAll(async () => {
  harness = await openSilentHarness();
});
afterAll(() => harness.end());

/** Somebody changes a contact's lists in Brevo by hand. */
async function byHand(email: string, change: Record<string, unknown>): Promise<void> {
  const contacts = `${harness.sandbox.brevo.url}/contacts`;
  const headers = { 'api-key': BREVO_KEY, 'content-type': 'application/json' };
  const add = { method: 'POST', headers, body: JSON.stringify({ email, updateEnabled: true }) };
  expect((await fetch(contacts, add)).status).toBeLessThan(300);
  const put = { method: 'PUT', headers, body: JSON.stringify(change) };
  expect((await fetch(`${contacts}/${email}?identifierType=email_id`, put)).status).toBe(204);
}

describe('marketing waits while support is at work', () => {
  test('when a ticket is opened, its customer joins the list at the first look, and leaves it with the end of the last one', async () => {
    const { email, ticketId, customerId } = harness.newcomer();
    await harness.refresh(ticketId);
    const other = harness.happen({ do: 'openTicket', customerId });
    await harness.refresh(other);
    const both = [harness.isWaitedFor(email), harness.contact(email)?.attributes['OPEN_TICKETS']];
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    const one = [harness.isWaitedFor(email), harness.contact(email)?.attributes['OPEN_TICKETS']];
    harness.happen({ do: 'snoozeTicket', ticketId: other, until: harness.nowMs() + DAY });
    await harness.refresh(other);
    const snoozed = [harness.isWaitedFor(email), harness.contact(email)?.attributes['OPEN_TICKETS']];
    harness.happen({ do: 'wakeTicket', ticketId: other });
    harness.happen({ do: 'closeTicket', ticketId: other, survey: 'none' });
    await harness.refresh(other);

    expect({ both, one, snoozed }).toEqual({ both: [true, 2], one: [true, 1], snoozed: [true, 1] });
    expect([harness.isWaitedFor(email), harness.contact(email)?.attributes['OPEN_TICKETS']]).toEqual([false, 0]);
  });

  test('when an import holds the contact, and Brevo does not get round to it, it joins and leaves the list all the same', async () => {
    const [known, unknown] = [harness.newcomer(), harness.newcomer()];
    await harness.refresh(known.ticketId);
    harness.happen({ do: 'closeTicket', ticketId: known.ticketId, survey: 'none' });
    harness.happen({ do: 'closeTicket', ticketId: unknown.ticketId, survey: 'none' });
    await harness.refresh(known.ticketId);
    await harness.sync();
    const both = [known, unknown];
    const emails = both.map(({ email }) => email);
    harness.sandbox.brevo.people.remove(unknown.email);
    const { db } = harness.store;
    // An import that carries them is queued.
    await db.query(`insert into imports (account, process_id, contacts, next_check_at)
      values ('${ACCOUNT}', 77, 2, now() + interval '30 days')`);
    const held = `account = '${ACCOUNT}' and email_key = any($1::text[])`;
    await db.query(`update contacts set process_id = 77 where ${held}`, [emails]);
    await db.query(`delete from brevo_contacts where account = '${ACCOUNT}' and email_key = $1`, [unknown.email]);

    const tickets = both.map(({ customerId }) => harness.happen({ do: 'openTicket', customerId }));
    for (const ticketId of tickets) await harness.refresh(ticketId);
    const opened = emails.map(harness.isWaitedFor);
    const since = harness.sandbox.brevo.journal.total;
    for (const ticketId of tickets) await harness.refresh(ticketId);
    const again = harness.sandbox.brevo.journal.requests({ sinceSeq: since, pathPrefix: '/v3/contacts' });
    const state = await db.query(`select process_id as held, due_at is not null as due from contacts where ${held}`, [
      emails,
    ]);
    for (const ticketId of tickets) {
      harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
      await harness.refresh(ticketId);
    }
    const closed = emails.map(harness.isWaitedFor);
    await harness.store.imports.finish(ACCOUNT, 77, { state: 'completed', reopen: false });
    await harness.sync();

    expect({ opened, closed }).toEqual({ opened: [true, true], closed: [false, false] });
    expect(again.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(state).toEqual([
      { held: 77, due: true },
      { held: 77, due: true },
    ]);
    expect(emails.map((email) => harness.contact(email)?.attributes['TICKET_COUNT'])).toEqual([2, 2]);
  });

  test('when nobody closes a ticket, marketing waits for fourteen days and no longer; opened again, it waits anew', async () => {
    const { email, ticketId } = harness.newcomer();
    await harness.refresh(ticketId);
    await harness.sync();
    await harness.later(14 * DAY - MINUTE);
    await harness.sync();
    await harness.sync();
    const before = harness.isWaitedFor(email);
    await harness.later(2 * MINUTE);
    await harness.sync();
    await harness.sync();
    const after = harness.isWaitedFor(email);
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    harness.happen({ do: 'reopenTicket', ticketId });
    await harness.refresh(ticketId);

    expect({ before, after, again: harness.isWaitedFor(email) }).toEqual({ before: true, after: false, again: true });
  });

  test('when somebody is on the list whom no ticket keeps there, or off it who has one, the sweep puts it right', async () => {
    const [stranger, former, held] = ['stranger@elsewhere.example.com', harness.newcomer(), harness.newcomer()];
    harness.happen({ do: 'closeTicket', ticketId: former.ticketId, survey: 'none' });
    for (const { ticketId } of [former, held]) await harness.refresh(ticketId);
    await harness.swept();
    await harness.later(20 * DAY);
    for (const email of [stranger, former.email]) await byHand(email, { listIds: [OPEN_SUPPORT] });
    await harness.refresh(harness.happen({ do: 'openTicket', customerId: held.customerId }));
    await byHand(held.email, { unlinkListIds: [OPEN_SUPPORT] });
    const before = [stranger, former.email, held.email].map(harness.isWaitedFor);
    await harness.sweptNow();

    expect(before).toEqual([true, true, false]);
    expect([stranger, former.email, held.email].map(harness.isWaitedFor)).toEqual([false, false, true]);
  });

  test('when the customer is merged, deleted, or gets another address, or the ticket is deleted, nobody stays on the list', async () => {
    const [merged, deleted, moved, orphan] = [
      harness.newcomer(),
      harness.newcomer(),
      harness.newcomer(),
      harness.newcomer(),
    ];
    const survivor = harness.newcomer();
    harness.happen({ do: 'closeTicket', ticketId: survivor.ticketId, survey: 'none' });
    for (const { ticketId } of [merged, deleted, moved, orphan, survivor]) await harness.refresh(ticketId);
    const all = [merged, deleted, moved, orphan, survivor].map(({ email }) => email);
    const before = all.map(harness.isWaitedFor);
    harness.happen({ do: 'mergeCustomers', sourceId: merged.customerId, targetId: survivor.customerId });
    harness.happen({ do: 'deleteCustomer', customerId: deleted.customerId });
    harness.happen({ do: 'setEmail', customerId: moved.customerId, email: 'moved@customer.example.com' });
    harness.happen({ do: 'deleteTicket', ticketId: orphan.ticketId });
    await harness.sync();
    await harness.refresh(orphan.ticketId);

    expect(before).toEqual([true, true, true, true, false]);
    expect([...all, 'moved@customer.example.com'].map(harness.isWaitedFor)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test('when somebody is blocklisted, or has left that list by themselves, they are not put on it', async () => {
    const [blocked, left] = [harness.newcomer(), harness.newcomer()];
    harness.sandbox.brevo.people.blocklist(blocked.email);
    harness.sandbox.brevo.people.unsubscribe(left.email, OPEN_SUPPORT);
    for (const { ticketId } of [blocked, left]) await harness.refresh(ticketId);

    expect([blocked.email, left.email].map(harness.isWaitedFor)).toEqual([false, false]);
    expect(harness.contact(left.email)?.attributes['OPEN_TICKETS']).toBe(1);
  });

  test('when tickets are switched off, whoever is on the list leaves it, and a ticket that comes by a webhook is no part of a figure', async () => {
    const [before, after] = [harness.newcomer(), harness.newcomer()];
    await harness.refresh(before.ticketId);
    await harness.sync();
    const was = [harness.isWaitedFor(before.email), harness.contact(before.email)?.attributes['TICKET_COUNT']];
    harness.configure((yaml) => withSettings(yaml).replace('tickets: true', 'tickets: false'));
    await byHand(before.email, { listIds: [OPEN_SUPPORT] });
    await harness.sync();
    await harness.refresh(after.ticketId);
    await harness.swept();

    expect(was).toEqual([true, 1]);
    expect([before.email, after.email].map(harness.isWaitedFor)).toEqual([false, false]);
    expect(harness.contact(after.email)?.attributes).toMatchObject({ GORGIAS_ID: expect.anything() as string });
    for (const { email } of [before, after]) {
      const has = Object.entries(harness.contact(email)?.attributes ?? {});
      const full = has.filter(([, value]) => value !== '').map(([name]) => name);
      expect(full).not.toContain('TICKET_COUNT');
      expect(full).not.toContain('OPEN_TICKETS');
      expect(full).not.toContain('LAST_SUPPORT_DATE');
    }
  });

  test('when the list was deleted in Brevo, the sweep says so once, and writes to nobody for it', async () => {
    harness.configure(withSettings);
    await harness.swept();
    await harness.later(20 * DAY);
    const { email, ticketId } = harness.newcomer();
    await harness.refresh(ticketId);
    const was = harness.isWaitedFor(email);
    harness.sandbox.brevo.people.deleteList(OPEN_SUPPORT);
    const since = harness.sandbox.brevo.journal.total;
    await harness.sweptNow();

    const requests = harness.sandbox.brevo.journal.requests({ sinceSeq: since, pathPrefix: '/v3/contacts' });
    expect(was).toBe(true);
    expect(requests.filter(({ method, status }) => method !== 'GET' && status >= 400)).toEqual([]);
    expect(requests.filter(({ body }) => JSON.stringify(body ?? {}).includes(email))).toEqual([]);
    const said = await harness.store.quarantine.list(ACCOUNT, { cause: 'brevo.not_found', limit: 5 });
    expect(said).toMatchObject([{ kind: 'list', key: String(OPEN_SUPPORT) }]);

    const [other, held] = [harness.newcomer(), harness.sandbox.brevo.journal.total];
    await harness.refresh(other.ticketId);
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    const written = harness.sandbox.brevo.journal.requests({ sinceSeq: held, pathPrefix: '/v3/contacts' });
    expect(written.filter(({ status }) => status === 400 || status > 404)).toEqual([]);
    expect(written.filter(({ path }) => path === '/v3/contacts/lists')).toEqual([]);
    expect(harness.contact(other.email)?.attributes['OPEN_TICKETS']).toBe(1);
    expect(harness.contact(email)?.attributes['OPEN_TICKETS']).toBe(0);
  });
});
