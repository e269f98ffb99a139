import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '../support/connector';
import { DAY, MINUTE, openSilentHarness, type SilentHarness } from './silent-harness';

/** Custom field of the sandbox, by the id that customers carry its value by. */
const VIP = 319830;

let harness: SilentHarness;
beforeAll(async () => {
  harness = await openSilentHarness();
});
afterAll(() => harness.end());

const requests = (pathPrefix: string): number => harness.sandbox.gorgias.journal.requests({ pathPrefix }).length;

describe('what Gorgias changes without a date or an event', () => {
  test('when a custom field is written silently, it is in Brevo with the next look at a ticket, which reads the customer once in ten minutes', async () => {
    const { email, ticketId, customerId } = harness.newcomer();
    await harness.refresh(ticketId);
    const path = `/api/customers/${String(customerId)}`;
    const first = requests(path);
    harness.happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    await harness.refresh(ticketId);
    const soon = { requests: requests(path) - first, vip: harness.contact(email)?.attributes['VIP_STATUS'] };
    await harness.later(10 * MINUTE);
    await harness.refresh(ticketId);

    expect(soon).toEqual({ requests: 0, vip: undefined });
    expect(requests(path) - first).toBe(1);
    expect(harness.contact(email)?.attributes['VIP_STATUS']).toBe(true);
  });

  test('when nobody looks at their tickets, the sweep finds it, and what was taken away is gone from the facts', async () => {
    const { email, ticketId, customerId } = harness.newcomer();
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    // A list is read to the first row that is too old: this one.
    harness.newcomer();
    await harness.swept();
    harness.happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    harness.newcomer();
    await harness.sync(1);
    const before = harness.contact(email)?.attributes['VIP_STATUS'];
    await harness.swept();
    const found = harness.contact(email)?.attributes['VIP_STATUS'];
    harness.happen({ do: 'setCustomField', customerId, fieldId: VIP, value: null });
    await harness.swept();
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
    const { email, ticketId } = harness.newcomer();
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.sync();
    await harness.refresh(ticketId);
    harness.happen({ do: 'createSurvey', ticketId, byApi: true, surveyDelayMs: 0 });
    // Its answer, unlike that to a survey of Gorgias' own, is an event to nobody.
    const survey = [...harness.sandbox.world.state.surveys.values()].find((one) => one.ticketId === ticketId);
    Object.assign(survey!, { score: 5, sentUs: harness.nowMs() * 1_000, scoredUs: harness.nowMs() * 1_000 });
    const before = await harness.store.ticketReader.hasSignalSinceRefresh(ACCOUNT, ticketId);
    await harness.swept();

    expect(before).toBe(false);
    expect(harness.contact(email)?.attributes['CSAT_SCORE']).toBe(5);
    expect(await harness.store.ticketReader.hasSignalSinceRefresh(ACCOUNT, ticketId)).toBe(true);
  });

  test('when it is not time for a sweep, a quiet run costs four requests, and one part that cannot be had keeps none of the others', async () => {
    await harness.swept();
    const before = harness.sandbox.gorgias.journal.total;
    await harness.sync();
    const quiet = harness.sandbox.gorgias.journal.total - before;
    const { email, ticketId, customerId } = harness.newcomer();
    harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
    await harness.refresh(ticketId);
    harness.happen({ do: 'setCustomField', customerId, fieldId: VIP, value: true });
    const body = { code: 'invalid_parameter', message: 'no' };
    harness.sandbox.brevo.faults.add({
      kind: 'status',
      status: 400,
      body,
      match: { pathPrefix: '/v3/contacts/lists/38/contacts' },
    });
    await harness.swept();
    harness.sandbox.brevo.faults.clear();

    expect(quiet).toBeLessThanOrEqual(4);
    expect(harness.contact(email)?.attributes['VIP_STATUS']).toBe(true);
  });

  test('when slices of a part fail now and then, it is not left out: only failures in a row count', async () => {
    await harness.swept();
    await harness.later(harness.nowMs() - Date.now() + 20 * DAY);
    const { faults } = harness.sandbox.gorgias;
    const setup = await harness.run((all) => all.prepareIncremental({ account: ACCOUNT, batchSize: 1 }, randomUUID()));
    const match = { pathPrefix: '/api/customers' };
    const slices = async (count: number): Promise<void> => {
      for (let slice = 0; slice < count; slice += 1) await harness.run((all) => all.sweep(setup));
      faults.clear();
    };
    const part = async (): Promise<string | undefined> => (await harness.store.sweeps.current(ACCOUNT, 20 * DAY))?.part;
    const failing = { kind: 'status', status: 200, body: { data: 'odd' }, match } as const;
    faults.add(failing);
    await slices(4);
    // One page is read, and the next one is met by another slice.
    faults.add({ kind: '5xx', match, skip: 1, times: 1 });
    await slices(1);
    faults.add(failing);
    await slices(4);
    const still = await part();
    faults.add(failing);
    await slices(1);

    expect([still, await part()]).toEqual(['customers', 'satisfaction_surveys']);
  });

  // Five in a row leave a part out; of these any number does not.
  test.each([
    ['Gorgias is down', 'gorgias', '/api/customers', { kind: '5xx' }, 'customers'],
    ['Gorgias lets nobody in', 'gorgias', '/api/customers', { kind: '429', retryAfterSeconds: 600 }, 'customers'],
    ['Brevo is down', 'brevo', '/v3/contacts/lists/38/contacts', { kind: '5xx' }, 'open_support_members'],
  ] as const)('when %s for longer, no part is left out for it', async (_what, vendor, pathPrefix, fault, part) => {
    await harness.swept();
    await harness.later(harness.nowMs() - Date.now() + 20 * DAY);
    const setup = await harness.run((all) => all.prepareIncremental({ account: ACCOUNT, batchSize: 1 }, randomUUID()));
    const standing = async () => (await harness.store.sweeps.current(ACCOUNT, 20 * DAY))?.part;
    while ((await standing()) !== part) await harness.run((all) => all.sweep(setup));
    const { faults } = harness.sandbox[vendor];
    faults.add({ ...fault, match: { pathPrefix } });
    for (let slice = 0; slice < 8; slice += 1) await harness.run((all) => all.sweep(setup));
    faults.clear();

    expect(await standing()).toBe(part);
  });

  test('when a record that a walk did not meet may not be read, it is noted and the others are verified', async () => {
    const [odd, gone] = [harness.newcomer(), harness.newcomer()];
    for (const { ticketId } of [odd, gone]) await harness.refresh(ticketId);
    harness.happen({ do: 'deleteCustomer', customerId: gone.customerId });
    const setup = await harness.run((all) => all.prepareRun({ account: ACCOUNT }, randomUUID()));
    while (!(await harness.run((all) => all.readPages(setup, 'customers'))).done);
    for (const status of [410, 405, 403]) {
      const match = { pathPrefix: `/api/customers/${String(odd.customerId)}` };
      harness.sandbox.gorgias.faults.add({ kind: 'status', status, body: { error: { msg: 'no' } }, match, times: 1 });
      await harness.store.db.query('update customers set seen_run = null where account = $1', [ACCOUNT]);
      while (!(await harness.run((all) => all.verifyUnseen(setup, 'customer'))).done);
    }
    await harness.later(11 * MINUTE);
    const noted = await harness.store.quarantine.list(ACCOUNT, { limit: 20 });
    const causes = noted.filter(({ key, kind }) => kind === 'customer' && key === String(odd.customerId));

    expect(causes.map(({ cause }) => cause).toSorted()).toEqual(['auth.gorgias_forbidden', 'gorgias.rejected']);
    expect(await harness.store.ticketReader.ownerOf(ACCOUNT, gone.customerId)).toBeNull();
    expect(await harness.store.ticketReader.ownerOf(ACCOUNT, odd.customerId)).not.toBeNull();
  });
});
