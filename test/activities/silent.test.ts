import { randomUUID } from 'node:crypto';
import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import type { BrevoContact } from '../../packages/sandbox/brevo/model';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { ACCOUNT, BREVO_KEY } from '../support/connector';
import { openActivityHarness, type ActivityHarness } from './activity-harness';

/** Custom fields of the sandbox, by the id that customers carry their values by. */
const VIP = 319830;
const MINUTE = 60_000;
const DAY = 86_400_000;
const OPEN_SUPPORT = 38;
const LISTS = [...defaultLists, { id: OPEN_SUPPORT, name: 'Open support', folderId: 4 }];

const SETTINGS = (yaml: string): string =>
  yaml
    .replace('# open_support: 38', 'open_support: 38')
    .replace('# open_tickets: OPEN_TICKETS', 'open_tickets: OPEN_TICKETS')
    .replace('sweep: 24h', 'sweep: 20d');

let harness: ActivityHarness;
beforeAll(async () => {
  harness = await openActivityHarness(SETTINGS, { lists: LISTS });
}, 120_000);
afterAll(() => harness.end(), 60_000);
// The clock goes on from one test to the next, as it does in life.
let ahead = 0;
const later = (ms: number): Promise<void> => harness.later((ahead += ms));

const happen = (change: WorldChange): number => harness.happen({ ...change, at: Date.now() + ahead });

const contact = (email: string): Readonly<BrevoContact> | null => harness.sandbox.brevo.state.contact(email);
const isWaitedFor = (email: string): boolean =>
  harness.sandbox.brevo.state.members(OPEN_SUPPORT).includes(email.toLowerCase());
const requests = (pathPrefix: string): number => harness.sandbox.gorgias.journal.requests({ pathPrefix }).length;

let people = 0;
function newcomer(): { email: string; ticketId: number; customerId: number } {
  const email = `person${String((people += 1))}@customer.example.com`;
  const ticketId = happen({ do: 'openTicketByNewcomer', email });
  return { email, ticketId, customerId: harness.sandbox.world.state.tickets.get(ticketId)!.customerId! };
}

/** Somebody changes a contact's lists in Brevo by hand. */
async function byHand(email: string, change: Record<string, unknown>): Promise<void> {
  const contacts = `${harness.sandbox.brevo.url}/contacts`;
  const headers = { 'api-key': BREVO_KEY, 'content-type': 'application/json' };
  const add = { method: 'POST', headers, body: JSON.stringify({ email, updateEnabled: true }) };
  expect((await fetch(contacts, add)).status).toBeLessThan(300);
  const put = { method: 'PUT', headers, body: JSON.stringify(change) };
  expect((await fetch(`${contacts}/${email}?identifierType=email_id`, put)).status).toBe(204);
}

/** Everything is walked once: as many slices as that takes, and one run more that publishes what was found. */
async function swept(): Promise<void> {
  await later(20 * DAY);
  do await harness.sync();
  while ((await harness.store.sweeps.last(ACCOUNT))?.finishedAt === null);
  await harness.sync();
}

describe('what Gorgias changes without a date or an event', () => {
  test('when a custom field is written silently, it is in Brevo with the next look at a ticket, which reads the customer once in ten minutes', async () => {
    const { email, ticketId, customerId } = newcomer();
    await harness.refresh(ticketId);
    const path = `/api/customers/${String(customerId)}`;
    const first = requests(path);
    happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    await harness.refresh(ticketId);
    const soon = { requests: requests(path) - first, vip: contact(email)?.attributes['VIP_STATUS'] };
    await later(10 * MINUTE);
    await harness.refresh(ticketId);

    expect(soon).toEqual({ requests: 0, vip: undefined });
    expect(requests(path) - first).toBe(1);
    expect(contact(email)?.attributes['VIP_STATUS']).toBe(true);
  });

  test('when nobody looks at their tickets, the sweep finds it, and what was taken away is gone from the facts', async () => {
    const { email, ticketId, customerId } = newcomer();
    happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    // A list is read to the first row that is too old: this one.
    newcomer();
    await swept();
    happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    newcomer();
    await harness.sync(1);
    const before = contact(email)?.attributes['VIP_STATUS'];
    await swept();
    const found = contact(email)?.attributes['VIP_STATUS'];
    happen({ do: 'setCustomField', customerId, fieldId: VIP, value: null });
    await swept();
    const [facts] = await harness.store.contacts.facts(ACCOUNT, [email], {
      responseTimesSince: await harness.store.facts.now(),
    });

    expect({ before, found, kept: facts?.customer?.customFields }).toEqual({
      before: undefined,
      found: true,
      kept: {},
    });
  });

  test('when a survey that was made by API is answered, the sweep finds it and its ticket is due for a look', async () => {
    const { email, ticketId } = newcomer();
    happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.sync();
    await harness.refresh(ticketId);
    happen({ do: 'createSurvey', ticketId, byApi: true, surveyDelayMs: 0 });
    // Its answer, unlike that to a survey of Gorgias' own, is an event to nobody.
    const survey = [...harness.sandbox.world.state.surveys.values()].find((one) => one.ticketId === ticketId);
    Object.assign(survey!, { score: 5, sentUs: (Date.now() + ahead) * 1_000, scoredUs: (Date.now() + ahead) * 1_000 });
    const before = await harness.store.ticketReader.hasSignalSinceRefresh(ACCOUNT, ticketId);
    await swept();

    expect(before).toBe(false);
    expect(contact(email)?.attributes['CSAT_SCORE']).toBe(5);
    expect(await harness.store.ticketReader.hasSignalSinceRefresh(ACCOUNT, ticketId)).toBe(true);
  });

  test('when it is not time for a sweep, a quiet run costs four requests, and one part that cannot be had keeps none of the others', async () => {
    await swept();
    const before = harness.sandbox.gorgias.journal.total;
    await harness.sync();
    const quiet = harness.sandbox.gorgias.journal.total - before;
    const { email, ticketId, customerId } = newcomer();
    happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    const body = { code: 'invalid_parameter', message: 'no' };
    harness.sandbox.brevo.faults.add({
      kind: 'status',
      status: 400,
      body,
      match: { pathPrefix: '/v3/contacts/lists/38/contacts' },
    });
    await swept();
    harness.sandbox.brevo.faults.clear();

    expect(quiet).toBeLessThanOrEqual(4);
    expect(contact(email)?.attributes['VIP_STATUS']).toBe(true);
  });

  test('when a record that a walk did not meet may not be read, it is noted and the others are verified', async () => {
    const [odd, gone] = [newcomer(), newcomer()];
    for (const { ticketId } of [odd, gone]) await harness.refresh(ticketId);
    happen({ do: 'deleteCustomer', customerId: gone.customerId });
    const setup = await harness.run((all) => all.prepareRun({ account: ACCOUNT }, randomUUID()));
    while (!(await harness.run((all) => all.readPages(setup, 'customers'))).done);
    for (const status of [410, 405, 403]) {
      const match = { pathPrefix: `/api/customers/${String(odd.customerId)}` };
      harness.sandbox.gorgias.faults.add({ kind: 'status', status, body: { error: { msg: 'no' } }, match, times: 1 });
      await harness.store.db.query('update customers set seen_run = null where account = $1', [ACCOUNT]);
      while (!(await harness.run((all) => all.verifyUnseen(setup, 'customer'))).done);
    }
    await later(11 * MINUTE);
    const noted = await harness.store.quarantine.list(ACCOUNT, { limit: 20 });
    const causes = noted.filter(({ key, kind }) => kind === 'customer' && key === String(odd.customerId));

    expect(causes.map(({ cause }) => cause).toSorted()).toEqual(['auth.gorgias_forbidden', 'gorgias.rejected']);
    expect(await harness.store.ticketReader.ownerOf(ACCOUNT, gone.customerId)).toBeNull();
    expect(await harness.store.ticketReader.ownerOf(ACCOUNT, odd.customerId)).not.toBeNull();
  });
});

describe('marketing waits while support is at work', () => {
  test('when a ticket is opened, its customer joins the list at the first look, and leaves it with the end of the last one', async () => {
    const { email, ticketId, customerId } = newcomer();
    await harness.refresh(ticketId);
    const other = happen({ do: 'openTicket', customerId });
    await harness.refresh(other);
    const both = [isWaitedFor(email), contact(email)?.attributes['OPEN_TICKETS']];
    happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    const one = [isWaitedFor(email), contact(email)?.attributes['OPEN_TICKETS']];
    happen({ do: 'snoozeTicket', ticketId: other, until: Date.now() + ahead + DAY });
    await harness.refresh(other);
    const snoozed = [isWaitedFor(email), contact(email)?.attributes['OPEN_TICKETS']];
    happen({ do: 'wakeTicket', ticketId: other });
    happen({ do: 'closeTicket', ticketId: other, survey: 'none' });
    await harness.refresh(other);

    expect({ both, one, snoozed }).toEqual({ both: [true, 2], one: [true, 1], snoozed: [true, 1] });
    expect([isWaitedFor(email), contact(email)?.attributes['OPEN_TICKETS']]).toEqual([false, 0]);
  });

  test('when nobody closes a ticket, marketing waits for fourteen days and no longer; opened again, it waits anew', async () => {
    const { email, ticketId } = newcomer();
    await harness.refresh(ticketId);
    await harness.sync();
    await later(14 * DAY - MINUTE);
    await harness.sync();
    await harness.sync();
    const before = isWaitedFor(email);
    await later(2 * MINUTE);
    await harness.sync();
    await harness.sync();
    const after = isWaitedFor(email);
    happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    happen({ do: 'reopenTicket', ticketId });
    await harness.refresh(ticketId);

    expect({ before, after, again: isWaitedFor(email) }).toEqual({ before: true, after: false, again: true });
  });

  test('when somebody is on the list whom no ticket keeps there, or off it who has one, the sweep puts it right', async () => {
    const [stranger, former, held] = ['stranger@elsewhere.example.com', newcomer(), newcomer()];
    happen({ do: 'closeTicket', ticketId: former.ticketId, survey: 'none' });
    for (const { ticketId } of [former, held]) await harness.refresh(ticketId);
    await swept();
    await later(20 * DAY);
    for (const email of [stranger, former.email]) await byHand(email, { listIds: [OPEN_SUPPORT] });
    await harness.refresh(happen({ do: 'openTicket', customerId: held.customerId }));
    await byHand(held.email, { unlinkListIds: [OPEN_SUPPORT] });
    const before = [stranger, former.email, held.email].map(isWaitedFor);
    do await harness.sync();
    while ((await harness.store.sweeps.last(ACCOUNT))?.finishedAt === null);
    await harness.sync();

    expect(before).toEqual([true, true, false]);
    expect([stranger, former.email, held.email].map(isWaitedFor)).toEqual([false, false, true]);
  });

  test('when the customer is merged, deleted, or gets another address, or the ticket is deleted, nobody stays on the list', async () => {
    const [merged, deleted, moved, orphan] = [newcomer(), newcomer(), newcomer(), newcomer()];
    const survivor = newcomer();
    happen({ do: 'closeTicket', ticketId: survivor.ticketId, survey: 'none' });
    for (const { ticketId } of [merged, deleted, moved, orphan, survivor]) await harness.refresh(ticketId);
    const all = [merged, deleted, moved, orphan, survivor].map(({ email }) => email);
    const before = all.map(isWaitedFor);
    happen({ do: 'mergeCustomers', sourceId: merged.customerId, targetId: survivor.customerId });
    happen({ do: 'deleteCustomer', customerId: deleted.customerId });
    happen({ do: 'setEmail', customerId: moved.customerId, email: 'moved@customer.example.com' });
    happen({ do: 'deleteTicket', ticketId: orphan.ticketId });
    await harness.sync();
    await harness.refresh(orphan.ticketId);

    expect(before).toEqual([true, true, true, true, false]);
    expect([...all, 'moved@customer.example.com'].map(isWaitedFor)).toEqual([false, false, false, false, true, true]);
  });

  test('when somebody is blocklisted, or has left that list by themselves, they are not put on it', async () => {
    const [blocked, left] = [newcomer(), newcomer()];
    harness.sandbox.brevo.people.blocklist(blocked.email);
    harness.sandbox.brevo.people.unsubscribe(left.email, OPEN_SUPPORT);
    for (const { ticketId } of [blocked, left]) await harness.refresh(ticketId);

    expect([blocked.email, left.email].map(isWaitedFor)).toEqual([false, false]);
    expect(contact(left.email)?.attributes['OPEN_TICKETS']).toBe(1);
  });
});
