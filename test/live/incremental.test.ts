import { defaultLists } from '../../packages/sandbox/brevo/defaults';
import type { WorldChange } from '../../packages/sandbox/world/changes/schema';
import { eventually } from '../support/eventually';
import { ACCOUNT } from '../support/connector';
import { type LiveHarness, openLiveHarness, shortTimes } from './harness';

const VIP_FIELD = 319830;
const OPEN_SUPPORT = 38;

let harness: LiveHarness;
beforeAll(async () => {
  harness = await openLiveHarness({
    brevo: { lists: [...defaultLists, { id: OPEN_SUPPORT, name: 'Open support', folderId: 4 }] },
    edit: (yaml) => shortTimes(yaml).replace('# open_support: 38', 'open_support: 38'),
  });
  await harness.connector.sync();
});
afterAll(() => harness.end());

const brevoContact = (email: string) => {
  const { contacts } = harness.sandbox.brevo.state.snapshot();
  return contacts.find((contact) => contact.email === email) ?? null;
};
const happened = (change: WorldChange): number => harness.sandbox.world.change(change);
const requests = (): number => harness.sandbox.gorgias.journal.total;

/** A customer of the world whose tickets all ended long ago, with an address. */
function quietCustomers(): { id: number; email: string; ticketId: number; surveyId: number }[] {
  const { customers, tickets, surveys } = harness.sandbox.world;
  return [...surveys.values()].flatMap((survey) => {
    const ticket = tickets.get(survey.ticketId);
    const customer = customers.get(survey.customerId);
    if (ticket?.status !== 'closed' || customer?.email === null || customer === undefined || survey.score !== null)
      return [];
    return [{ id: customer.id, email: customer.email.toLowerCase(), ticketId: survey.ticketId, surveyId: survey.id }];
  });
}

test('when nothing has happened, a run costs at most four requests to Gorgias and none to Brevo', async () => {
  await harness.sync();
  const before = { gorgias: requests(), brevo: harness.sandbox.brevo.journal.total };
  await harness.sync();
  expect(requests() - before.gorgias).toBeLessThanOrEqual(4);
  expect(harness.sandbox.brevo.journal.total - before.brevo).toBe(0);
});

test('when a score comes weeks late, the feed tells of it: attributes and list follow, and nothing is sent', async () => {
  const [late] = quietCustomers();
  if (late === undefined) throw new Error('the world has no unanswered survey');
  happened({ do: 'scoreSurvey', ticketId: late.ticketId, score: 1 });
  await harness.sync();
  await eventually(() => brevoContact(late.email)?.attributes['CSAT_SCORE'] === 1);
  const contact = brevoContact(late.email);
  expect(contact?.listIds).toContain(37);
  expect(contact?.listIds).not.toContain(36);
  await eventually(() => harness.timeline(late.ticketId).length > 0);
  expect(harness.timeline(late.ticketId)).toEqual(['CSAT_SUBMITTED']);
  await eventually(async () => (await harness.connector.store.decisions.ofTicket(ACCOUNT, late.ticketId)).length === 1);
  expect(await harness.connector.store.decisions.ofTicket(ACCOUNT, late.ticketId)).toMatchObject([
    { kind: 'skip', outcome: 'no_answer', why: expect.stringContaining('before the connector watched') as string },
  ]);
});

test('when customers are merged, the survivor counts for both, and when one is deleted, the lists are left', async () => {
  const { world } = harness.sandbox;
  const people = [...world.customers.values()].filter(({ email }) => email !== null).slice(-3);
  const [source, target, gone] = people;
  if (source === undefined || target === undefined || gone === undefined) throw new Error('too few people');
  const countOf = (id: number): number =>
    [...world.tickets.values()].filter(
      ({ customerId, spam, trashedUs }) => customerId === id && !spam && trashedUs === null,
    ).length;
  const both = countOf(source.id) + countOf(target.id);
  happened({ do: 'mergeCustomers', sourceId: source.id, targetId: target.id });
  happened({ do: 'deleteCustomer', customerId: gone.id });
  await harness.sync();
  await eventually(() => brevoContact((target.email ?? '').toLowerCase())?.attributes['TICKET_COUNT'] === both);
  await eventually(() => brevoContact((gone.email ?? '').toLowerCase())?.listIds.length === 0);
});

test('when a tag is renamed, tickets that nobody touches carry the new name', async () => {
  const { world } = harness.sandbox;
  const ticket = [...world.tickets.values()].find(({ tagIds }) => tagIds.length > 0);
  const tag = world.tags.find(({ id }) => id === ticket?.tagIds[0]);
  if (ticket === undefined || tag === undefined) throw new Error('the world has no tagged ticket');
  const former = tag.name;
  happened({ do: 'renameTag', tag: former, name: 'renamed tag' });
  await harness.sync();
  const details = await harness.connector.store.ticketReader.details(ACCOUNT, ticket.id);
  expect(details?.ticket.tags).toContain('renamed tag');
  expect(details?.ticket.tags).not.toContain(former);
});

test('when a tag is merged away, its tickets, which nobody touches, carry the one that it was merged into after the next run', async () => {
  const { world } = harness.sandbox;
  const ticket = [...world.tickets.values()].find(({ tagIds }) => tagIds.length > 0);
  const tag = world.tags.find(({ id }) => id === ticket?.tagIds[0]);
  const target = world.tags.find(({ id }) => ticket?.tagIds.includes(id) === false);
  if (ticket === undefined || tag === undefined || target === undefined) throw new Error('the world has no two tags');
  const source = tag.name;
  happened({ do: 'mergeTags', source, target: target.name });
  const before = requests();
  await harness.sync();
  const details = await harness.connector.store.ticketReader.details(ACCOUNT, ticket.id);
  expect(details?.ticket.tags).toContain(target.name);
  expect(details?.ticket.tags).not.toContain(source);
  // Beside the four lists the tags, and the tickets that carried it, a hundred a request.
  expect(requests() - before).toBeLessThanOrEqual(6);
});

test('when a custom field is written without a date or an event, it is in Brevo with the next look at one of the person’s tickets', async () => {
  const email = 'silent@customer.example.com';
  const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email });
  const customerId = harness.sandbox.world.tickets.get(ticketId)?.customerId ?? 0;
  await eventually(() => brevoContact(email) !== null);
  const isVip = brevoContact(email)?.attributes['VIP_STATUS'] !== true;
  happened({ do: 'setCustomField', customerId, fieldId: VIP_FIELD, value: isVip });
  await harness.connector.store.db.query(
    `update customers set detail_read_at = now() - interval '11 minutes' where account = $1 and id = $2`,
    [ACCOUNT, customerId],
  );
  await harness.hint(ticketId);
  await eventually(() => brevoContact(email)?.attributes['VIP_STATUS'] === isVip);
  await harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
});

test('when a ticket is opened, marketing waits for its customer within seconds, and no longer when it has ended', async () => {
  const email = 'waiting@customer.example.com';
  const isWaitedFor = (): boolean => harness.sandbox.brevo.state.members(OPEN_SUPPORT).includes(email);
  const ticketId = await harness.happen({ do: 'openTicketByNewcomer', email });
  await eventually(isWaitedFor);
  await harness.happen({ do: 'closeTicket', ticketId, survey: 'none' });
  await eventually(() => !isWaitedFor());
});

test('when a visitor without address is merged into somebody who has one, their timeline gets the visitor’s; the other way round a quiet run stays quiet', async () => {
  const jane = 'jane@customer.example.com';
  const { world } = harness.sandbox;
  const visit = await harness.happen({ do: 'openTicketByNewcomer', email: null, channel: 'chat' });
  await harness.happen({ do: 'closeTicket', ticketId: visit, survey: 'none' });
  const bob = await harness.happen({ do: 'openTicketByNewcomer', email: 'bob@customer.example.com' });
  await harness.happen({ do: 'closeTicket', ticketId: bob, survey: 'none' });
  await eventually(() => harness.timeline(bob).length === 2);
  await eventually(async () => (await harness.view(visit))?.status === 'closed');
  const janeId = happened({ do: 'createCustomer', email: jane });
  const nobodyId = happened({ do: 'createCustomer', email: null });
  const customerOf = (ticketId: number): number => world.tickets.get(ticketId)?.customerId ?? 0;
  happened({ do: 'mergeCustomers', sourceId: customerOf(visit), targetId: janeId });
  happened({ do: 'mergeCustomers', sourceId: customerOf(bob), targetId: nobodyId });
  await harness.sync();
  await eventually(() => harness.timeline(visit).length === 2);
  const events = harness.sandbox.brevo.state.events().filter(({ properties }) => properties['ticket_id'] === visit);
  expect(new Set(events.map(({ identifiers }) => identifiers['email_id']))).toEqual(new Set([jane]));
  // The merges are looked at a few seconds after they were signalled, beside a run or not.
  await eventually(async () => {
    const before = requests();
    await harness.sync();
    return requests() - before <= 4;
  });
  const signalled = await lastSignal();
  await harness.sync();
  expect(await lastSignal()).toEqual(signalled);
});

async function lastSignal(): Promise<unknown> {
  return harness.connector.store.db.query('select max(signalled_at) as at from ticket_states');
}

test('when tickets were open before anybody watched, each gets a workflow without a request of its own', async () => {
  const open = [...harness.sandbox.world.tickets.values()].filter(
    ({ status, spam, trashedUs }) => status === 'open' && !spam && trashedUs === null,
  );
  expect(open.length).toBeGreaterThan(0);
  for (const { id } of open) {
    await eventually(
      async () => (await harness.view(id))?.status === 'open',
      () => `ticket ${String(id)} is not watched`,
    );
    expect(harness.timeline(id)).toEqual([]);
  }
  const asked = harness.sandbox.gorgias.journal.requests({ pathPrefix: '/api/tickets/' });
  expect(asked.filter(({ path }) => open.some(({ id }) => path.includes(`/tickets/${String(id)}`)))).toEqual([]);
});

test('when a run is started by hand with a date and a resource, it reads that list back to the date and moves no watermark', async () => {
  const { control, store, client } = harness.connector;
  const before = await store.runs.watermark(ACCOUNT, 'customers');
  const input = { account: ACCOUNT, resources: ['customers'] as const, since: '2024-01-01', batchSize: 30 };
  const { workflowId, runId } = await control.startSync(input, 'incremental');
  await client.workflow.getHandle(workflowId).result();
  const run = await store.runs.find(ACCOUNT, runId);
  expect(run).toMatchObject({ type: 'incremental', state: 'completed' });
  expect(run?.totals['pages']).toBeGreaterThan(1);
  expect(await store.runs.watermark(ACCOUNT, 'customers')).toBe(before);
});
